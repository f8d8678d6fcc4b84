import { Rational } from '../../exact/rational.js';
import { type LimitUncertainty, limitUncertainty } from '../../uncertainty/limits.js';
import type { Oracle } from '../oracle.js';
import type { EnsembleAnalysis, RayAnalysis } from '../rayAnalysis.js';
import { type Finding, showsFailing, showsHolding } from './finding.js';
import { isTelling, raysOf } from './rounding.js';
import { settlingTimeOf } from './settling.js';

/** The limits of the metrics along a subject's ray. */
export function limitsOf(subject: RayAnalysis | EnsembleAnalysis): LimitUncertainty {
  return limitUncertainty(raysOf(subject).map(({ tail }) => tail));
}

/**
 * Whether numbers show, at two times far out, that the metrics are as close to their limits as the
 * probability δ outside the top sets allows.
 *
 * Every p_k is within δ of its limit in total variation, so MSP moves by at most 2δ, the class
 * variance by 8δ/C, and an entropy by δ ln(C − 1) + h(δ), h the binary entropy (Fannes–Audenaert);
 * mutual information is a difference of two entropies.
 */
export function findLimitMetrics(
  subject: RayAnalysis | EnsembleAnalysis,
  oracle: Oracle,
  limits: Readonly<
    Record<
      'maximumSoftmaxProbability' | 'classVariance' | 'predictiveEntropy' | 'mutualInformation',
      { readonly value: number }
    >
  >,
): Finding {
  const along = oracle.along(subject);
  const settled = settlingTimeOf(subject, TOLERANCE);
  if (settled === null) return null;
  const classes = raysOf(subject)[0].classes;
  for (const t of [settled + 1, 2 * settled + 2]) {
    const delta = TOLERANCE + along.rounding(t);
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
        return showsFailing(
          `${metric} = ${found[metric]} at t = ${t}, but its limit is ${limits[metric].value}`,
        );
      }
    }
  }
  return showsHolding(`the metrics are at their limits from t = ${settled + 1} on`);
}

/**
 * Whether numbers show that a metric reaches perfect certainty: MSP 1, the others 0. Null where it
 * ends too close to that to tell, or where doubles have lost it.
 */
export function isPerfectInNumbers(
  subject: RayAnalysis | EnsembleAnalysis,
  oracle: Oracle,
  metric: (typeof METRICS)[number],
): boolean | null {
  const along = oracle.along(subject);
  const settled = settlingTimeOf(subject, TOLERANCE);
  if (settled === null) return null;
  const t = settled + 1;
  const delta = TOLERANCE + along.rounding(t);
  if (!isTelling(delta)) return null;
  const perfect = metric === 'maximumSoftmaxProbability' ? 1 : 0;
  const distance = Math.abs(along.at(t)[metric] - perfect);
  const classes = raysOf(subject)[0].classes;
  const close = 2 * (delta * Math.log(classes) + binaryEntropy(delta) + delta) + ROUNDING;
  if (distance > close) return false;
  const { exact } = limitsOf(subject)[metric];
  return exact?.compare(new Rational(BigInt(perfect), 1n)) === 0 ? true : null;
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
