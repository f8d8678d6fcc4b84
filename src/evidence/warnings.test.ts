import { describe, expect, it } from 'vitest';
import {
  dataEvidence,
  exampleExperiments,
  troubledDataEvidence,
} from '../../properties/experimentExample.js';
import { warningsAbout } from './warnings.js';

describe('warningsAbout experiments', () => {
  it('says what was not checked and how to get the data', () => {
    expect(dataEvidence().warnings).toEqual([
      'cea-tabular: not checked on wine-color, which is not here; run `farfield data pull wine-quality`.',
      'images: not checked, for its data (mnist) is not here; run `farfield data pull mnist`.',
      '1 of 4 experiments was not part of this run: norms.',
    ]);
  });

  it('names a few of what was not run, and counts the rest', () => {
    const { experiments } = dataEvidence();
    const outside = (names: readonly string[]) =>
      names.map((name) => ({
        ...experiments[0],
        name,
        status: 'not-run' as const,
        missing: [],
        claims: [],
      }));
    const last = (names: readonly string[]) => warningsAbout([], 1000, outside(names)).at(-1);
    expect(last(['a', 'b', 'c', 'd', 'e', 'f', 'g'])).toBe(
      '7 of 7 experiments were not part of this run: a, b, c, d, e, f, g.',
    );
    expect(last(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'])).toBe(
      '8 of 8 experiments were not part of this run: a, b, c, d, e, f and 2 more.',
    );
  });

  it('says first that a measurement contradicts the theory, and last that it was a trial run', () => {
    const { claims, experiments } = troubledDataEvidence();
    const warnings = warningsAbout(claims, 1000, experiments);
    expect(warnings[0]).toContain('cea-tabular: measured on');
    expect(warnings.filter((text) => text.includes('it is not so that'))).toHaveLength(2);
    expect(warnings.slice(-2)).toEqual([
      'The experiments used only 150 rows of each data set: a trial run.',
      'The experiments trained for 1 epoch instead of 10: a trial run.',
    ]);
  });

  it('has nothing to say of a whole run, even if data refute what a paper found', () => {
    const [whole] = exampleExperiments();
    const clean = { ...whole, missing: [] };
    expect(clean.claims.some(({ verdict }) => verdict === 'refuted')).toBe(true);
    expect(warningsAbout([], 1000, [clean])).toEqual([]);
  });
});
