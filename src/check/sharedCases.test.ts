import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claimById } from '../claims/claimById.js';
import { checkClaim } from './checkClaim.js';
import { SharedCases } from './sharedCases.js';

/** Two of a kind that are checked on the same cases, the second after the first. */
const PAIRS = [
  ['mls-at-infinity', 'cea-weight'],
  ['regimes', 'growth-rate'],
  ['entropy-direction', 'softmax-increasing'],
] as const;

describe('cases shared between claims', () => {
  it.each(PAIRS)('do not change what is found of %s and %s, kept or made anew', (...ids) => {
    const settings = { seed: 5, runs: 12, candidates: 40 };
    const alone = ids.map((id) => checkClaim(claimById(id), settings));
    const cases = new SharedCases(5);
    expect(ids.map((id) => checkClaim(claimById(id), settings, cases))).toEqual(alone);
  });

  it('are one object with one subject for each search that starts from a seed', () => {
    const cases = new SharedCases();
    const subjects = [0, 1].map(() => {
      const { arbitrary, subjectOf } = cases.of('ray', 5);
      const [source] = fc.sample(arbitrary, { seed: 5, numRuns: 1 });
      return [source, subjectOf(source)];
    });
    expect(subjects[1][0]).toBe(subjects[0][0]);
    expect(subjects[1][1]).toBe(subjects[0][1]);
  });
});
