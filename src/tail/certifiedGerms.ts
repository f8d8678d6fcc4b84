import { type Dyadic, dyadicOf, subtractDyadic } from '../exact/dyadic.js';
import { dyadicToNumber } from '../exact/rational.js';
import type { Network } from '../network/network.js';
import type { AffineOperation, Operation, RectifierOperation } from '../network/operation.js';
import {
  CertifiedVector,
  certifiedAffine,
  sharperError,
  UNIT_ROUNDOFF,
} from './certifiedVector.js';
import { clipState, ExactGerms, largestGerm, signOfGerm } from './exactGerms.js';
import { isSwitchedOff } from './switchedOff.js';

/**
 * The germs at infinity along a ray in float64 with certified error bounds; what the bounds cannot
 * decide is decided in exact integers, unit by unit.
 *
 * One walk makes `intercepts[v]`, `slopes[v]` for every value v, the pattern at infinity, the last
 * change of piece and the boundary flag. Decisions are always right; values carry their errors.
 *
 * The vectors live in a workspace that the next walk over the same network overwrites: copy what
 * is to be kept.
 */
export class CertifiedGerms {
  readonly intercepts: readonly CertifiedVector[];
  readonly slopes: readonly CertifiedVector[];
  readonly pattern: (Int32Array | null)[] = [];
  boundary = false;
  /** The last change of piece: float64 estimate, and bounds of the exact value. */
  readonly from = { estimate: 0, lower: 0, upper: 0 };
  /** How many comparisons the bounds decided, and how many went to exact integers. */
  readonly decisions = { certified: 0, exact: 0 };
  private exactGerms: ExactGerms | undefined;

  constructor(
    readonly network: Network,
    private readonly origin: Float64Array,
    private readonly direction: Float64Array,
  ) {
    const { intercepts, slopes, operands } = workspaceOf(network);
    this.intercepts = intercepts;
    this.slopes = slopes;
    intercepts[0]!.setExact(origin);
    slopes[0]!.setExact(direction);
    for (let k = 0; k < network.nodes.length; k++) {
      const { operation, inputs } = network.nodes[k]!;
      if (operation.kind === 'affine') {
        const { a, b } = operands[k]!;
        certifiedAffine(operation, a, false, intercepts[k + 1]!);
        certifiedAffine(operation, b, true, slopes[k + 1]!);
        this.pattern.push(null);
      } else {
        this.visit(operation, inputs[0]!, k + 1);
      }
    }
  }

  /** The exact germs along the same ray, made when first needed. */
  get exact(): ExactGerms {
    this.exactGerms ??= new ExactGerms(
      this.network,
      Array.from(this.origin, dyadicOf),
      Array.from(this.direction, dyadicOf),
    );
    return this.exactGerms;
  }

  /** Makes value `out` from value `input` by an operation that has kinks. */
  private visit(operation: KinkedOperation, input: number, out: number): void {
    const states = new Int32Array(operation.size);
    this.pattern.push(states);
    switch (operation.kind) {
      case 'rectifier':
        this.rectify(operation, input, out, states);
        break;
      case 'clip':
        for (let i = 0; i < states.length; i++) {
          const state = this.clipStateOf(input, i, operation.lower, operation.upper);
          states[i] = state;
          if (state === 0) this.copy(input, i, out, i);
          else this.setConstant(out, i, state < 0 ? operation.lower : operation.upper);
        }
        break;
      case 'maximum':
        for (let g = 0; g < states.length; g++) {
          const winner = this.winnerOf(input, operation.groups[g]!);
          states[g] = winner;
          this.copy(input, winner, out, g);
        }
        break;
    }
    this.intercepts[out]!.listActive();
    this.slopes[out]!.listActive();
  }

  private rectify(
    operation: RectifierOperation,
    input: number,
    out: number,
    states: Int32Array,
  ): void {
    const a = this.intercepts[input]!;
    const b = this.slopes[input]!;
    for (let i = 0; i < states.length; i++) {
      const slope = b.values[i]!;
      let sign: number;
      if (Math.abs(slope) > b.errors[i]!) {
        // By far the most common case, written out.
        this.decisions.certified++;
        sign = slope > 0 ? 1 : -1;
      } else {
        sign = this.signOf(input, i);
      }
      this.cross(a.values[i]!, a.errors[i]!, b.values[i]!, b.errors[i]!);
      if (sign > 0) {
        states[i] = 1;
        this.copy(input, i, out, i);
        continue;
      }
      const factor = operation.negativeSlope[i]!;
      if (sign === 0 || factor === 0) {
        this.setConstant(out, i, 0);
      } else {
        scale(a, factor, i, this.intercepts[out]!);
        scale(b, factor, i, this.slopes[out]!);
      }
    }
  }

