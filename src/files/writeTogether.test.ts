import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../properties/temporaryFolder.js';
import { writeTogether } from './writeTogether.js';

const folder = temporaryFolder('write');
const texts = [
  { name: 'a.txt', text: 'A' },
  { name: 'b.txt', text: 'B' },
];

describe('writeTogether', () => {
  it('makes the folders that are missing and leaves nothing else behind', async () => {
    const out = join(folder, 'some', 'where');
    expect(await writeTogether(out, texts)).toEqual([join(out, 'a.txt'), join(out, 'b.txt')]);
    expect(readdirSync(out).sort()).toEqual(['a.txt', 'b.txt']);
    expect(readFileSync(join(out, 'b.txt'), 'utf8')).toBe('B');
  });

  it('replaces nothing if one of the files cannot be written', async () => {
    const out = join(folder, 'half');
    mkdirSync(join(out, 'b.txt'), { recursive: true });
    writeFileSync(join(out, 'a.txt'), 'old');
    await expect(writeTogether(out, texts)).rejects.toThrow(/b\.txt: file must not be a directory/);
    expect(readFileSync(join(out, 'a.txt'), 'utf8')).toBe('old');
    expect(readdirSync(out).sort()).toEqual(['a.txt', 'b.txt']);
  });

  it('says what stands in the way of a folder, and does not wait for it to go', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const link = join(folder, 'link');
    symlinkSync(join(folder, 'nowhere'), link);
    for (const [out, rule] of [
      [file, /must be a directory, but is a file/],
      [join(file, 'x', 'y'), /a part of the path is a file/],
      [join(link, 'x'), /must be a directory/],
    ] as const) {
      await expect(writeTogether(out, texts), out).rejects.toThrow(rule);
    }
  });
});
