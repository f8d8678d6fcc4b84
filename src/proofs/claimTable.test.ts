import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { claimTable } from './claimTable.js';
import { proofsFolder } from './proofsFolder.js';
import { sourceFiles } from './sourceFiles.js';

const readme = readFileSync(join(proofsFolder(), 'README.md'), 'utf8');

describe('proofs/README.md', () => {
  it('holds the table of theorems; if this fails, paste the table that follows', () => {
    expect(readme).toContain(claimTable());
  });

  it('introduces every file of the development', () => {
    const missing = sourceFiles(proofsFolder()).names.filter(
      (name) => !readme.includes(`\`${name}\``),
    );
    expect(missing).toEqual([]);
  });
});
