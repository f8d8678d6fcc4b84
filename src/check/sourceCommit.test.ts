import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../properties/temporaryFolder.js';
import { sourceCommit } from './sourceCommit.js';

describe('sourceCommit', () => {
  const root = temporaryFolder('commit');
  const git = (...command: string[]) =>
    execFileSync(
      'git',
      ['-C', root, '-c', 'user.name=n', '-c', 'user.email=e@example.org', ...command],
      { encoding: 'utf8' },
    ).trim();

  it('is that of the checkout, marked where files differ from it', () => {
    git('init', '-q');
    expect(sourceCommit(root)).toBeNull();
    writeFileSync(join(root, 'a.txt'), 'a');
    git('add', 'a.txt');
    git('commit', '-q', '-m', 'first');
    const head = git('rev-parse', 'HEAD');
    expect(sourceCommit(root)).toBe(head);
    writeFileSync(join(root, 'a.txt'), 'b');
    expect(sourceCommit(root)).toBe(`${head}-changed`);
  });

  it('is not that of a project that the package is installed in', () => {
    const inside = join(root, 'node_modules', 'farfield');
    mkdirSync(inside, { recursive: true });
    expect(sourceCommit(inside)).toBeNull();
  });
});
