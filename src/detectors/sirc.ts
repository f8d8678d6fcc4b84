import { logComplements } from '../uncertainty/complements.js';
import { indexOfLargest, logSumExp } from '../uncertainty/logSumExp.js';
import { rowOf } from './batch.js';
import { defineDetector } from './defineDetector.js';
import type { Detector, VariantOptions } from './detector.js';
import type { FittingData } from './fittingData.js';
import { logEntropyGerm, logRestGerm } from './infinity/logRestGerm.js';
import { addGerms, constantGerm, type NoveltyGerm, scaleGerm } from './infinity/noveltyGerm.js';
import { absoluteSumGerm } from './infinity/quadraticGerm.js';
import { penultimateGerms, type ScoreTail } from './infinity/scoreTail.js';
import { softplusGerm } from './infinity/softplusGerm.js';
import type { Observations } from './observations.js';
import { wholeOption } from './options.js';
import { probabilities } from './probabilities.js';
import {
  isRoundingOnly,
  logitOrigin,
  principalDimension,
  residualForm,
  residualGerm,
  residualNorms,
  residualSpaceOf,
} from './residualSpace.js';
import { deviation, mean } from './vectors.js';
import { virtualLogitScale } from './vim.js';

/** The options of the forms of SIRC. */
export interface SircOptions extends VariantOptions {
  /** Dimension of the principal space of the residual forms; null for ViM's. */
  readonly dimension: number | null;
}

/**
 * Softmax information retaining combination: novelty `ln(s_max − s₁) + ln(1 + e^{−η(s₂ − a)})` of a
 * softmax score s₁ and a feature score s₂, with `a = mean s₂ − 3·std s₂`, `η = 1/std s₂` on the
 * training data. Here s₁ is the largest probability and s₂ the norm ‖f‖₁.
 *
 * At infinity the first term falls like −γt, γ the gap of the two largest slopes, and the second
 * vanishes: always blind.
 *
 * Source: Xia and Bouganis 2022, eq. 6 and 7. `paper`: 1 − p and the entropy as logarithms, without
 * cancellation; η = 0 where s₂ does not vary. `authors`: as doubles: −∞ once p rounds to 1, and NaN
 * for the entropy once a probability underflows.
 */
export const sircMspNorm = sirc('sirc-msp-norm', 'SIRC[MSP_z]', 'msp', 'norm');

/** SIRC of the entropy and ‖f‖₁: falls like −γt + ln(γt), always blind. See `sircMspNorm`. */
export const sircEntropyNorm = sirc('sirc-entropy-norm', 'SIRC[H_z]', 'entropy', 'norm');

/**
 * SIRC of the largest probability and ViM's residual, `s₂ = −α‖Rᵀ(f − u)‖`. See `sircMspNorm`.
 *
 * At infinity a race: slope `ηα‖RᵀΔ‖ − γ`, of either sign. As published float64 ends at −∞ whatever
 * the slope is.
 */
export const sircMspResidual = sirc('sirc-msp-residual', 'SIRC[MSP_res]', 'msp', 'residual');

/**
 * SIRC of the entropy and ViM's residual: the race of `sircMspResidual`, up to ln t. As published
 * float64 ends at NaN.
 */
export const sircEntropyResidual = sirc(
  'sirc-entropy-residual',
  'SIRC[H_res]',
  'entropy',
  'residual',
);

/** A second score: larger = more in-distribution. */
interface FeatureScore {
  readonly parameters: Readonly<Record<string, number | readonly number[] | number[][]>>;
  score(observations: Observations): Float64Array;
  /** The expansion of −s₂. */
  germ(tail: ScoreTail): NoveltyGerm;
}

