import { checkArguments } from '../errors/checkArguments.js';
import { InputError } from '../errors/inputError.js';
import {
  between,
  type Kind,
  list,
  nullable,
  number,
  numbers,
  oneOf,
  record,
  whole,
} from '../errors/kinds.js';
import { checkNetwork } from '../network/checkNetwork.js';
import { onLine } from '../network/domains/float64.js';
import { checkPoint } from '../network/evaluate.js';
import type { LinearMapRow } from '../network/linearMap.js';
import type { Network } from '../network/network.js';
import { unknownOperation } from '../network/operation.js';
import type { ActivationOperation } from '../network/operations/activation.js';
import { beyondPiecewiseAffine } from '../network/operations/general.js';
import type { MaximumOperation } from '../network/operations/maximum.js';
import { headOf } from '../network/penultimate.js';
import type { FloatLines } from '../network/univariate.js';
import { certifiedAffine } from './certifiedAffine.js';
import { CertifiedVector, lowerBound, upperBound } from './certifiedVector.js';
import { type DirectionSlopes, directionSlopes } from './directionSlopes.js';
import { exactGerms } from './exactGerms.js';
import type { GermSource } from './germ.js';

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
  checkNetwork('boxTail', network);
  checkArguments('boxTail', { box: [box, record({})] });
  const { inputSize } = network;
  checkPoint('boxTail', 'box.lower', box.lower, inputSize);
  checkPoint('boxTail', 'box.upper', box.upper, inputSize);
  for (let i = 0; i < inputSize; i++) {
    if (box.lower[i] <= box.upper[i]) continue;
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
  const slopes = directionSlopes(network, [direction])[0];
  const walk = new BoxWalk(network, box, Float64Array.from(direction));
  return {
    slopes,
    fromUpper: walk.fromUpper,
    leadUpper: walk.leads(slopes.top[0]),
  };
}

/**
 * A certified upper bound of the danger scale over a box: every input of it is 1 − ε certain of the
 * top class from there on, for ever.
 *
 * @param epsilon - in (0, 1)
 * @returns multiples of the direction; null unless the direction saturates
 * @throws InputError `out_of_range` if epsilon is not in (0, 1), and for what no `boxTail` is
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
  checkArguments('boxDangerScale', {
    tail: [tail, boxTailKind],
    epsilon: [epsilon, between(0, 1, 'pass 0.01 for 99 % certainty')],
  });
  const { slopes, fromUpper, leadUpper } = tail;
  if (slopes.regime !== 'saturating') return null;
  if (leadUpper.length === 1) return fromUpper;
  const k = slopes.top[0];
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

/** What `boxDangerScale` reads of a box's tail: as many leads as slopes. */
const boxTailKind: Kind = (value, path, report) => {
  const { length } = (value as BoxTail | null)?.slopes?.slope ?? {};
  record({
    slopes: record({
      regime: oneOf('saturating', 'tied', 'flat'),
      top: list(whole(0, (length ?? 1) - 1), 1),
      slope: numbers({ least: 1, infinite: true }),
      gap: nullable(record({ lower: number() })),
    }),
    fromUpper: number({ infinite: true }),
    leadUpper: numbers({ ...(length !== undefined && { length }), infinite: true }),
  })(value, path, report);
};

