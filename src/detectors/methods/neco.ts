import { InputError } from '../../errors/inputError.js';
import { rowOf } from '../batch.js';
import { defineDetector } from '../defineDetector.js';
import type { VariantOptions } from '../detector.js';
import { restingGerm } from '../infinity/atRest.js';
import { farDirection } from '../infinity/farDirection.js';
import { isConstant } from '../infinity/germVector.js';
import { around, gammaOf, type Interval, negateInterval } from '../infinity/interval.js';
import { maximumGerm } from '../infinity/logitGerms.js';
import { convergingGerm, type NoveltyGerm, scaleGerm } from '../infinity/noveltyGerm.js';
import { penultimateGerms } from '../infinity/scoreTail.js';
import { featureErrors, type Observations } from '../observations.js';
import { oneOfOption, wholeOption } from '../options.js';
import {
  formOf,
  insideAxes,
  type PrincipalAxes,
  principalAxes,
  projected,
} from '../principalAxes.js';
import { negatedMaxima } from '../probabilities.js';
import { dot, norm } from '../vectors.js';

/** The options of `neco`. */
export interface NecoOptions extends VariantOptions {
  /** Dimension of the principal space; null for the least that has 90 % of the variance. */
  readonly dimension: number | null;
  /** What the ratio is multiplied by. */
  readonly factor: 'largest logit' | 'none';
  /** Whose norm the ratio is taken to: the standardised features, or the features as they are. */
  readonly denominator: 'standardised' | 'raw';
}

/**
 * Neural collapse: novelty `−max_c z_c · ‖A s‖/‖s‖`, s the standardised features, A their first
 * principal axes on the training data: how much of a feature vector is in the principal space, times
 * the largest logit. A negative largest logit turns the ratio's meaning round.
 *
 * At infinity the ratio tends to `c = ‖A d‖/‖d‖`, d = Δ/σ, and the slope is `−b_k·c`: blind where the
 * top logit rises and d is not outside the principal space. Without the logit it converges to −c.
 *
 * Source: Ben Ammar et al. 2024; `factor: 'none'` is what the authors use for ResNets,
 * `denominator: 'raw'` for DeiT and Swin. `paper`: a norm of 0 counts as 1e-12; the dimension is at
 * most D. `authors`: fewer training rows than features are an error.
 */
export const neco = defineDetector<NecoOptions>({
  id: 'neco',
  name: 'NECO',
  source: 'Ben Ammar et al. 2024',
  reads: 'features',
  family: 'after 2022',
  whenCertain: 'depends',
  variants: ['paper', 'authors'],
  defaults: {
    variant: 'paper',
    dimension: null,
    factor: 'largest logit',
    denominator: 'standardised',
  },
  check: ({ dimension, factor, denominator }) => [
    ...(dimension === null ? [] : wholeOption('dimension', dimension, 1)),
    ...oneOfOption('factor', factor, ['largest logit', 'none']),
    ...oneOfOption('denominator', denominator, ['standardised', 'raw']),
  ],
  fit({ train }, { variant, dimension, factor, denominator }) {
    const { rows, columns } = train.features;
    if (variant === 'authors' && rows < columns) throw tooFewRows(rows, columns);
    const space = principalAxes(train.features, dimension, featureErrors(train));
    const floor = variant === 'paper' ? 1e-12 : 0;
    const ratioOf = (features: Float64Array) => {
      const { standardised, inside } = projected(space, features);
      const size = norm(denominator === 'raw' ? features : standardised);
      return norm(inside) / Math.max(size, floor);
    };
    const score = ({ features, logits }: Observations) => {
      const factors =
        factor === 'none' ? new Float64Array(logits.rows).fill(-1) : negatedMaxima(logits);
      return factors.map((value, i) => value * ratioOf(rowOf(features, i)));
    };
    return {
      parameters: {
        dimension: space.axes.rows,
        mean: Array.from(space.mean),
        scale: Array.from(space.scale),
        projectionForm: formOf(space),
      },
      score,
      germ(tail) {
        const x = penultimateGerms(tail);
        if (isConstant(x)) return restingGerm(score, tail);
        const { unit, length, start } = farDirection(x);
        const ratio = ratioGerm(space, unit, start, denominator);
        if (factor === 'none') {
          const germ = convergingGerm(-ratio.limit, { kind: 'algebraic', power: 1 });
          return { ...germ, constantBounds: negateInterval(ratio.bounds) };
        }
        return timesRatio(maximumGerm(tail), { ...ratio, rate: ratio.rate / length });
      },
    };
  },
});

/** A ratio `limit + rate/t + O(1/t²)`, and where its limit lies. */
interface Ratio {
  readonly limit: number;
  readonly rate: number;
  readonly bounds: Interval;
}

/** The novelty germ b·t + a times a ratio. */
function timesRatio(germ: NoveltyGerm, { limit, rate, bounds }: Ratio): NoveltyGerm {
  const scaled = scaleGerm(germ, limit, bounds);
  const slope = germ.terms[0]?.coefficient.value ?? 0;
  const { constantBounds, ...rest } = scaled;
  return {
    ...rest,
    constant: scaled.constant + slope * rate,
    // Where the slope is 0 the ratio's rate counts for nothing; else its rounding is not followed.
    constantBounds:
      slope === 0 && constantBounds ? constantBounds : { lower: -Infinity, upper: Infinity },
    approach: { kind: 'algebraic', power: 1 },
  };
}

/** The ratio along `start + t·unit`: `limit + rate/t + O(1/t²)`. Float64. */
function ratioGerm(
  space: PrincipalAxes,
  unit: Float64Array,
  start: Float64Array,
  denominator: NecoOptions['denominator'],
): Ratio {
  const at = projected(space, start);
  const standardised = unit.map((value, j) => value / space.scale[j]);
  const inside = insideAxes(space, standardised);
  const below = denominator === 'raw' ? unit : standardised;
  const belowStart = denominator === 'raw' ? start : at.standardised;
  const limit = norm(inside) / norm(below);
  const turn =
    dot(inside, at.inside) / dot(inside, inside) - dot(below, belowStart) / dot(below, below);
  const error = space.error() * (norm(standardised) / norm(below)) + gammaOf(20) * limit;
  const { lower, upper } = around(limit, error);
  return {
    limit,
    rate: limit > 0 ? limit * turn : 0,
    bounds: { lower: Math.max(0, lower), upper },
  };
}

function tooFewRows(rows: number, columns: number): InputError {
  return new InputError('neco', [
    {
      code: 'out_of_range',
      path: 'train.rows',
      value: rows,
      rule: `must be at least ${columns}, the number of features, for the variant 'authors'`,
      remedy: "give more rows, or use the variant 'paper'",
    },
  ]);
}