  private copy(input: number, i: number, out: number, o: number): void {
    const a = this.intercepts[input]!;
    const b = this.slopes[input]!;
    const outA = this.intercepts[out]!;
    const outB = this.slopes[out]!;
    outA.values[o] = a.values[i]!;
    outA.errors[o] = a.errors[i]!;
    outB.values[o] = b.values[i]!;
    outB.errors[o] = b.errors[i]!;
  }

  private setConstant(out: number, o: number, constant: number): void {
    const outA = this.intercepts[out]!;
    const outB = this.slopes[out]!;
    outA.values[o] = constant;
    outA.errors[o] = 0;
    outB.values[o] = 0;
    outB.errors[o] = 0;
  }

  /** The sign of a pre-activation for all large t; 0, and a boundary, only for the germ (0, 0). */
  private signOf(value: number, i: number): -1 | 0 | 1 {
    const a = this.intercepts[value]!;
    const b = this.slopes[value]!;
    if (Math.abs(b.values[i]!) > b.errors[i]!) {
      this.decisions.certified++;
      return b.values[i]! > 0 ? 1 : -1;
    }
    if (b.errors[i] === 0) {
      if (Math.abs(a.values[i]!) > a.errors[i]!) {
        this.decisions.certified++;
        return a.values[i]! > 0 ? 1 : -1;
      }
      if (a.errors[i] === 0) {
        this.decisions.certified++;
        this.boundary = true;
        return 0;
      }
    } else if (this.sharpen(value, i)) {
      this.decisions.certified++;
      return b.values[i]! > 0 ? 1 : -1;
    }
    this.settle(value, i);
    const sign = signOfGerm(BigInt(Math.sign(a.values[i]!)), BigInt(Math.sign(b.values[i]!)));
    if (sign === 0) this.boundary = true;
    return sign;
  }

  /** Tries the entry-by-entry bound on a slope; says whether that decides its sign. */
  private sharpen(value: number, i: number): boolean {
    const node = value === 0 ? undefined : this.network.nodes[value - 1]!;
    if (node?.operation.kind !== 'affine') return false;
    const b = this.slopes[value]!;
    // A sum that overflowed on its way says nothing, however small its terms' errors are.
    if (!Number.isFinite(b.values[i]!)) return false;
    const error = sharperError(
      node.operation,
      node.inputs.map((v) => this.slopes[v]!),
      i,
      true,
    );
    // The minimum of two valid bounds is valid.
    if (error < b.errors[i]!) b.errors[i] = error;
    return Math.abs(b.values[i]!) > b.errors[i]!;
  }

  /** Replaces a germ by its exact value, rounded to the nearest doubles. */
  private settle(value: number, i: number): void {
    this.decisions.exact++;
    const { intercept, slope } = this.exact.at(value, i);
    for (const [vector, exact] of [
      [this.intercepts[value]!, intercept],
      [this.slopes[value]!, slope],
    ] as const) {
      const { value: nearest, error } = nearestWithError(exact);
      vector.values[i] = nearest;
      vector.errors[i] = error;
    }
  }

  /**
   * Takes note of where a germ a + t·b, known up to aError and bError, changes sign. The sign of
   * b has been decided.
   */
  private cross(a: number, aError: number, b: number, bError: number): void {
    if (b === 0) return;
    const against = b > 0 ? -a : a;
    const latest = against + aError;
    if (latest <= 0) return;
    const magnitude = Math.abs(b);
    const { from } = this;
    // Each quotient carries a few roundings; 2^-50 covers them, or 2^-1073 where it is subnormal.
    const known = magnitude > bError && latest < Infinity;
    const upper = known
      ? (latest / (magnitude - bError)) * (1 + 2 ** -50) + SUBNORMAL_ROUNDING
      : Infinity;
    if (upper > from.upper) from.upper = upper;
    const estimate = against / magnitude;
    if (estimate > from.estimate) from.estimate = estimate;
    // A quotient beyond the doubles is finite all the same: Infinity would be no lower bound.
    const quotient = Math.min((against - aError) / (magnitude + bError), Number.MAX_VALUE);
    const lower = quotient * (1 - 2 ** -50) - SUBNORMAL_ROUNDING;
    if (lower > from.lower) from.lower = lower;
  }

