import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { exampleExperiments } from '../../../properties/experimentExample.js';
import { EXPERIMENTS } from '../catalogue/registry.js';
import { REGISTER_HEAD, registerRows, STATEMENTS } from './register.js';
import { registerPage } from './registerPage.js';

describe('the register of empirical statements', () => {
  it('has no empty cell, and a verdict or the reason for none', () => {
    for (const row of registerRows(null)) {
      expect(row).toHaveLength(REGISTER_HEAD.length);
      for (const cell of row) expect(cell.trim().length).toBeGreaterThan(3);
    }
    for (const { judgedBy, noVerdict } of STATEMENTS) {
      expect((judgedBy === null) !== (noVerdict === null)).toBe(true);
    }
  });

  it('covers every table and figure with data in it, and names no statement twice', () => {
    const sources = STATEMENTS.map(({ source }) => source).join('; ');
    for (const place of [
      ...['A, Fig. 1', 'A, Fig. 2', 'B, Fig. 2 and 5', 'B, Fig. 3', 'B, Fig. 4', 'B, Fig. 6'],
      ...[
        'B, Tables 1 and 5',
        'B, Tables 2 and 6',
        'B, Tables 3 and 7',
        'B, Table 8',
        'B, Table 9',
      ],
    ]) {
      expect(sources).toContain(place);
    }
    const statements = STATEMENTS.map(({ statement }) => statement);
    expect(new Set(statements).size).toBe(statements.length);
  });

  it('names claims that the experiments make', () => {
    const names = EXPERIMENTS.map(({ name }) => name);
    const folder = new URL('../', import.meta.url);
    const source = [
      ...['ceaClaims', 'edgeFindings', 'catalogue/architectures', 'catalogue/logitNorm'],
      ...['catalogue/ablation', 'catalogue/allLayers', 'catalogue/images', 'catalogue/norms'],
      ...['catalogue/calibration', 'catalogue/otherData'],
    ]
      .map((file) => readFileSync(new URL(`${file}.ts`, folder), 'utf8'))
      .join('\n')
      .replace(/`cea-leaves-[^`]*`/, "'cea-leaves-mds' 'cea-leaves-she-euclidean'");
    for (const { judgedBy } of STATEMENTS) {
      if (!judgedBy) continue;
      expect(names).toContain(judgedBy.experiment);
      for (const claim of judgedBy.claims) expect(source).toContain(`'${claim}'`);
    }
  });

  it('shows the verdicts of a run, and says what was not run', () => {
    const rows = registerRows(exampleExperiments());
    const [never] = rows.filter(([statement]) => statement.endsWith('in any scenario'));
    expect(never.at(-1)).toBe('refuted: dry-bean (paper)');
    const [norms] = rows.filter(([, source]) => source === 'B, Table 9');
    expect(norms.at(-1)).toBe('not run: norms');
  });
});

describe('EXPERIMENTS.md', () => {
  it('is the register (else write it anew from registerPage())', () => {
    const page = readFileSync(new URL('../../../EXPERIMENTS.md', import.meta.url), 'utf8');
    expect(page).toBe(registerPage());
  });
});
