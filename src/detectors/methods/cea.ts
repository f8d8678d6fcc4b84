import { checkArguments } from '../../errors/checkArguments.js';
import { InputError } from '../../errors/inputError.js';
import { callable, record, text } from '../../errors/kinds.js';
import type { Batch } from '../batch.js';
import { defineDetector } from '../defineDetector.js';
import type { Detector, Scorer, VariantOptions } from '../detector.js';
import { type ExcessNorm, excess, excessGerm } from '../excess.js';
import type { FittingData, LabelledObservations } from '../fittingData.js';
import { hiddenBatches, hiddenGerms } from '../hiddenLayers.js';
import type { GermVector } from '../infinity/germVector.js';
import {
  around,
  divideIntervals,
  exactly,
  gammaOf,
  type Interval,
  multiplyIntervals,
} from '../infinity/interval.js';
import { addGerms, constantGerm, scaleGerm } from '../infinity/noveltyGerm.js';
import { penultimateGerms, type ScoreTail } from '../infinity/scoreTail.js';
import {
  featureErrors,
  hiddenErrors,
  type Observations,
  selectObservations,
} from '../observations.js';
import { oneOfOption, percentOption, positiveOption } from '../options.js';
import { percentile } from '../percentile.js';
import { originOf } from '../settled.js';
import { deviation, mean } from '../vectors.js';

/** The options of `cea`. */
export interface CeaOptions<BaseOptions extends object = object> extends VariantOptions {
  /** p: the percentile of validation activations τ is taken from. Paper B: 99.9 for tables. */
  readonly percent: number;
  /** γ: how much the excess weighs against the base score. */
  readonly gamma: number;
  /** ρ: τ is this multiple of the percentile. */
  readonly rho: number;
  /** Appendix G of paper B. */
  readonly norm: ExcessNorm;
  /** Appendix F of paper B: `all` adds the excess of every hidden layer over its width. */
  readonly layers: 'penultimate' | 'all';
  /**
   * What λ is proportional to: the mean of the base score, as in paper B, or its standard
   * deviation, which does not change when a constant is added to the score.
   */
  readonly level: 'mean' | 'spread';
  /** Rows the validation set is scored in at a time; null for all at once. Matters to Gram only. */
  readonly batchSize: number | null;
  /** Options of the base detector. */
  readonly base: Partial<BaseOptions>;
}

/**
 * Capturing extreme activations: the novelty of a base detector plus `λ·g`,
 * `g = ‖max(z − τ, 0)‖₂` of the penultimate activations.
 *
 * `τ = ρ·percentile_p(validation activations, pooled)`,
 * `λ = γ·|mean base score|/(mean g + 0.1)`, both on the validation set; labels are not used.
 *
 * At infinity the slope is that of the base plus λ‖Δ₊‖₂, and which wins is decided exactly. λ
 * depends on the mean *level* of the base score: a score centred at 0 switches CEA off
 * (`parameters.active`); `level: 'spread'` does not.
 *
 * Degenerate cases. `paper`: with a negative percentile τ is raised, not lowered, by ρ
 * (`τ = q + (ρ − 1)|q|`); a base score that is not finite on the validation set is an error, since
 * λ would be. `cea-2024`: as the source computes; one NaN makes λ and every score NaN, and a base
 * that needs input gradients is an error. An empty validation set is an error in both.
 *
 * Source: Azizmalayeri, Abu-Hanna and Cinà 2024, algorithm 1, eq. 4 and 5.
 *
 * @param base - any detector
 *
 * @example
 * ```ts
 * cea(msp).fit(data, { percent: 99 }).parameters.lambda;
 * ```
 */
