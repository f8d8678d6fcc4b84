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

/** The same in detectors after 2022, and in forms of others that current libraries ship. */
const IN_LATER_DETECTORS: readonly Noticed[] = [
  [
    'detectors/methods/gen.ts',
    'rate: approach.rate * Math.min(1, gamma)',
    'rate: approach.rate',
    'gen-at-infinity',
  ],
  [
    'detectors/methods/nci.ts',
    'scaleGerm(absoluteSumGerm(x), -alpha)',
    'scaleGerm(absoluteSumGerm(x), alpha)',
    'nci-at-infinity',
  ],
  [
    'detectors/methods/fdbd.ts',
    'tail.slope[top].subtract(tail.slope[c])',
    'tail.slope[top].add(tail.slope[c])',
    'fdbd-at-infinity',
  ],
  [
    'detectors/methods/nnGuide.ts',
    'slope.value * guidance,',
    'slope.value * guidance * 2,',
    'nnguide-at-infinity',
  ],
  [
    'detectors/methods/scale.ts',
    'const size = Math.exp(ratio.limit);',
    'const size = ratio.limit;',
    'scale-at-infinity',
  ],
  [
    'detectors/ashSGerm.ts',
    'const scale = Math.exp(ratio.limit);',
    'const scale = Math.exp(-ratio.limit);',
    'ash-s-at-infinity',
  ],
  [
    'detectors/methods/ashP.ts',
    '(stays[j] ? value : Rational.zero)',
    '(stays[j] ? Rational.zero : value)',
    'ash-p-at-infinity',
  ],
  [
    'detectors/residualSpace.ts',
    'fittedMapGerms(basis, new Float64Array(basis.rows), moved)',
    'fittedMapGerms({ ...basis, rows: basis.rows - 1 }, new Float64Array(basis.rows - 1), moved)',
    'residual-at-infinity',
  ],
  [
    'detectors/methods/vra.ts',
    'penalty ? addGerms(germ, penalty.germ(options, x)) : germ',
    'germ',
    'vra-plus-plus-at-infinity',
  ],
  [
    'detectors/methods/vraClip.ts',
    'clipGerms(penultimateGerms(tail), low, high)',
    'clipGerms(penultimateGerms(tail), low, Infinity)',
    'vra-clip-at-infinity',
  ],
  [
    'detectors/methods/relation.ts',
    'relations(farDirection(x).unit, limitProbabilities(tail))',
    'relations(farDirection(x).unit, limitProbabilities(tail).map(() => 1))',
    'relation-at-infinity',
  ],
  [
    'detectors/methods/neco.ts',
    'timesRatio(maximumGerm(tail), {',
    'timesRatio(scaleGerm(maximumGerm(tail), -1), {',
    'neco-at-infinity',
  ],
  [
    'detectors/methods/diceReAct.ts',
    'clipGerms(penultimateGerms(tail), -Infinity, clip)',
    'clipGerms(penultimateGerms(tail), -Infinity, Infinity)',
    'dice-react-at-infinity',
  ],
  [
    'detectors/methods/reActAshS.ts',
    'clipGerms(penultimateGerms(tail), -Infinity, clip)',
    'clipGerms(penultimateGerms(tail), -Infinity, Infinity)',
    'react-ash-s-at-infinity',
  ],
  [
    'detectors/methods/adaScale.ts',
    'const square = ratio.limit ** 2;',
    'const square = ratio.limit;',
    'adascale-l-at-infinity',
  ],
  [
    'detectors/methods/nearestNeighbour.ts',
    'RootSum.root(innerProduct(x.slope, x.slope))',
    'RootSum.of(innerProduct(x.slope, x.slope))',
    'nearest-neighbour-at-infinity',
  ],
  [
    'detectors/methods/she.ts',
    '-cosine(far, pattern)',
    'cosine(far, pattern)',
    'she-cosine-at-infinity',
  ],
  [
    'detectors/methods/vimClipped.ts',
    'clipGerms(tail, -CLIP, CLIP)',
    'clipGerms(tail, -CLIP, Infinity)',
    'vim-clipped-at-infinity',
  ],
  [
    'detectors/methods/gramLayers.ts',
    'side > 0 ? ranges.upper : ranges.lower',
    'side > 0 ? ranges.lower : ranges.upper',
    'gram-layers-at-infinity',
  ],
  [
    'detectors/methods/mdsRidge.ts',
    'value.toNumber() / 2',
    'value.toNumber()',
    'mds-ridge-at-infinity',
  ],
  [
    'detectors/methods/multiMds.ts',
    'halfDistanceGerm(nearestRidgeTail(models[l], layer))',
    'halfDistanceGerm(nearestRidgeTail(models[0], layer))',
    'multi-mds-at-infinity',
  ],
  [
    'detectors/methods/rmdsRidge.ts',
    'gapGerm(nearestRidgeTail(model, x), ridgeTail(whole, x))',
    'gapGerm(ridgeTail(whole, x), nearestRidgeTail(model, x))',
    'rmds-ridge-at-infinity',
  ],
];

/** Faults in what detectors share. */
const IN_SHARED_PARTS: readonly Noticed[] = [
  [
    'detectors/infinity/limitAuroc.ts',
    "if (unattained === 'lower') return countBelow(sorted, limit) / sorted.length;",
    '',
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
  ['in later detectors', IN_LATER_DETECTORS],
  ['in what detectors share', IN_SHARED_PARTS],
])('of faults planted %s', (_, faults) => {
  it.each(faults)('%s with %j replaced by %j is noticed by %s', (...planted) => {
    const [file, right, wrong, claim] = planted;
    // An error inside the suite is no pass either.
    expect([1, 3]).toContain(verifyPlanted([[file, right, wrong]], [claim], 60));
  });
});

describe('without faults', () => {
  it('the same claims come out as expected', () => {
    const ids = [...IN_DETECTORS, ...IN_LATER_DETECTORS, ...IN_SHARED_PARTS].map(
      ([, , , id]) => id,
    );
    expect(verifyPlanted([], [...new Set(ids)], 60)).toBe(0);
  });
});
