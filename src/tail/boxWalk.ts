import { onLine } from '../network/domains/float64.js';
import type { LinearMapRow } from '../network/linearMap.js';
import type { Network } from '../network/network.js';
import { unknownOperation } from '../network/operation.js';
import type { ActivationOperation } from '../network/operations/activation.js';
import { beyondPiecewiseAffine } from '../network/operations/general.js';
import type { MaximumOperation } from '../network/operations/maximum.js';
import { headOf } from '../network/penultimate.js';
import type { FloatLines } from '../network/univariate.js';
import type { Box } from './box.js';
import { certifiedAffine } from './certifiedAffine.js';
import { CertifiedVector, lowerBound, upperBound } from './certifiedVector.js';
import { UNDECIDED, type UnitSlopes, type Winners } from './slopeWalk.js';

/**
 * One forward walk of intercepts, as certified intervals, from all inputs of a box at once; slopes,
 * and the pieces that they decide, are known.
 */
export class BoxWalk {
  /** No input of the box has a later change of piece. */
  fromUpper = 0;
  private readonly intercepts: CertifiedVector[];

  constructor(
    private readonly network: Network,
    box: Box,
    private readonly units: UnitSlopes,
  ) {
    this.intercepts = [
      new CertifiedVector(network.inputSize),
      ...network.nodes.map(({ operation }) => new CertifiedVector(operation.size)),
    ];
    const input = this.intercepts[0];
    for (let i = 0; i < network.inputSize; i++) input.setInterval(i, box.lower[i], box.upper[i]);
    input.listActive();
    network.nodes.forEach(({ operation, inputs }, node) => {
      const out = this.intercepts[node + 1];
      switch (operation.kind) {
        case 'affine': {
          const operands = inputs.map((v) => this.intercepts[v]);
          certifiedAffine(operation, operands, false, out, true);
          return;
        }
        case 'activation':
          this.bend(operation, inputs[0], units.signs[node]!, out);
          break;
        case 'maximum':
          this.maximize(operation, inputs[0], units.winners[node]!, out);
          break;
        case 'general':
          throw beyondPiecewiseAffine(operation.name, 'boxTail');
        default:
          unknownOperation(operation, 'boxTail');
      }
      out.listActive();
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
      const apart = logits.upperOf(c) - logits.lowerOf(k);
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

  private bend(
    operation: ActivationOperation,
    input: number,
    signs: Int8Array,
    out: CertifiedVector,
  ): void {
    const a = this.intercepts[input];
    for (let i = 0; i < operation.size; i++) {
      const f = operation.functionOf(i);
      if (f.kind !== 'piecewise' || !f.lines) {
        throw beyondPiecewiseAffine(f.name, 'boxTail');
      }
      const { breakpoints } = f.lines;
      const sign = signs[i];
      if (sign === 0) {
        const [lower, upper] = imageOf(f.lines, a.lowerOf(i), a.upperOf(i));
        out.setInterval(i, lower, upper);
        continue;
      }
      if (sign === UNDECIDED && breakpoints.length > 0) {
        // Not known on which side it ends: nothing is claimed of it.
        this.fromUpper = Infinity;
        out.setInterval(i, -Infinity, Infinity);
        continue;
      }
      for (const breakpoint of breakpoints) {
        const [low, high] = [a.lowerOf(i) - breakpoint, a.upperOf(i) - breakpoint];
        const slack = (breakpoint === 0 ? 0 : 2 ** -52) + (f.lines.exact ? 0 : 2 ** -51);
        const size = Math.abs(breakpoint);
        this.cross(
          low - (Math.abs(low) + size) * slack,
          high + (Math.abs(high) + size) * slack,
          input,
          i,
          sign,
        );
      }
      const [lower, upper] = onPiece(f.lines, sign === 1 ? breakpoints.length : 0, a, i);
      out.setInterval(i, lower, upper);
    }
  }

  private maximize(
    operation: MaximumOperation,
    input: number,
    winners: readonly Winners[],
    out: CertifiedVector,
  ): void {
    const a = this.intercepts[input];
    const b = this.units.values[input];
    operation.groups.forEach((group, g) => {
      const { entries, known } = winners[g];
      const lowest = entries.map((i) => a.lowerOf(i));
      const upper = Math.max(...entries.map((i) => a.upperOf(i)));
      if (!known) {
        // Any of them may lead, so when is not known, and how high only between all of them.
        this.fromUpper = Infinity;
        out.setInterval(g, Math.min(...lowest), upper);
        return;
      }
      const lower = Math.max(...lowest);
      const winner = entries[0];
      for (const i of group) {
        if (entries.includes(i)) continue;
        // Behind by slope, so it is overtaken at the latest where its lead runs out.
        const lead = a.upperOf(i) - lower;
        const gap = lowerBound(
          b.values[winner] - b.values[i],
          b.errors[winner] + b.errors[i] + Math.abs(b.values[winner]) * 2 ** -52,
        );
        this.raise(lead + Math.abs(lead) * 2 ** -52, gap);
      }
      out.setInterval(g, lower, upper);
    });
  }

  /** Takes note of the last t at which a + t·b changes sign, a in [lower, upper]. */
  private cross(lower: number, upper: number, input: number, i: number, sign: number): void {
    const b = this.units.values[input];
    const against = sign > 0 ? -lower : upper;
    this.raise(against, lowerBound(Math.abs(b.values[i]), b.errors[i]));
  }

  private raise(against: number, slopeLower: number): void {
    if (against <= 0) return;
    // A quotient may underflow.
    const t =
      slopeLower > 0 ? (against / slopeLower) * (1 + 2 ** -51) + Number.MIN_VALUE : Infinity;
    if (!(t <= this.fromUpper)) this.fromUpper = Number.isNaN(t) ? Infinity : t;
  }
}

/** `intercept + slope·x` of a piece, over the interval that entry i is. */
function onPiece(
  { slopes, intercepts, exact }: FloatLines,
  piece: number,
  a: CertifiedVector,
  i: number,
): [number, number] {
  const factor = slopes[piece];
  const constant = intercepts[piece];
  // A product, a sum, and numbers rounded to doubles before.
  const plain = (factor === 0 || factor === 1) && (constant === 0 || factor === 0) && exact;
  const first = factor === 0 ? 0 : a.lowerOf(i) * factor;
  const last = factor === 0 ? 0 : a.upperOf(i) * factor;
  const size = Math.max(Math.abs(first), Math.abs(last)) + Math.abs(constant);
  // A product may underflow.
  const slack = plain ? 0 : size * 2 ** -50 + Number.MIN_VALUE;
  return [Math.min(first, last) + constant - slack, Math.max(first, last) + constant + slack];
}

/** The image of an interval under a piecewise-affine function: its ends, and breakpoints inside. */
function imageOf(lines: FloatLines, lower: number, upper: number): [number, number] {
  const [first, last] = [onLine(lines, lower), onLine(lines, upper)];
  let [least, greatest] = first < last ? [first, last] : [last, first];
  for (const at of lines.breakpoints) {
    if (!(lower < at && at < upper)) continue;
    const value = onLine(lines, at);
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  const { plain, steepest, highest } = sizesOf(lines);
  if (plain) return [least, greatest];
  // Sizes of what each value is the sum of, not of the sum, which may have cancelled.
  const size = steepest * Math.max(Math.abs(lower), Math.abs(upper)) + highest;
  const slack = Number.isFinite(size) ? size * 2 ** -50 + Number.MIN_VALUE : Infinity;
  return [least - slack, greatest + slack];
}

/** What rounding on the pieces of a function depends on. */
interface SizesOfLines {
  /** Whether nothing is rounded. */
  readonly plain: boolean;
  readonly steepest: number;
  readonly highest: number;
}

const sizes = new WeakMap<FloatLines, SizesOfLines>();

function sizesOf(lines: FloatLines): SizesOfLines {
  const known = sizes.get(lines);
  if (known) return known;
  const { slopes, intercepts, exact } = lines;
  const made = {
    plain:
      exact &&
      slopes.every((slope) => slope === 0 || slope === 1) &&
      intercepts.every((constant, k) => constant === 0 || slopes[k] === 0),
    steepest: Math.max(...slopes.map(Math.abs)),
    highest: Math.max(...intercepts.map(Math.abs)),
  };
  sizes.set(lines, made);
  return made;
}

/** An upper bound of Σ_j (w_j − w'_j) z_j over the intervals of z. */
function rowDifferenceUpper(row: LinearMapRow, other: LinearMapRow, z: CertifiedVector): number {
  const weights = new Map<number, number>();
  for (let m = 0; m < row.values.length; m++) weights.set(row.columns[m], row.values[m]);
  let sum = 0;
  let magnitude = 0;
  const add = (j: number, w: number, subtracted: number) => {
    const weight = w - subtracted;
    const end = weight > 0 ? z.upperOf(j) : z.lowerOf(j);
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
  // Weights that are no doubles have been rounded to them before. Each product may underflow.
  return sum + magnitude * (terms + 6) * 2 ** -52 + terms * Number.MIN_VALUE;
}
