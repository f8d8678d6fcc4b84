import { describe, expect, it } from 'vitest';
import type { Fault } from '../../properties/plantedSources.js';
import { verifyPlanted } from '../../properties/verifyPlanted.js';

/** A fault, and the claim that is to notice it. */
type Noticed = readonly [...Fault, claim: string];

/** Faults in one detector each: a sign turned, a factor or a term dropped, a comparison flipped. */
const IN_DETECTORS: readonly Noticed[] = [
  [
    'detectors/methods/msp.ts',
    '-Math.max(...limitProbabilities(tail))',
    'Math.max(...limitProbabilities(tail))',
    'msp-at-infinity',
  ],
  [
    'detectors/methods/gradNorm.ts',
    'const factor = -imbalance(',
    'const factor = imbalance(',
    'grad-norm-at-infinity',
  ],
  [
    'detectors/methods/cea.ts',
    'scaleGerm(over, lambda, lambdaBounds)',
    'scaleGerm(over, 1)',
    'cea-catches-overconfidence',
  ],
  ['detectors/methods/cea.ts', 'rho * level;', 'level / rho ** 40;', 'cea-id-small'],
  [
    'detectors/secondMoment.ts',
    'total[a * width + b] / rows',
    'total[a * width + b] / (rows - 1)',
    'mds-at-infinity',
  ],
  [
    'detectors/methods/rmds.ts',
    'addIntervals(nearest.quadratic, negateInterval(whole.quadratic))',
    'addIntervals(nearest.quadratic, whole.quadratic)',
    'rmds-at-infinity',
  ],
  [
    'detectors/methods/knn.ts',
    'isConstant(x) ? x.intercept : x.slope',
    'x.intercept',
    'knn-at-infinity',
  ],
  [
    'detectors/methods/vim.ts',
    'addGerms(scaleGerm(residual, alpha, bounds), energyGerm(tail))',
    'energyGerm(tail)',
    'vim-at-infinity',
  ],
  [
    'detectors/methods/she.ts',
    'exactDot(pattern, values).negate()',
    'exactDot(pattern, values)',
    'she-inner-product-at-infinity',
  ],
  [
    'detectors/methods/klm.ts',
    'best = Math.min(best, sum)',
    'best = Math.max(best, sum)',
    'klm-at-infinity',
  ],
  [
    'detectors/infinity/clipGerms.ts',
    'b.sign > 0 || (b.sign === 0',
    '(b.sign === 0',
    'react-at-infinity',
  ],
  [
    'detectors/activationShaping.ts',
    'compareGerms(x, b, a) || a - b',
    'compareGerms(x, a, b) || a - b',
    'ash-at-infinity',
  ],
  [
    'detectors/methods/openMax.ts',
    'slope[c] = logits.slope[c].subtract(lost',
    'slope[c] = logits.slope[c].add(lost',
    'open-max-at-infinity',
  ],
  [
    'detectors/infinity/gramGrowth.ts',
    '((moving ? power : 0) + sum.degree) / power',
    '((moving ? power : 0) + sum.degree) / (power + 1)',
    'gram-at-infinity',
  ],
  [
    'detectors/methods/odin.ts',
    'convergingGerm(-1, softmaxApproach(tail, temperature))',
    'convergingGerm(-1, softmaxApproach(tail))',
    'odin-at-infinity',
  ],
  [
    'detectors/methods/tempScale.ts',
    'softmaxApproach(tail, temperature)',
    'softmaxApproach(tail)',
    'temp-scale-at-infinity',
  ],
  [
    'detectors/methods/uncertaintyDetectors.ts',
    'convergingGerm(score(limits), approach)',
    'convergingGerm(-score(limits) - 1, approach)',
    'entropy-at-infinity',
  ],
  [
    'detectors/methods/dice.ts',
    'energyGerm(headGerms(masked, x))',
    'energyGerm(tail)',
    'dice-at-infinity',
  ],
];

/** Faults in what detectors share. */
const IN_SHARED_PARTS: readonly Noticed[] = [
  [
    'detectors/infinity/limitAuroc.ts',
    '(value === limit ? beyond : value)',
    '(value)',
    'limit-auroc',
  ],
  [
    'detectors/infinity/blindWindow.ts',
    'blind ? Infinity : flagScale',
    'blind ? 0 : flagScale',
    'blind-window',
  ],
  [
    'detectors/infinity/blindWindow.ts',
    'if (flags(middle)) flagged = middle;',
    'if (!flags(middle)) flagged = middle;',
    'blind-window',
  ],
  [
    'detectors/infinity/noveltyGerm.ts',
    'isEnd ? { ...germ, unattained }',
    'isEnd ? germ',
    'limit-auroc',
  ],
  [
    'tail/dangerScale.ts',
    'Math.max(from, (needed / gap)',
    'Math.min(from, (needed / gap)',
    'box-bound',
  ],
  [
    'tail/dangerScale.ts',
    'lead = Math.max(lead, leads[c]);',
    'lead = Math.min(0, leads[c]);',
    'box-bound',
  ],
  [
    'detectors/infinity/logitGerms.ts',
    'linearGerm(logits.slope[top[0]].negate(), constant',
    'linearGerm(logits.slope[top[0]], constant',
    'ebo-at-infinity',
  ],
  [
    'detectors/infinity/logitGerms.ts',
    'b.compare(best) > 0 ? b : best',
    'b.compare(best) < 0 ? b : best',
    'mls-at-infinity',
  ],
  [
    'detectors/methods/cea.ts',
    'value + lambda * over[i]',
    'value - lambda * over[i]',
    'cea-id-small',
  ],
  ['detectors/excess.ts', '(b.sign || over[j].sign) > 0', 'b.sign > 0', 'cea-monotone'],
  [
    'detectors/mahalanobis.ts',
    'compareAtInfinity(distance, nearest) < 0',
    'compareAtInfinity(distance, nearest) > 0',
    'mds-at-infinity',
  ],
  [
    'detectors/infinity/quadraticGerm.ts',
    'const slope = RootSum.root(quadratic);',
    'const slope = RootSum.of(quadratic);',
    'she-euclidean-at-infinity',
  ],
];

describe.each([
  ['in detectors', IN_DETECTORS],
  ['in what detectors share', IN_SHARED_PARTS],
])('of faults planted %s', (_, faults) => {
  it.each(faults)('%s with %j replaced by %j is noticed by %s', async (...planted) => {
    const [file, right, wrong, claim] = planted;
    // An error inside the suite is no pass either.
    expect([1, 3]).toContain(await verifyPlanted([[file, right, wrong]], [claim], 60));
  });
});

describe('without faults', () => {
  it('the same claims come out as expected', async () => {
    const ids = [...IN_DETECTORS, ...IN_SHARED_PARTS].map(([, , , id]) => id);
    expect(await verifyPlanted([], [...new Set(ids)], 60)).toBe(0);
  });
});
