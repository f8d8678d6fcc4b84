import { rowOf } from '../batch.js';
import { defineDetector } from '../defineDetector.js';
import type { Detector, VariantOptions } from '../detector.js';
import type { FittingData } from '../fittingData.js';
import { around, divideIntervals, exactly, gammaOf } from '../infinity/interval.js';
import { limitProbabilities } from '../infinity/logitGerms.js';
import { logEntropyGerm, logRestGerm } from '../infinity/logRestGerm.js';
import { addGerms, constantGerm, type NoveltyGerm, scaleGerm } from '../infinity/noveltyGerm.js';
import { absoluteSumGerm } from '../infinity/quadraticGerm.js';
import { penultimateGerms, type ScoreTail } from '../infinity/scoreTail.js';
import { softplus, softplusGerm } from '../infinity/softplusGerm.js';
import { logEntropyOf, logRestOf } from '../logUncertainty.js';
import { featureErrors, type Observations } from '../observations.js';
import { wholeOption } from '../options.js';
import { probabilities } from '../probabilities.js';
import {
  distancesFrom,
  logitOrigin,
  logitOriginError,
  NO_RESIDUAL,
  principalDimension,
  residualForm,
  residualGerm,
  residualNorms,
  residualSpaceOf,
} from '../residualSpace.js';
import { deviation, mean } from '../vectors.js';
import { virtualLogitScale, virtualLogitScaleBounds } from './vim.js';

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
  readonly notes: readonly string[];
  readonly parameters: Readonly<Record<string, number | readonly number[] | number[][]>>;
  score(observations: Observations): Float64Array;
  /** How far the score of any row may be off. */
  error(observations: Observations): number;
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
      const off =
        gammaOf(data.train.features.rows + 8) * (spread + Math.abs(a)) + feature.error(data.train);
      const least = around(spread, 2 * off);
      const etaBounds =
        eta === 0 || least.lower <= 0
          ? { lower: 0, upper: eta === 0 ? 0 : Infinity }
          : divideIntervals(exactly(1), least);
      const logRest = published ? PUBLISHED[first] : STABLE[first];
      return {
        notes: [
          ...feature.notes,
          ...(spread > 0 ? [] : ['the feature score does not vary on the training data']),
        ],
        parameters: { a, eta, ...feature.parameters },
        score(observations) {
          const { logits } = observations;
          const p = published ? probabilities(logits) : logits;
          return feature
            .score(observations)
            .map((value, i) => logRest(rowOf(p, i)) + softplus(-eta * (value - a)));
        },
        germ(tail) {
          const real = first === 'msp' ? logRestGerm(tail) : logEntropyGerm(tail);
          // In float64 a softmax ends one-hot: ln 0, and 0·ln 0 in an entropy.
          const rounded = published ? logRest(limitProbabilities(tail)) : null;
          const base =
            rounded !== null && Number.isFinite(rounded) ? { ...real, constant: rounded } : real;
          const steep = addGerms(
            scaleGerm(feature.germ(tail), eta, etaBounds),
            constantGerm(eta * a),
          );
          const germ = addGerms(base, softplusGerm(steep));
          return rounded === null || Number.isFinite(rounded)
            ? germ
            : { ...germ, float64Constant: rounded };
        },
      };
    },
  });
}

function featureNorm(): FeatureScore {
  return {
    notes: [],
    parameters: {},
    score: ({ features }) =>
      Float64Array.from({ length: features.rows }, (_, i) =>
        rowOf(features, i).reduce((sum, value) => sum + Math.abs(value), 0),
      ),
    error: (observations) => featureErrors(observations).reduce((sum, error) => sum + error, 0),
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
  const space = residualSpaceOf(train.features, logitOrigin(head), principal, {
    errors: featureErrors(train),
    originError: logitOriginError(head),
    lower: !published,
  });
  const nothingLeft = !published && space.rank === 0;
  const alpha = nothingLeft ? 0 : virtualLogitScale(space, train);
  const bounds = () => (nothingLeft ? exactly(0) : virtualLogitScaleBounds(space, train));
  return {
    notes: nothingLeft ? [NO_RESIDUAL] : [],
    parameters: {
      alpha,
      dimension: space.dimension,
      origin: Array.from(space.origin),
      residualForm: residualForm(space),
    },
    score: ({ features }) => residualNorms(space, features).map((norm) => -alpha * norm),
    error(observations) {
      const longest = Math.max(0, ...distancesFrom(space.origin, observations.features));
      const own = Math.hypot(...featureErrors(observations));
      const off = space.normError(longest) + space.shiftError + own;
      const { lower, upper } = bounds();
      return Math.abs(alpha) * off + Math.max(upper - alpha, alpha - lower) * (longest + off);
    },
    germ: (tail) => scaleGerm(residualGerm(space, penultimateGerms(tail)), alpha, bounds()),
  };
}

/** ln(s_max − s₁) of a row of logits, without cancellation. */
const STABLE = { msp: logRestOf, entropy: logEntropyOf } as const;

/** The same of a row of probabilities, as doubles have it. */
const PUBLISHED = {
  msp: (p: Float64Array) => Math.log(1 - Math.max(...p)),
  entropy: (p: Float64Array) =>
    Math.log(-p.reduce((sum, share) => sum + share * Math.log(share), 0)),
} as const;