export function cea<BaseOptions extends object>(
  base: Detector<BaseOptions>,
): Detector<CeaOptions<BaseOptions>> {
  checkArguments('cea', { base: [base, record({ id: text, name: text, fit: callable })] });
  const id = `cea-${base.id}`;
  return defineDetector<CeaOptions<BaseOptions>>({
    id,
    name: `CEA(${base.name})`,
    source: `Azizmalayeri et al. 2024; ${base.source}`,
    reads: base.reads === 'inputs' ? 'inputs' : 'features',
    readsHidden: base.readsHidden ?? false,
    family: base.family,
    whenCertain: base.whenCertain === 'never blind' ? 'never blind' : 'depends',
    defaults: {
      variant: 'paper',
      percent: 99.9,
      gamma: 10,
      rho: 1.1,
      norm: 2,
      layers: 'penultimate',
      level: 'mean',
      batchSize: null,
      base: {},
    },
    check: ({ percent, gamma, rho, norm, layers, level }) => [
      ...percentOption('percent', percent),
      ...positiveOption('gamma', gamma),
      ...positiveOption('rho', rho),
      ...oneOfOption('norm', norm, [1, 2, 'max']),
      ...oneOfOption('layers', layers, ['penultimate', 'all']),
      ...oneOfOption('level', level, ['mean', 'spread']),
    ],
    fit(data, options) {
      if (options.variant === 'cea-2024' && base.reads === 'inputs') throw noGradients(id, base);
      const scorer = base.fit(data, options.base);
      const { validation } = data;
      const taus = layersOf(validation, options.layers).map((layer) => tauOf(layer, options));
      const onValidation = scoreInBatches(scorer, validation, options.batchSize);
      if (options.variant === 'paper') checkBaseScores(id, onValidation);
      const excessMean = mean(excessOf(validation, taus, options));
      const scoreMean = mean(onValidation);
      const level = options.level === 'mean' ? Math.abs(scoreMean) : deviation(onValidation);
      const lambda = (options.gamma * level) / (excessMean + 0.1);
      const excesses = { mean: excessMean, error: excessError(validation, taus, options) };
      const lambdaBounds = boundsOfLambda(scorer, onValidation, level, excesses, data, options);
      return {
        notes: [
          ...(scorer.notes ?? []),
          ...(lambdaBounds.lower > 0
            ? []
            : [
                lambda === 0
                  ? 'λ is 0, so that nothing is added to the base score'
                  : `λ is ${lambda.toPrecision(3)}, which rounding may have made of 0: the mean base score is within it`,
              ]),
        ],
        parameters: {
          tau: taus.at(-1)!,
          taus,
          lambda,
          active: lambda > 0,
          meanBaseNovelty: scoreMean,
          meanExcess: excessMean,
        },
        score(observations) {
          const novelty = scorer.score(observations);
          const over = excessOf(observations, taus, options);
          return novelty.map((value, i) => value + lambda * over[i]);
        },
        germ(tail) {
          const over = germLayersOf(tail, options.layers)
            .map((layer, k) => {
              const germ = excessGerm(layer, taus[k], options.norm);
              return options.layers === 'all' ? scaleGerm(germ, 1 / layer.slope.length) : germ;
            })
            .reduce(addGerms, constantGerm(0));
          const base = scorer.germ(tail);
          const sum = addGerms(base, scaleGerm(over, lambda, lambdaBounds));
          const adds = lambda > 0 && (over.terms.length > 0 || over.constant !== 0);
          // What is added is at least 0: a lower bound that is not attained stays one.
          return base.unattained === 'lower' && !adds ? { ...sum, unattained: 'lower' } : sum;
        },
      };
    },
  });
}

type Choices = Pick<CeaOptions, 'norm' | 'layers'>;

function tauOf(layer: Batch, { variant, percent, rho }: CeaOptions): number {
  const level = percentileOf(layer, percent);
  return variant === 'paper' ? level + (rho - 1) * Math.abs(level) : rho * level;
}

const percentiles = new WeakMap<Batch, Map<number, number>>();

/** The percentile of all values of a layer; of settled ones, which do not change, found once. */
function percentileOf(layer: Batch, percent: number): number {
  if (!originOf(layer)) return percentile(layer.values, percent);
  const known = percentiles.get(layer) ?? new Map<number, number>();
  percentiles.set(layer, known);
  const level = known.get(percent) ?? percentile(layer.values, percent);
  known.set(percent, level);
  return level;
}

function layersOf(observations: Observations, layers: CeaOptions['layers']): readonly Batch[] {
  if (layers === 'penultimate') return [observations.features];
  return hiddenBatches('cea', observations);
}

function germLayersOf(tail: ScoreTail, layers: CeaOptions['layers']): readonly GermVector[] {
  if (layers === 'penultimate') return [penultimateGerms(tail)];
  return hiddenGerms('cea', tail);
}

