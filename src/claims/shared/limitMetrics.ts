import { type LimitUncertainty, limitUncertainty } from '../../uncertainty/limits.js';
import type { Oracle } from '../oracle.js';
import type { EnsembleAnalysis, RayAnalysis } from '../rayAnalysis.js';
import { isTelling, logitRounding, raysOf } from './rounding.js';
import { settlingTimeOf } from './settling.js';

/** The limits of the metrics along a subject's ray. */
export function limitsOf(subject: RayAnalysis | EnsembleAnalysis): LimitUncertainty {
  return limitUncertainty(raysOf(subject).map(({ tail, classes }) => ({ ...pick(tail), classes })));
}

function pick({ regime, top, intercept }: RayAnalysis['tail']) {
  return { regime, top, intercept };
}

/**
 * Confirms, at two times far out, that the metrics are as close to their limits as the probability
 * δ outside the top sets allows.
 *
 * Every p_k is within δ of its limit in total variation, so MSP moves by at most 2δ, the class
 * variance by 8δ/C, and an entropy by δ ln(C − 1) + h(δ), h the binary entropy (Fannes–Audenaert);
 * mutual information is a difference of two entropies.
 *
 * @returns what the oracle contradicts, or null
 */
export function confirmLimitMetrics(
  subject: RayAnalysis | EnsembleAnalysis,
  oracle: Oracle,
  limits: Readonly<
    Record<
      'maximumSoftmaxProbability' | 'classVariance' | 'predictiveEntropy' | 'mutualInformation',
      { readonly value: number }
    >
  >,
): string | null {
  const along = oracle.along(subject);
  const settled = settlingTimeOf(subject, TOLERANCE);
  if (!along || settled === null) return null;
  const classes = raysOf(subject)[0]!.classes;
  for (const t of [settled + 1, 2 * settled + 2]) {
    const delta = TOLERANCE + logitRounding(subject, t);
    if (!isTelling(delta)) return null;
    const entropyShift = delta * Math.log(Math.max(classes - 1, 1)) + binaryEntropy(delta);
    const found = along.at(t);
    const allowed = {
      maximumSoftmaxProbability: 2 * delta,
      classVariance: (8 * delta) / classes,
      predictiveEntropy: entropyShift,
      mutualInformation: 2 * entropyShift,
    };
    for (const metric of METRICS) {
      const difference = Math.abs(found[metric] - limits[metric].value);
      if (!(difference <= allowed[metric] + ROUNDING)) {
        return `${metric} = ${found[metric]} at t = ${t}, but its limit is ${limits[metric].value}`;
      }
    }
  }
  return null;
}

const METRICS = [
  'maximumSoftmaxProbability',
  'classVariance',
  'predictiveEntropy',
  'mutualInformation',
] as const;
const TOLERANCE = 1e-12;
/** A metric is a sum of a few dozen terms of at most ln C, each rounded. */
const ROUNDING = 1e-13;

function binaryEntropy(p: number): number {
  return -p * Math.log(p) - (1 - p) * Math.log1p(-p);
}
