import { InputError } from '../errors/inputError.js';
import { dyadicOf, signOfDyadic, ZERO } from '../exact/dyadic.js';
import { checkPoint } from '../network/evaluate.js';
import type { LinearMapRow } from '../network/linearMap.js';
import type { Network } from '../network/network.js';
import type { ClipOperation, MaximumOperation, RectifierOperation } from '../network/operation.js';
import { headOf } from '../network/penultimate.js';
import { certifiedAffine } from './certifiedAffine.js';
import { CertifiedVector, lowerBound, upperBound } from './certifiedVector.js';
import { type DirectionSlopes, directionSlopes } from './directionSlopes.js';
import { ExactGerms } from './exactGerms.js';

/** A box of inputs: all x with lower ≤ x ≤ upper, entry by entry. */
export interface Box {
  /** Shape [D], input units. */
  readonly lower: ArrayLike<number>;
  /** Shape [D], input units. */
  readonly upper: ArrayLike<number>;
}

/** What holds along a direction from every input of a box at once. */
export interface BoxTail {
  readonly slopes: DirectionSlopes;
  /** No input of the box has a later `from`. */
  readonly fromUpper: number;
  /** For each class c, no input of the box has a larger a_c − a_k, k the top class; 0 for c = k. */
  readonly leadUpper: Float64Array;
}

/**
 * Bounds the tails of all rays along a direction that start in a box.
 *
 * Slopes, and with them the piece of every unit whose slope is not 0, do not depend on the input;
 * intercepts are pushed through as intervals, certified. Units whose slope is 0 keep both pieces
 * when their interval does not decide.
 *
 * Arithmetic: certified float64 (outward rounding); signs of slopes exactly.
 *
 * @throws InputError as `tail`; `out_of_range` if a lower end exceeds its upper end
 *
 * Source: claims `eventually-affine`, `slopes-ignore-input` (F1, F3).
 *
 * @example
 * ```ts
 * const network = readNetwork({ format: 'farfield-network', version: 1, inputs: 1,
 *   layers: [{ type: 'dense', weights: [[1], [0]], bias: [0, 0] }] });
 * boxTail(network, { lower: [0], upper: [1] }, [1]).slopes.regime; // 'saturating'
 * ```
 */
export function boxTail(network: Network, box: Box, direction: ArrayLike<number>): BoxTail {
  const { inputSize } = network;
  checkPoint('boxTail', 'box.lower', box.lower, inputSize);
  checkPoint('boxTail', 'box.upper', box.upper, inputSize);
  for (let i = 0; i < inputSize; i++) {
    if (box.lower[i]! <= box.upper[i]!) continue;
    throw new InputError('boxTail', [
      {
        code: 'out_of_range',
        path: `box.lower[${i}]`,
        value: box.lower[i],
        rule: `must be at most box.upper[${i}]=${box.upper[i]}`,
        remedy: 'swap the two',
      },
    ]);
  }
  const slopes = directionSlopes(network, [direction])[0]!;
  const walk = new BoxWalk(network, box, Float64Array.from(direction));
  return {
    slopes,
    fromUpper: walk.fromUpper,
    leadUpper: walk.leads(slopes.top[0]!),
  };
}

/**
 * A certified upper bound of the danger scale over a box: every input of it is 1 − ε certain of the
 * top class from there on, for ever.
 *
 * @param epsilon - in (0, 1)
 * @returns multiples of the direction; null unless the direction saturates
 *
 * Source: claim `danger-scale` (F2).
 *
 * @example
 * ```ts
 * const network = readNetwork({ format: 'farfield-network', version: 1, inputs: 1,
 *   layers: [{ type: 'dense', weights: [[1], [0]], bias: [0, 0] }] });
 * boxDangerScale(boxTail(network, { lower: [0], upper: [1] }, [1]), 0.01); // ln 99 = 4.595…
 * ```
 */
