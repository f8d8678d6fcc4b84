import type { EnsembleCase } from '../../claims/cases.js';
import { evaluate } from '../../network/evaluate.js';
import { jacobian } from '../../network/jacobian.js';
import type { Network } from '../../network/network.js';
import { readNetwork } from '../../network/networkFile.js';
import { dangerScale } from '../../tail/dangerScale.js';
import { type ExactTail, exactTail } from '../../tail/exactTail.js';
import { roundedTail } from '../../tail/roundedTail.js';
import { inputGradient } from '../../uncertainty/inputGradient.js';
import { type LimitUncertainty, limitUncertainty } from '../../uncertainty/limits.js';
import { probabilityGradient } from '../../uncertainty/probabilityGradient.js';
import { uncertainty } from '../../uncertainty/uncertainty.js';

/** The certainty the danger scale is drawn for: 1 − ε = 99 %. */
export const EPSILON = 0.01;

/** An ensemble at one point of its ray. */
export interface RaySample {
  readonly t: number;
  /** 1/C … 1. */
  readonly maximumSoftmaxProbability: number;
  /** Nats. */
  readonly predictiveEntropy: number;
  /** Nats. */
  readonly mutualInformation: number;
  /** log10 ‖∇ₓ p̄_c‖₂ of the first classes drawn; −Infinity where the gradient is exactly 0. */
  readonly logGradientNorms: readonly number[];
}

/** What a ray's plots show. */
export interface RaySamples {
  /** C. */
  readonly classes: number;
  /** K. */
  readonly size: number;
  /** t*: the largest `from` of the members; the double nearest to the exact one. */
  readonly from: number;
  /** From here on every member is 99 % certain for ever; null unless all saturate. */
  readonly danger: number | null;
  /** The span of t drawn: powers of ten. */
  readonly span: readonly [number, number];
  readonly samples: readonly RaySample[];
  /** How many points are missing because float64 overflows there. */
  readonly overflowed: number;
  readonly limits: LimitUncertainty;
  readonly regimes: readonly ExactTail['regime'][];
}

/** More classes than this would be lines nobody can tell apart. */
export const MOST_CLASSES = 6;

/** Points on the axis of t. */
const POINTS = 121;

/**
 * Follows an ensemble (one network: one member) along its ray, on a logarithmic axis that shows t*
 * and the danger scale.
 *
 * Arithmetic: t*, regimes and rational limits are exact; the samples are stable float64, on the exact
 * tail's rounded numbers from t* on and by evaluating the network before.
 *
 * @throws InputError if the case is not valid
 */
export function sampleRay({ members, origin, direction }: EnsembleCase): RaySamples {
  const networks = members.map((file) => readNetwork(file));
  const tails = networks.map((network) => exactTail(network, origin, direction));
  const from = Math.max(...tails.map((tail) => tail.from.toNumber()));
  const scales = tails.map((tail) => dangerScale(tail, EPSILON));
  const danger = scales.every((scale) => scale !== null) ? Math.max(...scales) : null;
  const span = spanOf([from, danger, ...tails.map(settlingScale)]);
  const points = logarithmicPoints(span, from);
  const followers = tails.map((tail, k) =>
    follow(networks[k], tail, Array.from(origin), Array.from(direction)),
  );
  const samples = points
    .map((t) => sampleAt(t, followers))
    .filter((sample): sample is RaySample => sample !== null);
  const classes = networks[0].outputSize;
  return {
    classes,
    size: members.length,
    from,
    danger,
    span,
    samples,
    overflowed: points.length - samples.length,
    limits: limitUncertainty(tails),
    regimes: tails.map(({ regime }) => regime),
  };
}

/** t ↦ logits and Jacobian of one member. */
type Follower = (t: number) => { readonly logits: number[]; readonly rows: number[][] };

function follow(
  network: Network,
  tail: ExactTail,
  origin: readonly number[],
  direction: readonly number[],
): Follower {
  const { from, slope, intercept } = roundedTail(tail);
  const rowsAtInfinity = tail.jacobian.map((row) => row.map((value) => value.toNumber()));
  return (t) => {
    if (t > from) {
      return { logits: slope.map((b, c) => intercept[c] + b * t), rows: rowsAtInfinity };
    }
    const x = origin.map((value, d) => value + t * direction[d]);
    if (!x.every(Number.isFinite)) return { logits: [Number.NaN], rows: [] };
    return {
      logits: Array.from(evaluate(network, x)),
      rows: jacobian(network, x).map((row) => Array.from(row)),
    };
  };
}

function sampleAt(t: number, followers: readonly Follower[]): RaySample | null {
  const points = followers.map((follower) => follower(t));
  const finite = points.every(
    ({ logits, rows }) =>
      logits.every(Number.isFinite) && rows.every((row) => row.every(Number.isFinite)),
  );
  if (!finite) return null;
  const logits = points.map((point) => point.logits);
  const metrics = uncertainty(logits);
  const jacobians = points.map(({ rows }) => rows);
  const classes = Math.min(logits[0].length, MOST_CLASSES);
  return {
    t,
    maximumSoftmaxProbability: metrics.maximumSoftmaxProbability,
    predictiveEntropy: metrics.predictiveEntropy,
    mutualInformation: metrics.mutualInformation,
    logGradientNorms: Array.from({ length: classes }, (_, c) => {
      const { logNorm } = inputGradient(probabilityGradient(logits, c), jacobians);
      return logNorm / Math.LN10;
    }),
  };
}

/** Where the classes below the top are e^−5 of it: the scale on which something happens. */
function settlingScale({ gap, intercept, top }: ExactTail): number | null {
  if (gap === null) return null;
  const leads = intercept.map((a) => a.subtract(intercept[top[0]]).toNumber());
  return (5 + Math.max(0, ...leads)) / gap.toNumber();
}

/** Powers of ten around the scales on which something happens: 3 to 24 decades. */
function spanOf(scales: readonly (number | null)[]): [number, number] {
  const positive = scales.filter(
    (scale): scale is number => scale !== null && scale > 1e-290 && scale < 1e290,
  );
  if (positive.length === 0) return [0.01, 100];
  const last = Math.ceil(Math.log10(Math.max(...positive)) + 0.9);
  const first = Math.floor(Math.log10(Math.min(...positive)) - 1.2);
  return [10 ** Math.max(Math.min(first, last - 3), last - 24), 10 ** last];
}

function logarithmicPoints([lowest, highest]: readonly [number, number], from: number): number[] {
  const [first, last] = [Math.log10(lowest), Math.log10(highest)];
  const points = Array.from(
    { length: POINTS },
    (_, i) => 10 ** (first + ((last - first) * i) / (POINTS - 1)),
  );
  if (from > lowest && from < highest) points.push(from);
  return points.sort((x, y) => x - y);
}
