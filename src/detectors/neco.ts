import { InputError } from '../errors/inputError.js';
import { rowOf } from './batch.js';
import { defineDetector } from './defineDetector.js';
import type { VariantOptions } from './detector.js';
import { atRest } from './infinity/atRest.js';
import { farDirection } from './infinity/farDirection.js';
import { isConstant } from './infinity/germVector.js';
import { maximumGerm } from './infinity/logitGerms.js';
import { constantGerm, convergingGerm, type NoveltyGerm } from './infinity/noveltyGerm.js';
import { penultimateGerms } from './infinity/scoreTail.js';
import type { Observations } from './observations.js';
import { oneOfOption, wholeOption } from './options.js';
import {
  formOf,
  insideAxes,
  type PrincipalAxes,
  principalAxes,
  projected,
} from './principalAxes.js';
import { negatedMaxima } from './probabilities.js';
import { dot, norm } from './vectors.js';

/** The options of `neco`. */
export interface NecoOptions extends VariantOptions {
  /** Dimension of the principal space; null for the least that has 90 % of the variance. */
  readonly dimension: number | null;
  /** What the ratio is multiplied by. */
  readonly factor: 'largest logit' | 'none';
  /** Whose norm the ratio is taken to: the standardised features, or the features as they are. */
  readonly denominator: 'standardised' | 'raw';
}

/** A share of the length below this may be rounding of the axes. */
const ROUNDING = 1e-9;

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
    const space = principalAxes(train.features, dimension);
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
        if (isConstant(x)) return constantGerm(score(atRest(tail))[0]!);
        const { unit, length, start } = farDirection(x);
        const ratio = ratioGerm(space, unit, start, denominator);
        if (factor === 'none') return convergingGerm(-ratio.limit, { kind: 'algebraic', power: 1 });
        return timesRatio(maximumGerm(tail), ratio.limit, ratio.rate / length);
      },
    };
  },
});

/** The novelty germ b·t + a times the ratio `limit + rate/t`. */
function timesRatio({ terms, constant }: NoveltyGerm, limit: number, rate: number): NoveltyGerm {
  const slope = terms[0]?.coefficient;
  const certain = limit > ROUNDING;
  return {
    terms: slope
      ? [{ power: 1, coefficient: { sign: slope.sign, value: slope.value * limit, certain } }]
      : [],
    constant: constant * limit + (slope?.value ?? 0) * rate,
    approach: { kind: 'algebraic', power: 1 },
  };
}

/** The ratio along `start + t·unit`: `limit + rate/t + O(1/t²)`. Float64. */
function ratioGerm(
  space: PrincipalAxes,
  unit: Float64Array,
  start: Float64Array,
  denominator: NecoOptions['denominator'],
): { limit: number; rate: number } {
  const at = projected(space, start);
  const standardised = unit.map((value, j) => value / space.scale[j]!);
  const inside = insideAxes(space, standardised);
  const below = denominator === 'raw' ? unit : standardised;
  const belowStart = denominator === 'raw' ? start : at.standardised;
  const limit = norm(inside) / norm(below);
  const turn =
    dot(inside, at.inside) / dot(inside, inside) - dot(below, belowStart) / dot(below, below);
  return { limit, rate: limit > 0 ? limit * turn : 0 };
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