export function boxDangerScale(tail: BoxTail, epsilon: number): number | null {
  const { slopes, fromUpper, leadUpper } = tail;
  if (slopes.regime !== 'saturating') return null;
  if (leadUpper.length === 1) return fromUpper;
  const k = slopes.top[0]!;
  let lead = -Infinity;
  leadUpper.forEach((value, c) => {
    if (c !== k) lead = Math.max(lead, value);
  });
  const odds = Math.log(leadUpper.length - 1) + Math.log1p(-epsilon) - Math.log(epsilon);
  const needed = upperBound(odds + lead, (Math.abs(odds) + Math.abs(lead) + 3) * 2 ** -49);
  const gap = slopes.gap!.lower;
  if (needed <= 0) return fromUpper;
  return gap > 0 ? Math.max(fromUpper, (needed / gap) * (1 + 2 ** -50)) : Infinity;
}

/** One forward walk with slopes as certified numbers and intercepts as certified intervals. */
class BoxWalk {
  fromUpper = 0;
  private readonly intercepts: CertifiedVector[];
  private readonly slopes: CertifiedVector[];
  private exactSlopes: ExactGerms | undefined;

  constructor(
    private readonly network: Network,
    box: Box,
    private readonly direction: Float64Array,
  ) {
    const vectors = () => [
      new CertifiedVector(network.inputSize),
      ...network.nodes.map(({ operation }) => new CertifiedVector(operation.size)),
    ];
    this.intercepts = vectors();
    this.slopes = vectors();
    this.slopes[0]!.setExact(direction);
    const input = this.intercepts[0]!;
    for (let i = 0; i < network.inputSize; i++) {
      setInterval(input, i, box.lower[i]!, box.upper[i]!);
    }
    input.listActive();
    network.nodes.forEach(({ operation, inputs }, n) => {
      const [a, b] = [this.intercepts[n + 1]!, this.slopes[n + 1]!];
      switch (operation.kind) {
        case 'affine':
          certifiedAffine(
            operation,
            inputs.map((v) => this.intercepts[v]!),
            false,
            a,
            true,
          );
          certifiedAffine(
            operation,
            inputs.map((v) => this.slopes[v]!),
            true,
            b,
            true,
          );
          return;
        case 'rectifier':
          this.rectify(operation, inputs[0]!, n + 1);
          break;
        case 'clip':
          this.clip(operation, inputs[0]!, n + 1);
          break;
        case 'maximum':
          this.maximize(operation, inputs[0]!, n + 1);
          break;
      }
      a.listActive();
      b.listActive();
    });
  }

  /** Upper bounds of a_c − a_k over the box, by differences of the head's rows where there is one. */
  leads(k: number): Float64Array {
    const { network, intercepts } = this;
    const logits = intercepts[network.output]!;
    const head = network.nodes[network.output - 1];
    const linear = head?.operation.kind === 'affine' && head.inputs.length === 1;
    return Float64Array.from({ length: network.outputSize }, (_, c) => {
      if (c === k) return 0;
      const apart = upperOf(logits, c) - lowerOf(logits, k);
      if (!linear) return apart + Math.abs(apart) * 2 ** -52;
      const { map, bias, penultimate } = headOf(network);
      const together = rowDifferenceUpper(map.row(c), map.row(k), intercepts[penultimate]!);
      const difference = bias[c]! - bias[k]!;
      return Math.min(
        apart + Math.abs(apart) * 2 ** -52,
        upperBound(together + difference, (Math.abs(together) + Math.abs(difference)) * 2 ** -50),
      );
    });
  }

  private rectify(operation: RectifierOperation, input: number, out: number): void {
    for (let i = 0; i < operation.size; i++) {
      const sign = this.signOfSlope(input, i);
      const a = this.intercepts[input]!;
      const negative = operation.negativeSlope[i]!;
      if (sign === 0) {
        this.setSlope(out, i, 0, 0);
        const [lower, upper] = rectified(lowerOf(a, i), upperOf(a, i), negative);
        setInterval(this.intercepts[out]!, i, lower, upper);
        continue;
      }
      this.cross(lowerOf(a, i), upperOf(a, i), input, i, sign);
      this.scaled(input, i, out, i, sign > 0 ? 1 : negative);
    }
  }