function sirc(
  id: string,
  name: string,
  first: 'msp' | 'entropy',
  second: 'norm' | 'residual',
): Detector<SircOptions> {
  return defineDetector<SircOptions>({
    id,
    name,
    source: 'Xia and Bouganis 2022',
    reads: 'features',
    family: 'after 2022',
    whenCertain: second === 'norm' ? 'always blind' : 'depends',
    variants: ['paper', 'authors'],
    defaults: { variant: 'paper', dimension: null },
    check: ({ dimension }) => (dimension === null ? [] : wholeOption('dimension', dimension, 0)),
    fit(data, { variant, dimension }) {
      const published = variant === 'authors';
      const feature = second === 'norm' ? featureNorm() : residualScore(data, dimension, published);
      const onTrain = feature.score(data.train);
      const spread = deviation(onTrain);
      const a = mean(onTrain) - 3 * spread;
      const eta = spread > 0 || published ? 1 / spread : 0;
      const logRest = published ? PUBLISHED[first] : STABLE[first];
      return {
        parameters: { a, eta, ...feature.parameters },
        score(observations) {
          const { logits } = observations;
          const p = published ? probabilities(logits) : logits;
          return feature
            .score(observations)
            .map((value, i) => logRest(rowOf(p, i)) + softplus(-eta * (value - a)));
        },
        germ(tail) {
          const base = first === 'msp' ? logRestGerm(tail) : logEntropyGerm(tail);
          const steep = addGerms(scaleGerm(feature.germ(tail), eta), constantGerm(eta * a));
          const germ = addGerms(base, softplusGerm(steep));
          // In float64 the softmax becomes one-hot, and an entropy of it is 0·ln 0.
          const underflows = tail.top.length < tail.slope.length;
          const oneHot = first === 'msp' ? tail.top.length === 1 : underflows;
          if (!published || !oneHot) return germ;
          return { ...germ, float64Constant: first === 'msp' ? -Infinity : Number.NaN };
        },
      };
    },
  });
}

function featureNorm(): FeatureScore {
  return {
    parameters: {},
    score: ({ features }) =>
      Float64Array.from({ length: features.rows }, (_, i) =>
        rowOf(features, i).reduce((sum, value) => sum + Math.abs(value), 0),
      ),
    germ: (tail) => scaleGerm(absoluteSumGerm(penultimateGerms(tail)), -1),
  };
}

function residualScore(
  { head, train }: FittingData,
  dimension: number | null,
  published: boolean,
): FeatureScore {
  const width = head.weights.columns;
  const principal = published
    ? (dimension ?? Math.floor(width / 2))
    : principalDimension(width, dimension);
  const space = residualSpaceOf(train.features, logitOrigin(head), principal);
  const nothingLeft = !published && isRoundingOnly(space, train.features);
  const alpha = nothingLeft ? 0 : virtualLogitScale(space, train);
  return {
    parameters: {
      alpha,
      dimension: principal,
      origin: Array.from(space.origin),
      residualForm: residualForm(space),
    },
    score: ({ features }) => residualNorms(space, features).map((norm) => -alpha * norm),
    germ: (tail) => scaleGerm(residualGerm(space, penultimateGerms(tail)), alpha),
  };
}

/** ln(1 + e^x) without overflow. */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/** ln(s_max − s₁) of a row of logits, without cancellation. */
const STABLE = { msp: logRestOf, entropy: logEntropyOf } as const;

/** The same of a row of probabilities, as doubles have it. */
const PUBLISHED = {
  msp: (p: Float64Array) => Math.log(1 - Math.max(...p)),
  entropy: (p: Float64Array) =>
    Math.log(-p.reduce((sum, share) => sum + share * Math.log(share), 0)),
} as const;

/** ln(1 − p_ŷ). */
function logRestOf(logits: Float64Array): number {
  return logComplements(logits)[indexOfLargest(logits)]!;
}

/**
 * ln H(softmax(logits)).
 *
 * With E the odds of the others, H = Σ_{c≠ŷ} p_c (z_ŷ − z_c) + ln(1 + E); over 1 − p_ŷ, both terms
 * are of the size of 1 however small E is.
 */
function logEntropyOf(logits: Float64Array): number {
  const top = indexOfLargest(logits);
  const others = Array.from(logits).filter((_, c) => c !== top);
  const logOdds = logSumExp(others) - logits[top]!;
  const odds = Math.exp(logOdds);
  const lead = others.reduce(
    (sum, z) => sum + Math.exp(z - logits[top]! - logOdds) * (logits[top]! - z),
    0,
  );
  const rest = odds > 0 ? ((1 + odds) * Math.log1p(odds)) / odds : 1;
  return logOdds - Math.log1p(odds) + Math.log(lead + rest);
}