  private clipStateOf(value: number, i: number, lower: number, upper: number): -1 | 0 | 1 {
    const a = this.intercepts[value]!;
    const b = this.slopes[value]!;
    const bounds = [lower, upper].filter(Number.isFinite);
    const slopeKnown = Math.abs(b.values[i]!) > b.errors[i]!;
    const interceptKnown =
      b.values[i] === 0 &&
      b.errors[i] === 0 &&
      bounds.every((bound) => {
        const difference = a.values[i]! - bound;
        return Math.abs(difference) * (1 - 2 ** -50) > a.errors[i]!;
      });
    if (slopeKnown || interceptKnown) this.decisions.certified++;
    else this.settle(value, i);
    if (slopeKnown) {
      for (const bound of bounds) {
        const difference = a.values[i]! - bound;
        const error = a.errors[i]! + UNIT_ROUNDOFF * Math.abs(difference);
        this.cross(difference, error, b.values[i]!, b.errors[i]!);
      }
      if (b.values[i]! > 0) return upper === Infinity ? 0 : 1;
      return lower === -Infinity ? 0 : -1;
    }
    if (interceptKnown) return a.values[i]! < lower ? -1 : a.values[i]! > upper ? 1 : 0;
    return this.exactClipState(value, i, lower, upper);
  }

  private exactClipState(value: number, i: number, lower: number, upper: number): -1 | 0 | 1 {
    const { intercept, slope } = this.exact.at(value, i);
    const bounds = [lower, upper].filter(Number.isFinite).map(dyadicOf);
    const exponent = Math.min(intercept.exponent, ...bounds.map((bound) => bound.exponent));
    const mantissa = intercept.mantissa << BigInt(intercept.exponent - exponent);
    for (const bound of bounds) {
      const difference = mantissa - (bound.mantissa << BigInt(bound.exponent - exponent));
      if (slope.mantissa === 0n) {
        if (difference === 0n) this.boundary = true;
        continue;
      }
      const nearest = nearestWithError({ mantissa: difference, exponent });
      this.cross(
        nearest.value,
        nearest.error,
        this.slopes[value]!.values[i]!,
        this.slopes[value]!.errors[i]!,
      );
    }
    return clipState(lower, upper, mantissa, slope.mantissa, exponent);
  }

  private winnerOf(value: number, group: Int32Array): number {
    const a = this.intercepts[value]!;
    const b = this.slopes[value]!;
    let winner = group[0]!;
    for (const i of group) if (b.values[i]! > b.values[winner]!) winner = i;
    const rivals = group.filter(
      (i) => i !== winner && !(b.values[winner]! - b.values[i]! > this.slopeSlack(b, winner, i)),
    );
    if (rivals.length === 0) {
      this.decisions.certified++;
    } else {
      // In the group's order, so that of equal germs the first wins, as in the exact engine.
      const largest = winner;
      const candidates = group.filter((i) => i === largest || rivals.includes(i));
      winner = this.winnerAmong(value, candidates, a, b);
    }
    for (const i of group) if (i !== winner) this.crossWinner(value, i, winner, rivals.length > 0);
    return winner;
  }

  /** Takes note of where the winner of a maximum meets another candidate. */
  private crossWinner(value: number, i: number, winner: number, close: boolean): void {
    const a = this.intercepts[value]!;
    const b = this.slopes[value]!;
    const slope = b.values[winner]! - b.values[i]!;
    // Slopes known to be equal: the two never meet, or never part.
    if (slope === 0 && b.errors[winner] === 0 && b.errors[i] === 0) return;
    const error = this.slopeSlack(b, winner, i);
    if (close && !(slope > error)) {
      // Too close for the bounds, so both germs have been settled: take the exact difference.
      const [x, y] = [this.exact.at(value, winner), this.exact.at(value, i)];
      const intercept = nearestWithError(subtractDyadic(x.intercept, y.intercept));
      const difference = nearestWithError(subtractDyadic(x.slope, y.slope));
      this.cross(intercept.value, intercept.error, difference.value, difference.error);
      return;
    }
    const intercept = a.values[winner]! - a.values[i]!;
    const slack = a.errors[winner]! + a.errors[i]! + UNIT_ROUNDOFF * Math.abs(intercept);
    this.cross(intercept, slack * (1 + 2 ** -50), slope, error);
  }

  /** A bound on the error of the computed difference of two slopes. */
  private slopeSlack(b: CertifiedVector, winner: number, i: number): number {
    const difference = Math.abs(b.values[winner]! - b.values[i]!);
    return (b.errors[winner]! + b.errors[i]! + UNIT_ROUNDOFF * difference) * (1 + 2 ** -50);
  }

