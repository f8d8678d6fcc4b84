import type { GermVector } from '../../detectors/infinity/germVector.js';
import { type Dyadic, multiplyDyadic, subtractDyadic } from '../../exact/dyadic.js';
import type { Rational } from '../../exact/rational.js';
import { RELU } from '../../network/functions.js';
import { headOf } from '../../network/penultimate.js';
import type { RayAnalysis } from '../rayAnalysis.js';
import { quotient } from './exactEvaluation.js';
import { tailEvaluation } from './tailEvaluation.js';

/** Logits and penultimate activations on a tail, as straight lines. */
export interface TailLines {
  readonly logits: GermVector;
  /** z(t) = intercept + t·slope; the slopes are Δ. */
  readonly activations: GermVector;
  /** Whether z is what a ReLU makes, so that it cannot be negative. */
  readonly rectified: boolean;
}

/**
 * The lines through the network itself at t* and t* + 1: a second way to what detectors read at
 * infinity, without germs.
 *
 * Arithmetic: exact. Computed once for a subject.
 *
 * @throws InputError `unsupported` if the network has no linear head
 */
export function tailLines(subject: RayAnalysis): TailLines {
  let lines = cache.get(subject);
  if (!lines) {
    const { network, restsOn } = subject;
    const { penultimate } = headOf(network);
    lines = {
      logits: restsOn ?? lineOf(subject, network.output),
      activations: restsOn?.penultimate ?? lineOf(subject, penultimate),
      rectified: isRectified(subject, penultimate),
    };
    cache.set(subject, lines);
  }
  return lines;
}

/** The activations of every hidden layer as straight lines, first to penultimate. Exact. */
export function hiddenLines(subject: RayAnalysis, values: readonly number[]): GermVector[] {
  return values.map((value) => lineOf(subject, value));
}

/** Whether a value of the network is what a ReLU makes. */
export function isRectified({ network }: RayAnalysis, value: number): boolean {
  if (value === 0) return false;
  const { operation } = network.nodes[value - 1];
  return operation.kind === 'activation' && operation.functions.every((f) => f === RELU);
}

const cache = new WeakMap<RayAnalysis, TailLines>();

function lineOf(subject: RayAnalysis, value: number): GermVector {
  const { start, later } = tailEvaluation(subject);
  // Both points have the denominator q of t* = p/q, so that the numerators, which are dyadic, can
  // be subtracted as they are: f(t*) − t*·step = (q·(q·f(t*)) − p·(q·step)) / q².
  const q = start.denominator;
  const p: Dyadic = { mantissa: subject.tail.from.numerator, exponent: 0 };
  const slope: Rational[] = [];
  const intercept: Rational[] = [];
  start.values[value].forEach((first, i) => {
    const step = subtractDyadic(later.values[value][i], first);
    slope.push(quotient(step, q));
    const scaled = multiplyDyadic(first, { mantissa: q, exponent: 0 });
    intercept.push(quotient(subtractDyadic(scaled, multiplyDyadic(p, step)), q * q));
  });
  return { slope, intercept };
}
