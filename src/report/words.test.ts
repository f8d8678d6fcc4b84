import { expect, it } from 'vitest';
import { checkClaim } from '../check/checkClaim.js';
import { claimById } from '../claims/claimById.js';
import { hardnessWords } from './words.js';

it('says how many of the cases decided are deep, regime by regime, as a run counts them', async () => {
  const claim = await checkClaim(claimById('regimes'), { seed: 1, runs: 60 });
  const { coverage } = claim;
  const part = (regime: string) =>
    `${coverage[`decided, ${regime}, deep`]} of ${coverage[`decided, ${regime}`]} ${regime}`;
  expect(hardnessWords(claim)).toEqual([
    `Deep, the ray crossing kinks of two hidden layers or more: ${coverage['decided, deep']} of 60 cases decided (${part('saturating')}, ${part('tied')}, ${part('flat')}).`,
  ]);
  const regimes = ['saturating', 'tied', 'flat'];
  const sum = (suffix: string) =>
    regimes.reduce((total, regime) => total + coverage[`decided, ${regime}${suffix}`], 0);
  expect(sum('')).toBe(60);
  expect(sum(', deep')).toBe(coverage['decided, deep']);
  // Every tail is decided.
  for (const regime of regimes) expect(coverage[`decided, ${regime}`]).toBe(coverage[regime]);
});

it('says of detectors how often CEA exceeds its threshold, and nothing of other kinds', async () => {
  const claim = await checkClaim(claimById('cea-id-small'), { seed: 1, runs: 40 });
  expect(claim.coverage['mean g above 0']).toBeGreaterThan(0);
  expect(hardnessWords(claim)[1]).toContain(`: ${claim.coverage['mean g above 0']} cases.`);
  const logits = await checkClaim(claimById('softmax-sigmoid'), { seed: 1, runs: 20 });
  expect(hardnessWords(logits)).toEqual([]);
});
