import { exp, log } from '../exact/elementary.js';
import { Rational } from '../exact/rational.js';
import { Real } from '../exact/real.js';
import { doubleAbove, doubleBelow } from '../tail/outwardDouble.js';
import type { GuardDetector } from './guardDetector.js';
import type { HeadTensors } from './headTensors.js';

/** From which scale on a detector flags along a feature that drives the network to certainty. */
export interface FlagScale {
  /** `alcohol +`. */
  readonly direction: string;
  /** Whether it never flags for good from some row; null if that is not known. */
  readonly blind: boolean | null;
  /** The largest over the rows followed; `Infinity` if it never does, null if not known. */
  readonly scale: number | 'Infinity' | null;
}

/** What a detector beside a guarded output lets pass, for every input. */
export interface DetectorCertificate {
  /** Which novelty CEA is added to: −MSP, or −ln Σ e^f. */
  readonly base: 'msp' | 'ebo';
  /** The outputs that hold the novelty and whether an input is flagged. */
  readonly outputs: { readonly novelty: string; readonly flagged: string };
  /** The tensors that hold the penultimate activations and the logits made of them. */
  readonly features: string;
  readonly logits: string;
  /** The weight λ of CEA, its threshold τ, and θ: what is not below it is flagged. */
  readonly lambda: string;
  readonly tau: string;
  readonly threshold: string;
  /** G: what ‖(z − τ)₊‖₂ does not exceed at an input that is not flagged; null without a bound. */
  readonly reach: string | null;
  /** What no input that is not flagged has more confidence than; null where nothing is bounded. */
  readonly ceiling: string | null;
  /**
   * Where it flags along features, from rows of the data in float64, blindness from its expansion at
   * infinity: measured and not part of what is checked. Null where it was not followed.
   */
  readonly flags: readonly FlagScale[] | null;
  readonly statements: readonly string[];
}

/** More products of weights than this are no ceiling to compute, nor to check. */
const MOST_PRODUCTS = 5e6;

/**
 * Writes down what claim `unflagged-ceiling` says of a detector, with numbers rounded outward.
 *
 * With novelty −MSP + λg or −ln Σ e^f + λg, g = ‖(z − τ)₊‖₂, an input whose novelty is below θ has
 * g ≤ G: for MSP G = (θ + 1)/λ; for energy, as ln Σ e^f ≤ ln C + A + B·g with
 * A = max_c (τ⁺Σ_j w_cj⁺ + β_c) and B = max_c ‖w_c⁺‖₂, G = (θ + ln C + A)/(λ − B) where λ > B. For
 * rectified z then f_c − f_k ≤ τ⁺Σ d_j⁺ + G‖d⁺‖₂ + β_c − β_k, d = w_c − w_k, and
 * p_c ≤ 1/(1 + Σ_k e^(−those)).
 *
 * @param tensors - the head, whose weights are float32 numbers
 */
export function certifyDetector(
  detector: GuardDetector,
  tensors: HeadTensors,
  outputs: DetectorCertificate['outputs'],
  flags: readonly FlagScale[] | null,
): DetectorCertificate {
  const { base, lambda, tau, threshold } = detector;
  const { width, classes } = tensors;
  const small = classes * classes * width <= MOST_PRODUCTS;
  const reach = tensors.rectified && small ? reachOf(detector, tensors) : null;
  const ceiling = reach === null ? null : ceilingOf(detector, tensors, reach);
  const fraction = (value: number) => Rational.of(value).toString();
  const score = base === 'msp' ? '-max_c p_c' : '-ln sum_c e^(f_c)';
  return {
    base,
    outputs,
    features: tensors.features,
    logits: tensors.logits,
    lambda: fraction(lambda),
    tau: fraction(tau),
    threshold: fraction(threshold),
    reach: reach === null ? null : fraction(reach),
    ceiling: ceiling === null ? null : ceiling.toString(),
    flags,
    statements: [
      `"${outputs.novelty}" is ${score} + ${lambda} ||(z - ${tau})_+||_2, z the activations of "${tensors.features}"; "${outputs.flagged}" is whether it is not below ${threshold}, which what is no number is not either.`,
      ceiling === null
        ? 'No bound on the confidence of inputs that are not flagged is given.'
        : `No input that is not flagged, anywhere, has an original probability above 1 - ${Rational.of(1).subtract(ceiling).toNumber()}: its activations exceed tau by at most ${reach} together.`,
      ...(flags === null
        ? []
        : [
            'The scales of "flags" are measured from rows of the data in float64; they are not checked.',
          ]),
    ],
  };
}