  private clip({ size, lower, upper }: ClipOperation, input: number, out: number): void {
    for (let i = 0; i < size; i++) {
      const sign = this.signOfSlope(input, i);
      const a = this.intercepts[input]!;
      if (sign === 0) {
        this.setSlope(out, i, 0, 0);
        const clamp = (value: number) => Math.min(Math.max(value, lower), upper);
        setInterval(this.intercepts[out]!, i, clamp(lowerOf(a, i)), clamp(upperOf(a, i)));
        continue;
      }
      for (const bound of [lower, upper]) {
        if (!Number.isFinite(bound)) continue;
        const [low, high] = [lowerOf(a, i) - bound, upperOf(a, i) - bound];
        this.cross(
          low - Math.abs(low) * 2 ** -52,
          high + Math.abs(high) * 2 ** -52,
          input,
          i,
          sign,
        );
      }
      const end = sign > 0 ? upper : lower;
      if (Number.isFinite(end)) {
        this.setSlope(out, i, 0, 0);
        setInterval(this.intercepts[out]!, i, end, end);
      } else {
        this.scaled(input, i, out, i, 1);
      }
    }
  }

  private maximize(operation: MaximumOperation, input: number, out: number): void {
    const a = this.intercepts[input]!;
    operation.groups.forEach((group, g) => {
      const tied = this.largestSlopes(input, group);
      const lower = Math.max(...tied.map((i) => lowerOf(a, i)));
      const upper = Math.max(...tied.map((i) => upperOf(a, i)));
      const b = this.slopes[input]!;
      const winner = tied[0]!;
      for (const i of group) {
        if (tied.includes(i)) continue;
        // Behind by slope, so it is overtaken at the latest where its lead runs out.
        const lead = upperOf(a, i) - lower;
        const gap = lowerBound(
          b.values[winner]! - b.values[i]!,
          b.errors[winner]! + b.errors[i]! + Math.abs(b.values[winner]!) * 2 ** -52,
        );
        this.raise(lead + Math.abs(lead) * 2 ** -52, gap);
      }
      this.setSlope(out, g, b.values[winner]!, b.errors[winner]!);
      setInterval(this.intercepts[out]!, g, lower, upper);
    });
  }

  /** The indices of a group whose slopes are the largest, decided exactly. */
  private largestSlopes(input: number, group: Int32Array): number[] {
    const b = this.slopes[input]!;
    let floor = -Infinity;
    for (const i of group) floor = Math.max(floor, lowerBound(b.values[i]!, b.errors[i]!));
    const candidates = [...group].filter((i) => !(upperBound(b.values[i]!, b.errors[i]!) < floor));
    if (candidates.length === 1) return candidates;
    if (candidates.every((i) => b.errors[i] === 0)) {
      const largest = Math.max(...candidates.map((i) => b.values[i]!));
      return candidates.filter((i) => b.values[i] === largest);
    }
    const { slopes } = this.exact.of(input);
    const largest = candidates.reduce((x, y) => (slopes[y]! > slopes[x]! ? y : x));
    return candidates.filter((i) => slopes[i] === slopes[largest]);
  }

  private signOfSlope(value: number, i: number): -1 | 0 | 1 {
    const b = this.slopes[value]!;
    if (Math.abs(b.values[i]!) > b.errors[i]!) return b.values[i]! > 0 ? 1 : -1;
    if (b.errors[i] === 0) return 0;
    return signOfDyadic(this.exact.at(value, i).slope);
  }

  private get exact(): ExactGerms {
    // Slopes do not depend on the origin, so any will do.
    this.exactSlopes ??= new ExactGerms(
      this.network,
      Array.from(this.direction, () => ZERO),
      Array.from(this.direction, dyadicOf),
    );
    return this.exactSlopes;
  }

  /** Takes note of the last t at which a + t·b changes sign, a in [lower, upper]. */
  private cross(lower: number, upper: number, input: number, i: number, sign: number): void {
    const b = this.slopes[input]!;
    const against = sign > 0 ? -lower : upper;
    this.raise(against, lowerBound(Math.abs(b.values[i]!), b.errors[i]!));
  }

