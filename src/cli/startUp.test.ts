import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMAND } from '../../properties/builtCommand.js';
import { CLAIMS } from '../claims/registry.js';
import { entryOf } from './catalogue.js';

const folder = dirname(COMMAND);

/** The files of the package, and the packages, that are read before a file runs. */
function readFirst(file: string): { files: Set<string>; packages: Set<string> } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const open = [file];
  while (open.length > 0) {
    const next = open.pop()!;
    if (files.has(next)) continue;
    files.add(next);
    const text = readFileSync(next, 'utf8');
    for (const [, name] of text.matchAll(/(?:^|;)(?:import|export)\b[^'"`]*?["']([^"']+)["']/gm)) {
      if (name.startsWith('.')) open.push(resolve(dirname(next), name));
      else if (!name.startsWith('node:')) packages.add(name);
    }
  }
  return { files, packages };
}

/** The file that a command is in. */
function fileOf(name: string): string {
  const holding = readdirSync(folder).find(
    (file) =>
      file.endsWith('.js') &&
      readFileSync(join(folder, file), 'utf8').includes(`function ${name}Command(`),
  );
  return join(folder, holding!);
}

describe('what a command reads before it starts', () => {
  it('is one file for help', () => {
    const { files, packages } = readFirst(COMMAND);
    expect(files.size).toBe(1);
    expect([...packages]).toEqual([]);
  });

  it('is a few files, and no package, for tail', () => {
    const { files, packages } = readFirst(fileOf('tail'));
    expect(files.size).toBeLessThanOrEqual(4);
    expect([...packages]).toEqual([]);
  });

  it('is no claim for list', () => {
    const { files } = readFirst(fileOf('list'));
    for (const file of files) expect(readFileSync(file, 'utf8')).not.toContain('hypotheses:');
  });
});

it('the catalogue that the build wrote down is that of the claims', () => {
  const text = execFileSync(process.execPath, [COMMAND, 'list', '--json'], { encoding: 'utf8' });
  const listed = JSON.parse(text).map(({ proof, ...entry }: { proof: unknown }) => entry);
  const entries = CLAIMS.map((claim) => ({ schemaVersion: 1, ...entryOf(claim) }));
  expect(listed).toEqual(JSON.parse(JSON.stringify(entries)));
});