/** G, rounded up to a double; null where there is none. */
function reachOf(
  { base, lambda, tau, threshold }: GuardDetector,
  head: HeadTensors,
): number | null {
  if (!(lambda > 0)) return null;
  if (base === 'msp') {
    const numerator = Rational.of(threshold).add(Rational.of(1));
    return Math.max(0, doubleAbove(numerator.divide(Rational.of(lambda))));
  }
  let [slope, level] = [0, -Infinity];
  for (let c = 0; c < head.classes; c++) {
    const { sum, norm } = positivePart(head, c, null);
    slope = Math.max(slope, norm);
    level = Math.max(level, upward([Math.max(tau, 0) * sum, head.bias[c]]));
  }
  const rest = Rational.of(lambda).subtract(Rational.of(slope));
  if (rest.sign <= 0) return null;
  // A little more than ln C: whoever checks it has to find a number above it too.
  const classes = log(Real.of(head.classes)).upper.add(Rational.of(2 ** -36));
  const numerator = Rational.of(threshold).add(Rational.of(level)).add(classes);
  return Math.max(0, doubleAbove(numerator.divide(rest)));
}

/** max_c 1/(1 + Σ_k e^(−D_ck)), rounded up; null where the doubles cannot tell it from 1. */
function ceilingOf({ tau }: GuardDetector, head: HeadTensors, reach: number): Rational | null {
  let least = Infinity;
  for (let c = 0; c < head.classes; c++) {
    let others = Real.of(0);
    for (let k = 0; k < head.classes; k++) {
      if (k === c) continue;
      const { sum, norm } = positivePart(head, c, k);
      const lead = upward([Math.max(tau, 0) * sum, reach * norm, head.bias[c], -head.bias[k]]);
      if (lead < MOST_LEAD) others = others.add(exp(Real.of(-lead)));
    }
    // 1 − p_c ≥ S/(1 + S).
    const lost = others.divide(Real.one.add(others)).lower;
    least = Math.min(least, doubleBelow(lost));
  }
  return least > 0 ? Rational.of(1).subtract(Rational.of(least)) : null;
}

/** Beyond it e^−lead is nothing for doubles, nor for the checker. */
const MOST_LEAD = 700;

/** Σ d_j⁺ and ‖d⁺‖₂ of d = w_c − w_k, or of w_c, not below what they are. */
function positivePart({ weights, width }: HeadTensors, c: number, k: number | null) {
  let [sum, squares] = [0, 0];
  for (let j = 0; j < width; j++) {
    const d = weights[c * width + j] - (k === null ? 0 : weights[k * width + j]);
    if (d <= 0) continue;
    sum += d;
    squares += d * d;
  }
  // Each sum of non-negative doubles is off by less than (width + 4) units in the last place.
  const room = 1 + (width + 8) * 2 ** -52;
  return { sum: sum * room, norm: Math.sqrt(squares * room) * (1 + 2 ** -50) };
}

/** A sum that is not below the exact one of these doubles. */
function upward(terms: readonly number[]): number {
  const size = terms.reduce((total, term) => total + Math.abs(term), 0);
  return terms.reduce((total, term) => total + term, 0) + size * 2 ** -48;
}