  /** The lexicographic maximum among candidates whose slopes the bounds could not tell apart. */
  private winnerAmong(
    value: number,
    candidates: Int32Array,
    a: CertifiedVector,
    b: CertifiedVector,
  ): number {
    const clear = clearWinner(candidates, a, b);
    if (clear !== null) {
      this.decisions.certified++;
      return clear;
    }
    const known = candidates.every((i) => a.errors[i] === 0 && b.errors[i] === 0);
    let winner = candidates[0]!;
    if (known) {
      this.decisions.certified++;
      for (const i of candidates) {
        const slope = b.values[i]! - b.values[winner]!;
        if (slope > 0 || (slope === 0 && a.values[i]! > a.values[winner]!)) winner = i;
      }
    } else {
      for (const i of candidates) this.settle(value, i);
      winner = largestGerm(candidates, this.exact.of(value));
    }
    for (const i of candidates) {
      if (i === winner || !this.equalGerms(value, i, winner, known)) continue;
      const off = [i, winner].every((j) => isSwitchedOff(this.network, this.pattern, value, j));
      if (!off) this.boundary = true;
    }
    return winner;
  }

  private equalGerms(value: number, i: number, j: number, known: boolean): boolean {
    if (known) {
      const a = this.intercepts[value]!.values;
      const b = this.slopes[value]!.values;
      return a[i] === a[j] && b[i] === b[j];
    }
    const { intercepts, slopes } = this.exact.of(value);
    return intercepts[i] === intercepts[j] && slopes[i] === slopes[j];
  }
}

/** What rounding in the subnormal range may add up to, where no relative bound holds. */
const SUBNORMAL_ROUNDING = 2 * Number.MIN_VALUE;

/**
 * The winner among candidates whose slopes are known without error, if its intercept certainly
 * exceeds those of the others with the largest slope; null if that is in doubt. At rest (slopes 0)
 * this spares every max-pool window the exact integers.
 */
function clearWinner(
  candidates: Int32Array,
  a: CertifiedVector,
  b: CertifiedVector,
): number | null {
  if (candidates.some((i) => b.errors[i] !== 0)) return null;
  const largest = Math.max(...Array.from(candidates, (i) => b.values[i]!));
  const tied = candidates.filter((i) => b.values[i] === largest);
  const winner = tied.reduce((best, i) => (a.values[i]! > a.values[best]! ? i : best));
  const clear = tied.every((i) => {
    const lead = a.values[winner]! - a.values[i]!;
    return i === winner || lead * (1 - 2 ** -50) > a.errors[winner]! + a.errors[i]!;
  });
  return clear ? winner : null;
}

/**
 * The nearest double to an exact number and a bound on the difference. A number too small for a
 * double keeps its sign, which is what decisions read.
 */
function nearestWithError(exact: Dyadic): { value: number; error: number } {
  if (exact.mantissa === 0n) return { value: 0, error: 0 };
  const nearest = dyadicToNumber(exact);
  if (nearest === 0) {
    return {
      value: exact.mantissa > 0n ? Number.MIN_VALUE : -Number.MIN_VALUE,
      error: Number.MIN_VALUE,
    };
  }
  return {
    value: nearest,
    error: Number.isFinite(nearest) ? Math.abs(nearest) * 2 ** -52 + Number.MIN_VALUE : Infinity,
  };
}

/** Writes entry i of `vector` times `factor`, with its error. */
function scale(vector: CertifiedVector, factor: number, i: number, out: CertifiedVector): void {
  const value = vector.values[i]! * factor;
  out.values[i] = value;
  if (vector.values[i] === 0 && vector.errors[i] === 0) {
    out.errors[i] = 0;
    return;
  }
  // The product's rounding, the inherited error, and the rounding of these two; products that
  // leave the range where a relative bound holds are given up on.
  const inherited = vector.errors[i]! * Math.abs(factor);
  const outside = !(Math.abs(value) < Infinity) || Math.abs(value) < 2 ** -900;
  out.errors[i] = outside
    ? Infinity
    : (Math.abs(value) * UNIT_ROUNDOFF + inherited) * (1 + 2 ** -50) + Number.MIN_VALUE;
}

type KinkedOperation = Exclude<Operation, AffineOperation>;

/** Vectors for every value of a network, and those each affine operation reads. */
interface Workspace {
  readonly intercepts: CertifiedVector[];
  readonly slopes: CertifiedVector[];
  readonly operands: { a: CertifiedVector[]; b: CertifiedVector[] }[];
}

const workspaces = new WeakMap<Network, Workspace>();

function workspaceOf(network: Network): Workspace {
  const known = workspaces.get(network);
  if (known) return known;
  const make = () => [
    new CertifiedVector(network.inputSize),
    ...network.nodes.map(({ operation }) => new CertifiedVector(operation.size)),
  ];
  const [intercepts, slopes] = [make(), make()];
  const operands = network.nodes.map(({ inputs }) => ({
    a: inputs.map((v) => intercepts[v]!),
    b: inputs.map((v) => slopes[v]!),
  }));
  const workspace = { intercepts, slopes, operands };
  workspaces.set(network, workspace);
  return workspace;
}