/** One forward walk with slopes as certified numbers and intercepts as certified intervals. */
class BoxWalk {
  fromUpper = 0;
  private readonly intercepts: CertifiedVector[];
  private readonly slopes: CertifiedVector[];
  private exactSlopes: GermSource | undefined;

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
    this.slopes[0].setExact(direction);
    const input = this.intercepts[0];
    for (let i = 0; i < network.inputSize; i++) {
      setInterval(input, i, box.lower[i], box.upper[i]);
    }
    input.listActive();
    network.nodes.forEach(({ operation, inputs }, n) => {
      const [a, b] = [this.intercepts[n + 1], this.slopes[n + 1]];
      switch (operation.kind) {
        case 'affine':
          certifiedAffine(
            operation,
            inputs.map((v) => this.intercepts[v]),
            false,
            a,
            true,
          );
          certifiedAffine(
            operation,
            inputs.map((v) => this.slopes[v]),
            true,
            b,
            true,
          );
          return;
        case 'activation':
          this.bend(operation, inputs[0], n + 1);
          break;
        case 'maximum':
          this.maximize(operation, inputs[0], n + 1);
          break;
        case 'general':
          throw beyondPiecewiseAffine(operation.name, 'boxTail');
        default:
          unknownOperation(operation, 'boxTail');
      }
      a.listActive();
      b.listActive();
    });
  }

  /** Upper bounds of a_c − a_k over the box, by differences of the head's rows where there is one. */
  leads(k: number): Float64Array {
    const { network, intercepts } = this;
    const logits = intercepts[network.output];
    const head = network.nodes[network.output - 1];
    const linear = head?.operation.kind === 'affine' && head.inputs.length === 1;
    return Float64Array.from({ length: network.outputSize }, (_, c) => {
      if (c === k) return 0;
      const apart = upperOf(logits, c) - lowerOf(logits, k);
      if (!linear) return apart + Math.abs(apart) * 2 ** -52;
      const { map, bias, penultimate } = headOf(network);
      const known = [bias, map.coefficients].every(
        (numbers) => numbers.areDoubles || numbers.smallestMagnitude() > 0,
      );
      if (!known) return apart + Math.abs(apart) * 2 ** -52;
      const together = rowDifferenceUpper(map.row(c), map.row(k), intercepts[penultimate]);
      const difference = bias.nearest[c] - bias.nearest[k];
      const size = bias.areDoubles
        ? Math.abs(difference)
        : Math.abs(bias.nearest[c]) + Math.abs(bias.nearest[k]);
      return Math.min(
        apart + Math.abs(apart) * 2 ** -52,
        upperBound(together + difference, (Math.abs(together) + size) * 2 ** -50),
      );
    });
  }

  private bend(operation: ActivationOperation, input: number, out: number): void {
    const a = this.intercepts[input];
    for (let i = 0; i < operation.size; i++) {
      const f = operation.functionOf(i);
      if (f.kind !== 'piecewise' || !f.lines) {
        throw beyondPiecewiseAffine(f.name, 'boxTail');
      }
      const { breakpoints } = f.lines;
      const sign = this.signOfSlope(input, i);
      if (sign === 0) {
        this.setSlope(out, i, 0, 0);
        const [lower, upper] = imageOf(f.lines, lowerOf(a, i), upperOf(a, i));
        setInterval(this.intercepts[out], i, lower, upper);
        continue;
      }
      if (sign === null && breakpoints.length > 0) {
        // Not known on which side it ends: nothing is claimed of it.
        this.fromUpper = Infinity;
        this.setSlope(out, i, 0, Infinity);
        setInterval(this.intercepts[out], i, -Infinity, Infinity);
        continue;
      }
      for (const breakpoint of breakpoints) {
        const [low, high] = [lowerOf(a, i) - breakpoint, upperOf(a, i) - breakpoint];
        const slack = (breakpoint === 0 ? 0 : 2 ** -52) + (f.lines.exact ? 0 : 2 ** -51);
        const size = Math.abs(breakpoint);
        this.cross(
          low - (Math.abs(low) + size) * slack,
          high + (Math.abs(high) + size) * slack,
          input,
          i,
          sign ?? 1,
        );
      }
      this.onPiece(f.lines, sign === 1 ? breakpoints.length : 0, input, i, out);
    }
  }

  private maximize(operation: MaximumOperation, input: number, out: number): void {
    const a = this.intercepts[input];
    operation.groups.forEach((group, g) => {
      const tied = this.largestSlopes(input, group);
      const lower = Math.max(...tied.map((i) => lowerOf(a, i)));
      const upper = Math.max(...tied.map((i) => upperOf(a, i)));
      const b = this.slopes[input];
      const winner = tied[0];
      for (const i of group) {
        if (tied.includes(i)) continue;
        // Behind by slope, so it is overtaken at the latest where its lead runs out.
        const lead = upperOf(a, i) - lower;
        const gap = lowerBound(
          b.values[winner] - b.values[i],
          b.errors[winner] + b.errors[i] + Math.abs(b.values[winner]) * 2 ** -52,
        );
        this.raise(lead + Math.abs(lead) * 2 ** -52, gap);
      }
      this.setSlope(out, g, b.values[winner], b.errors[winner]);
      setInterval(this.intercepts[out], g, lower, upper);
    });
  }

  /** The indices of a group whose slopes are the largest, decided exactly. */
  private largestSlopes(input: number, group: Int32Array): number[] {
    const b = this.slopes[input];
    let floor = -Infinity;
    for (const i of group) floor = Math.max(floor, lowerBound(b.values[i], b.errors[i]));
    const candidates = [...group].filter((i) => !(upperBound(b.values[i], b.errors[i]) < floor));
    if (candidates.length === 1) return candidates;
    if (candidates.every((i) => b.errors[i] === 0)) {
      const largest = Math.max(...candidates.map((i) => b.values[i]));
      return candidates.filter((i) => b.values[i] === largest);
    }
    // Those that no other exceeds: with enclosed constants some of them may not be the largest.
    const slope = (i: number) => this.exact.at(input, i).slope;
    return candidates.filter((i) => !candidates.some((j) => slope(j).compare(slope(i)) === 1));
  }

  private signOfSlope(value: number, i: number): -1 | 0 | 1 | null {
    const b = this.slopes[value];
    if (Math.abs(b.values[i]) > b.errors[i]) return b.values[i] > 0 ? 1 : -1;
    if (b.errors[i] === 0) return 0;
    return this.exact.at(value, i).slope.sign;
  }

  private get exact(): GermSource {
    // Slopes do not depend on the origin, so any will do.
    this.exactSlopes ??= exactGerms(this.network, null, this.direction);
    return this.exactSlopes;
  }

  /** Takes note of the last t at which a + t·b changes sign, a in [lower, upper]. */
  private cross(lower: number, upper: number, input: number, i: number, sign: number): void {
    const b = this.slopes[input];
    const against = sign > 0 ? -lower : upper;
    this.raise(against, lowerBound(Math.abs(b.values[i]), b.errors[i]));
  }

  private raise(against: number, slopeLower: number): void {
    if (against <= 0) return;
    const t = slopeLower > 0 ? (against / slopeLower) * (1 + 2 ** -51) : Infinity;
    if (!(t <= this.fromUpper)) this.fromUpper = Number.isNaN(t) ? Infinity : t;
  }

  /** `intercept + slope·x` of a piece, over the box. */
  private onPiece(
    { slopes, intercepts, exact }: FloatLines,
    piece: number,
    input: number,
    i: number,
    out: number,
  ): void {
    const a = this.intercepts[input];
    const b = this.slopes[input];
    const [factor, constant] = [slopes[piece], intercepts[piece]];
    // A product, a sum, and numbers rounded to doubles before.
    const plain = (factor === 0 || factor === 1) && (constant === 0 || factor === 0) && exact;
    const rounding = plain ? 0 : 2 ** -50;
    const ends = [lowerOf(a, i) * factor, upperOf(a, i) * factor].map((end) =>
      factor === 0 ? 0 : end,
    );
    const size = Math.max(...ends.map(Math.abs)) + Math.abs(constant);
    setInterval(
      this.intercepts[out],
      i,
      Math.min(...ends) + constant - size * rounding,
      Math.max(...ends) + constant + size * rounding,
    );
    const slope = factor === 0 ? 0 : b.values[i] * factor;
    const error = factor === 0 ? 0 : b.errors[i] * Math.abs(factor);
    this.setSlope(out, i, slope, error + (error + Math.abs(slope)) * rounding);
  }

  private setSlope(out: number, o: number, value: number, error: number): void {
    this.slopes[out].values[o] = value;
    this.slopes[out].errors[o] = error;
  }
}

