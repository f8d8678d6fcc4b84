import { expect, test } from 'vitest';
import {
  contradictions,
  hasLimitCases,
  limitCaseFiles,
  limitCasesFolder,
  readLimitCases,
} from '../../properties/limitCases.js';
import { testsNeeding } from '../../properties/testsNeeding.js';
import { expandedTail } from './expandedTail.js';

/** Rays of each network that are tried; all of them where FARFIELD_RUNS asks for many. */
const RAYS = Number(process.env.FARFIELD_RUNS ?? 0) >= 1000 ? 12 : 4;

const limits = 'limits along rays of networks whose limits are known';
testsNeeding(`networks in ${limitCasesFolder}`, hasLimitCases).describe(limits, () => {
  let asked = 0;
  let unknown = 0;

  test.each(limitCaseFiles)('%s', (name) => {
    const { network, cases } = readLimitCases(name);
    cases.slice(0, RAYS).forEach((truth, k) => {
      const tail = expandedTail(network, truth.origin, truth.direction);
      expect(contradictions(tail, truth), `ray ${k}`).toEqual([]);
      asked += 1;
      if (tail.regime === 'unknown') unknown += 1;
      if (tail.regime === null) {
        // One output: no classes, but the score is known.
        const [score] = truth.growth;
        expect(tail.growth[0]?.power).toBe(score?.power);
        expect(tail.growth[0]?.coefficient.toNumber()).toBeCloseTo(Number(score?.coefficient), 12);
      }
      for (const value of tail.regime === 'unknown' ? [] : (tail.limit ?? [])) {
        expect(value.upper.subtract(value.lower).toNumber()).toBeLessThan(1e-10);
      }
    });
  });

  test('at most one ray in twenty is not known', () => {
    expect(asked).toBeGreaterThan(0);
    expect(unknown / asked).toBeLessThanOrEqual(0.05);
  });

  test('a wrong limit would be noticed', () => {
    const truth = { origin: [], direction: [], regime: 'flat', limit: null, growth: [] };
    expect(contradictions({ regime: 'flat', limit: null }, truth)).toEqual([]);
    expect(contradictions({ regime: 'tied', limit: null }, truth)).toHaveLength(1);
  });
});
