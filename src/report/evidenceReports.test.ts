import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { dataEvidence } from '../../properties/experimentExample.js';
import { exampleEvidence } from '../../properties/reportExample.js';
import { temporaryFolder } from '../../properties/temporaryFolder.js';
import { InputError } from '../errors/inputError.js';
import { InternalError } from '../errors/internalError.js';
import { parseEvidence } from '../evidence/parseEvidence.js';
import { writeReports } from './evidenceReports.js';

const NAMES = ['evidence.json', 'junit.xml', 'report.html', 'report.md'];
let folder: string;

beforeEach(() => {
  folder = temporaryFolder('reports');
});

describe('writeReports', () => {
  it('makes the folder and writes four files, and nothing else', async () => {
    const out = join(folder, 'a', 'b');
    const written = await writeReports(out, exampleEvidence());
    expect((await readdir(out)).sort()).toEqual(NAMES);
    expect(written.sort()).toEqual(NAMES.map((name) => join(out, name)));
    const json = JSON.parse(await readFile(join(out, 'evidence.json'), 'utf8'));
    expect(parseEvidence(json, 'x')).toEqual(exampleEvidence());
  });

  it('writes the same reports from evidence that was read back', async () => {
    const read = async (name: string) =>
      Promise.all(NAMES.map((file) => readFile(join(folder, name, file), 'utf8')));
    await writeReports(join(folder, 'first'), dataEvidence());
    const [json] = await read('first');
    await writeReports(join(folder, 'second'), parseEvidence(JSON.parse(json), 'x'));
    expect(await read('second')).toEqual(await read('first'));
  });

  it('replaces earlier reports', async () => {
    await writeFile(join(folder, 'report.md'), 'old');
    await writeReports(folder, exampleEvidence());
    expect(await readFile(join(folder, 'report.md'), 'utf8')).toContain('# farfield: evidence');
  });

  it('leaves earlier reports as they were if one of the new ones cannot be made', async () => {
    for (const name of NAMES) await writeFile(join(folder, name), 'old');
    const impossible = { ...exampleEvidence(), seed: Number.NaN };
    await expect(writeReports(folder, impossible)).rejects.toThrow(InternalError);
    for (const name of NAMES) expect(await readFile(join(folder, name), 'utf8')).toBe('old');
    expect((await readdir(folder)).sort()).toEqual(NAMES);
  });

  it('leaves earlier reports as they were if one of them cannot be replaced', async () => {
    await writeFile(join(folder, 'evidence.json'), 'old');
    await mkdir(join(folder, 'junit.xml'));
    await expect(writeReports(folder, exampleEvidence())).rejects.toThrow(
      /junit\.xml: file must not be a directory/,
    );
    expect(await readFile(join(folder, 'evidence.json'), 'utf8')).toBe('old');
    expect((await readdir(folder)).sort()).toEqual(['evidence.json', 'junit.xml']);
  });

  it('says what is wrong with a place that is a file, or is below one', async () => {
    const file = join(folder, 'file');
    await writeFile(file, 'kept');
    for (const place of [file, join(file, 'below')]) {
      await expect(writeReports(place, exampleEvidence())).rejects.toThrow(InputError);
      await expect(writeReports(place, exampleEvidence())).rejects.toThrow('must be a directory');
    }
    // Before anything is rendered: this evidence cannot be.
    const impossible = { ...exampleEvidence(), seed: Number.NaN };
    await expect(writeReports(file, impossible)).rejects.toThrow('must be a directory');
    expect(await readFile(file, 'utf8')).toBe('kept');
  });
});