/** The image of an interval under a piecewise-affine function: its ends, and breakpoints inside. */
function imageOf(lines: FloatLines, lower: number, upper: number): [number, number] {
  const inside = [...lines.breakpoints].filter((at) => lower < at && at < upper);
  const values = [lower, ...inside, upper].map((x) => onLine(lines, x));
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  const plain =
    lines.exact &&
    lines.slopes.every((slope) => slope === 0 || slope === 1) &&
    lines.intercepts.every((constant, k) => constant === 0 || lines.slopes[k] === 0);
  if (plain) return [least, greatest];
  // Sizes of what each value is the sum of, not of the sum, which may have cancelled.
  const steepest = Math.max(...lines.slopes.map(Math.abs));
  const size =
    steepest * Math.max(Math.abs(lower), Math.abs(upper)) +
    Math.max(...lines.intercepts.map(Math.abs));
  const slack = Number.isFinite(size) ? size * 2 ** -50 : Infinity;
  return [least - slack, greatest + slack];
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
  if (vector.errors[i] === 0) return vector.values[i];
  return lowerBound(vector.values[i], vector.errors[i]);
}

function upperOf(vector: CertifiedVector, i: number): number {
  if (vector.errors[i] === 0) return vector.values[i];
  return upperBound(vector.values[i], vector.errors[i]);
}

/** An upper bound of Σ_j (w_j − w'_j) z_j over the intervals of z. */
function rowDifferenceUpper(row: LinearMapRow, other: LinearMapRow, z: CertifiedVector): number {
  const weights = new Map<number, number>();
  for (let m = 0; m < row.values.length; m++) weights.set(row.columns[m], row.values[m]);
  let sum = 0;
  let magnitude = 0;
  const add = (j: number, w: number, subtracted: number) => {
    const weight = w - subtracted;
    const end = weight > 0 ? upperOf(z, j) : lowerOf(z, j);
    sum += weight === 0 ? 0 : weight * end;
    magnitude += (Math.abs(w) + Math.abs(subtracted)) * Math.max(Math.abs(end), 0);
  };
  for (let m = 0; m < other.values.length; m++) {
    const j = other.columns[m];
    add(j, weights.get(j) ?? 0, other.values[m]);
    weights.delete(j);
  }
  for (const [j, weight] of weights) add(j, weight, 0);
  const terms = row.values.length + other.values.length;
  // Weights that are no doubles have been rounded to them before.
  return sum + magnitude * (terms + 6) * 2 ** -52;
}