/** g of every row: of the one layer, or over all layers, each divided by its width. */
function excessOf(
  observations: Observations,
  taus: readonly number[],
  { norm, layers }: Choices,
): Float64Array {
  const batches = layersOf(observations, layers);
  if (layers === 'penultimate') return excess(batches[0], taus[0], norm);
  const out = new Float64Array(observations.features.rows);
  batches.forEach((layer, k) => {
    excess(layer, taus[k], norm).forEach((value, i) => {
      out[i] += value / layer.columns;
    });
  });
  return out;
}

function scoreInBatches(
  scorer: Scorer,
  set: LabelledObservations,
  size: number | null,
): Float64Array {
  const rows = set.logits.rows;
  const step = size ?? rows;
  const out = new Float64Array(rows);
  for (let from = 0; from < rows; from += step) {
    const to = Math.min(from + step, rows);
    const part = selectObservations(set, ({ columns, values }) => ({
      rows: to - from,
      columns,
      values: values.subarray(from * columns, to * columns),
    }));
    out.set(scorer.score(part), from);
  }
  return out;
}

/** Where λ lies: level and mean excess are means of numbers that are off by their rounding. */
function boundsOfLambda(
  scorer: Scorer,
  scores: Float64Array,
  level: number,
  excesses: { readonly mean: number; readonly error: number },
  { validation }: FittingData,
  { gamma, level: kind }: CeaOptions,
): Interval {
  const rows = scores.length;
  const size = mean(scores.map(Math.abs));
  const sum = gammaOf(rows + 6) * (kind === 'mean' ? size : 2 * (size + level));
  const own = scorer.error?.(validation) ?? assumedError(scores);
  const off = around(level, sum + (kind === 'mean' ? own : 2 * own));
  const numerator = { lower: Math.max(0, off.lower), upper: Math.max(0, off.upper) };
  const divisor = around(
    excesses.mean + 0.1,
    excesses.error + gammaOf(rows + 6) * (excesses.mean + 0.1),
  );
  // What is divided by is at least 0.1, whatever rounding did.
  const least = { lower: Math.max(divisor.lower, 0.1 * (1 - 2 ** -50)), upper: divisor.upper };
  return numerator.upper === 0
    ? exactly(0)
    : divideIntervals(multiplyIntervals(exactly(gamma), numerator), least);
}

/**
 * What rounding is taken to have done to scores that state no bound of their own: far more than
 * evaluation loses, and never nothing, so that a λ of rounding is not taken for one that is positive.
 */
function assumedError(scores: Float64Array): number {
  const largest = scores.reduce((most, score) => Math.max(most, Math.abs(score)), 0);
  return Math.max(Number.MIN_VALUE, 2 ** -30 * largest);
}

/** How far g of any row may be off: each unit by its own rounding and that of τ. */
function excessError(
  observations: LabelledObservations,
  taus: readonly number[],
  { norm, layers }: Choices,
): number {
  const all = layers === 'all' ? hiddenErrors(observations) : [featureErrors(observations)];
  return all.reduce((sum, errors, k) => {
    const tau = Math.max(...errors) + gammaOf(6) * Math.abs(taus[k]);
    const each = errors.map((error) => error + tau);
    const total =
      norm === 'max'
        ? Math.max(...each)
        : norm === 1
          ? each.reduce((total, error) => total + error, 0)
          : Math.hypot(...each);
    return sum + (layers === 'all' ? total / errors.length : total);
  }, 0);
}

function checkBaseScores(id: string, scores: Float64Array): void {
  const wrong = scores.findIndex((score) => !Number.isFinite(score));
  if (wrong === -1) return;
  throw new InputError(id, [
    {
      code: 'not_finite',
      path: `base score of validation row ${wrong}`,
      value: scores[wrong],
      rule: 'must be finite: λ is proportional to the mean base score',
      remedy: 'mend the base detector or leave the row out',
    },
  ]);
}

function noGradients(id: string, base: { readonly name: string }): InputError {
  return new InputError(id, [
    {
      code: 'unsupported',
      path: 'base',
      value: base.name,
      rule: "must not need input gradients: the variant 'cea-2024' computes without them",
      remedy: "use the variant 'paper'",
    },
  ]);
}
