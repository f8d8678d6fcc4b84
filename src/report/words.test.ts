import { expect, it } from 'vitest';
import { checkClaim } from '../check/checkClaim.js';
import { verifyClaims } from '../check/verifyClaims.js';
import { claimById } from '../claims/claimById.js';
import { proofsOf } from '../proofs/proofsOf.js';
import { renderHtml } from './html/renderHtml.js';
import { renderJunit } from './renderJunit.js';
import { renderMarkdown } from './renderMarkdown.js';
import { hardnessWords, proofWords } from './words.js';

it('says how many of the cases decided are deep, regime by regime, as a run counts them', () => {
  const claim = checkClaim(claimById('regimes'), { seed: 1, runs: 60 });
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

it('says of detectors how often CEA exceeds its threshold, and nothing of other kinds', () => {
  const claim = checkClaim(claimById('cea-id-small'), { seed: 1, runs: 40 });
  expect(claim.coverage['mean g above 0']).toBeGreaterThan(0);
  expect(hardnessWords(claim)[1]).toContain(`: ${claim.coverage['mean g above 0']} cases.`);
  const logits = checkClaim(claimById('softmax-sigmoid'), { seed: 1, runs: 20 });
  expect(hardnessWords(logits)).toEqual([]);
});

it('says which reading is proved, and where less is proved than it says', () => {
  const wordsOf = (id: string) => proofWords(proofsOf(id), claimById(id).repaired === null);
  expect(wordsOf('softmax-sigmoid')).toBe('proved as printed');
  expect(wordsOf('growth-rate')).toBe('formally refuted as printed; the repaired statement proved');
  expect(wordsOf('rmds-at-infinity')).toBe(
    'formally refuted as printed; the repaired statement proved, in a weaker form: a part of it, without that the gap is not negative where both covariances have one rank, and the score constant where it is 0',
  );
  expect(wordsOf('entropy-at-infinity')).toBe(
    'proved as printed, in a weaker form: a part of it, without the order of the error',
  );
  // Nothing is to be repaired there: it is a sharper bound.
  expect(wordsOf('metric-bounds')).toBe('proved as printed; a further statement proved');
  expect(wordsOf('posthoc-keeps-predictions')).toBe(
    'no formal proof of the statement itself, only of a neighbouring one',
  );
  const none = { asPrinted: 'none', repaired: 'none', theorems: [] } as const;
  expect(proofWords(none, true)).toBe('no formal proof');
});

it('says so in every report, and in the same words', async () => {
  const evidence = await verifyClaims({ claims: ['entropy-at-infinity'], runs: 20, workers: 0 });
  const form = 'in a weaker form: a part of it';
  expect(renderJunit(evidence)).toContain(form);
  expect(renderMarkdown(evidence)).toContain(form);
  expect(await renderHtml(evidence)).toContain(form);
});