  private raise(against: number, slopeLower: number): void {
    if (against <= 0) return;
    const t = slopeLower > 0 ? (against / slopeLower) * (1 + 2 ** -51) : Infinity;
    if (!(t <= this.fromUpper)) this.fromUpper = Number.isNaN(t) ? Infinity : t;
  }

  private scaled(input: number, i: number, out: number, o: number, factor: number): void {
    const a = this.intercepts[input]!;
    const b = this.slopes[input]!;
    const ends = [lowerOf(a, i) * factor, upperOf(a, i) * factor];
    const rounding = factor === 0 || factor === 1 ? 0 : 2 ** -52;
    setInterval(
      this.intercepts[out]!,
      o,
      Math.min(...ends) - Math.abs(Math.min(...ends)) * rounding,
      Math.max(...ends) + Math.abs(Math.max(...ends)) * rounding,
    );
    const slope = factor === 0 ? 0 : b.values[i]! * factor;
    const error = factor === 0 ? 0 : b.errors[i]! * Math.abs(factor);
    this.setSlope(out, o, slope, error + (error + Math.abs(slope)) * rounding);
  }

  private setSlope(out: number, o: number, value: number, error: number): void {
    this.slopes[out]!.values[o] = value;
    this.slopes[out]!.errors[o] = error;
  }
}

/** The image of an interval under x ↦ x for x > 0, slope·x otherwise. */
function rectified(lower: number, upper: number, slope: number): [number, number] {
  const at = (x: number) => (x > 0 ? x : slope === 0 ? 0 : slope * x);
  const ends = [at(lower), at(upper)];
  // With a negative slope (an absolute value) the least value is at 0 if that is inside.
  if (lower < 0 && upper > 0) ends.push(0);
  const [least, greatest] = [Math.min(...ends), Math.max(...ends)];
  const rounding = slope === 0 || slope === 1 ? 0 : 2 ** -52;
  return [least - Math.abs(least) * rounding, greatest + Math.abs(greatest) * rounding];
}

/** Writes [lower, upper] as centre and radius, the radius rounded up. */
function setInterval(vector: CertifiedVector, i: number, lower: number, upper: number): void {
  const centre = lower / 2 + upper / 2;
  const radius = Math.max(upper - centre, centre - lower);
  vector.values[i] = Number.isFinite(centre) ? centre : 0;
  // The two subtractions are off by at most half a unit in the last place of the larger end.
  const slack = lower === upper ? 0 : (Math.abs(lower) + Math.abs(upper)) * 2 ** -53;
  vector.errors[i] = Number.isFinite(radius) ? radius + slack : Infinity;
}

function lowerOf(vector: CertifiedVector, i: number): number {
  if (vector.errors[i] === 0) return vector.values[i]!;
  return lowerBound(vector.values[i]!, vector.errors[i]!);
}

function upperOf(vector: CertifiedVector, i: number): number {
  if (vector.errors[i] === 0) return vector.values[i]!;
  return upperBound(vector.values[i]!, vector.errors[i]!);
}

/** An upper bound of Σ_j (w_j − w'_j) z_j over the intervals of z. */
function rowDifferenceUpper(row: LinearMapRow, other: LinearMapRow, z: CertifiedVector): number {
  const weights = new Map<number, number>();
  for (let m = 0; m < row.values.length; m++) weights.set(row.columns[m]!, row.values[m]!);
  let sum = 0;
  let magnitude = 0;
  const add = (j: number, w: number, subtracted: number) => {
    const weight = w - subtracted;
    const end = weight > 0 ? upperOf(z, j) : lowerOf(z, j);
    sum += weight === 0 ? 0 : weight * end;
    magnitude += (Math.abs(w) + Math.abs(subtracted)) * Math.max(Math.abs(end), 0);
  };
  for (let m = 0; m < other.values.length; m++) {
    const j = other.columns[m]!;
    add(j, weights.get(j) ?? 0, other.values[m]!);
    weights.delete(j);
  }
  for (const [j, weight] of weights) add(j, weight, 0);
  const terms = row.values.length + other.values.length;
  return sum + magnitude * (terms + 4) * 2 ** -52;
}
