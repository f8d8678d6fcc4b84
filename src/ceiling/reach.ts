import type { Network } from '../network/network.js';
import type { ActivationOperation } from '../network/operations/activation.js';
import { SoftmaxOperation } from '../network/operations/softmax.js';
import type { UnivariateFunction } from '../network/univariate.js';
import { type Coefficients, LinearForm } from './linearForm.js';
import { type NormalizedGroup, normalizedGroups } from './normalizedGroups.js';
import { above, EVERYTHING, RANGES, type Range } from './range.js';

/** What bounds a linear form, or leaves it unbounded. */
export type Cause = 'normalisation' | 'bounded units';

/**
 * How large linear functions of a network's values can get over all inputs of R^D.
 *
 * A form is pulled back through affine operations to what is not affine: entries divided by their
 * norm lie in an ellipsoid, shares of a softmax in a simplex, other units in their ranges. Where
 * neither holds the bound is infinite.
 *
 * Arithmetic: float64, rounded outward.
 *
 * Source: claims `layer-norm-ceiling` and `bounded-ceiling`; Rockafellar, Convex Analysis, section
 * 13, for support functions.
 */
export class Reach {
  private readonly ranges = new Map<number, (Range | undefined)[]>();
  private readonly norms = new Map<number, readonly NormalizedGroup[]>();
  /** What has bounded something so far. */
  readonly causes = new Set<Cause>();
  /** The last value that was met without a bound; null if none was. */
  unbounded: number | null = null;

  constructor(private readonly network: Network) {}

  /** An upper bound of a form. @param form - pulled back */
  support(form: LinearForm): number {
    let total = above(form.constant + form.constantError);
    for (const [value, coefficients] of form.parts) {
      const part = this.supportOfValue(value, coefficients);
      if (part === Infinity) {
        this.unbounded = value;
        return Infinity;
      }
      total = above(total + part);
    }
    return total;
  }

  /** What one entry of a value can be. */
  range(value: number, i: number): Range {
    if (value === 0) return EVERYTHING;
    let known = this.ranges.get(value);
    if (!known) this.ranges.set(value, (known = []));
    return (known[i] ??= this.computeRange(value, i));
  }

  private computeRange(value: number, i: number): Range {
    const { operation, inputs } = this.network.nodes[value - 1];
    if (operation.kind === 'affine' || this.groupsOf(value).length > 0) {
      const form = LinearForm.entry(this.network, value, i).pullBack();
      const upper = this.support(form);
      const negative = new LinearForm(this.network).minus(form);
      return { lower: -this.support(negative), upper };
    }
    const read = inputs.map((): Range[] => []);
    operation.forEachRead(i, (input, entry) => {
      read[input][entry] = this.range(inputs[input], entry);
    });
    const found = operation.output(i, read, RANGES, value - 1);
    if (found.upper < Infinity && found.lower > -Infinity) this.causes.add('bounded units');
    return found;
  }

  private supportOfValue(value: number, coefficients: Coefficients): number {
    const operation = this.network.nodes[value - 1]?.operation;
    const groups = this.groupsOf(value);
    if (groups.length > 0) return this.supportOfGroups(value, groups, coefficients);
    if (operation instanceof SoftmaxOperation) return supportOfShares(operation, coefficients);
    if (operation?.kind === 'activation') {
      const byNorm = this.supportAfterNorm(value, operation, coefficients);
      if (byNorm !== null) return Math.min(byNorm, this.supportOfRanges(value, coefficients));
    }
    return this.supportOfRanges(value, coefficients);
  }

  /** Each entry at the end of its range that is worse. */
  private supportOfRanges(value: number, { values, errors }: Coefficients): number {
    let sum = 0;
    for (let i = 0; i < values.length; i++) {
      if (values[i] === 0 && errors[i] === 0) continue;
      const { lower, upper } = this.range(value, i);
      const most = Math.max(
        timesBound(values[i] + errors[i], upper),
        timesBound(values[i] - errors[i], lower),
        timesBound(values[i] - errors[i], upper),
        timesBound(values[i] + errors[i], lower),
      );
      if (!(most < Infinity)) return Infinity;
      sum = above(sum + above(most));
    }
    return sum;
  }

  /** Cauchy and Schwarz: Σ u·y ≤ √(Σ u²/m) where Σ m·y² ≤ 1. */
  private supportOfGroups(
    value: number,
    groups: readonly NormalizedGroup[],
    { values, errors }: Coefficients,
  ): number {
    const rest = { values: values.slice(), errors: errors.slice() };
    let sum = 0;
    for (const { entries, weights, centred } of groups) {
      // Where entries add up to 0 a constant may be taken off all coefficients; any will do.
      const shift = centred ? meanOf(entries, values, weights) : 0;
      let squares = 0;
      entries.forEach((i, k) => {
        rest.values[i] = 0;
        rest.errors[i] = 0;
        const u = values[i] - shift;
        const size = Math.abs(u) * (1 + 2 ** -52) + errors[i];
        squares += (size * size) / weights[k];
      });
      if (squares === 0) continue;
      this.causes.add('normalisation');
      sum = above(sum + Math.sqrt(squares * (1 + (entries.length + 8) * 2 ** -51)));
    }
    return above(sum + this.supportOfRanges(value, rest));
  }

  /**
   * An activation of entries divided by their norm, each scaled and shifted: g·y + s. With
   * f(x) ≤ a·x⁺ + b·x⁻ + c the shifts and the y are bounded apart, the y by their norm.
   *
   * @returns null where the activation reads anything else
   */
  private supportAfterNorm(
    value: number,
    operation: ActivationOperation,
    { values, errors }: Coefficients,
  ): number | null {
    const input = this.network.nodes[value - 1].inputs[0];
    const scales = new Map<number, { coefficients: Coefficients; taken: Set<number> }>();
    let sum = 0;
    for (let i = 0; i < values.length; i++) {
      if (values[i] === 0 && errors[i] === 0) continue;
      const slopes = slopesFrom(operation.functionOf(i));
      if (!slopes) return null;
      const size = Math.abs(values[i]) + errors[i];
      const right = Math.max(0, values[i] * slopes.right + errors[i] * Math.abs(slopes.right));
      const left = Math.max(0, -values[i] * slopes.left + errors[i] * Math.abs(slopes.left));
      const form = LinearForm.entry(this.network, input, i).pullBack();
      const shift = form.constant + form.constantError;
      const shiftBelow = form.constant - form.constantError;
      sum = above(
        sum +
          above(size * slopes.off) +
          above(right * Math.max(0, shift)) +
          above(left * Math.max(0, -shiftBelow)),
      );
      const steepest = above(Math.max(right, left));
      for (const [from, read] of form.parts) {
        if (this.groupsOf(from).length === 0) return null;
        let into = scales.get(from);
        if (!into) {
          const size = read.values.length;
          const coefficients = { values: new Float64Array(size), errors: new Float64Array(size) };
          scales.set(from, (into = { coefficients, taken: new Set() }));
        }
        const entries = [...read.values.keys()].filter((j) => read.values[j] || read.errors[j]);
        if (entries.length > 1 || entries.some((j) => into.taken.has(j))) return null;
        for (const j of entries) {
          into.taken.add(j);
          into.coefficients.values[j] = above(
            steepest * above(Math.abs(read.values[j]) + read.errors[j]),
          );
        }
      }
    }
    for (const [from, { coefficients }] of scales) {
      const groups = this.groupsOf(from).map((group) => ({ ...group, centred: false }));
      const inGroups = new Set(groups.flatMap(({ entries }) => entries));
      if (coefficients.values.some((u, j) => u !== 0 && !inGroups.has(j))) return null;
      sum = above(sum + this.supportOfGroups(from, groups, coefficients));
    }
    return sum;
  }

  private groupsOf(value: number): readonly NormalizedGroup[] {
    let known = this.norms.get(value);
    if (!known) this.norms.set(value, (known = normalizedGroups(this.network, value)));
    return known;
  }
}

/** The largest coefficient of each softmax: its shares add up to 1. */
function supportOfShares({ groups }: SoftmaxOperation, { values, errors }: Coefficients): number {
  return groups.reduce((sum, group) => {
    let most = -Infinity;
    for (const i of group) most = Math.max(most, above(values[i] + errors[i]));
    return above(sum + most);
  }, 0);
}

/** A coefficient times a bound; 0 times an infinite one is 0. */
function timesBound(coefficient: number, bound: number): number {
  return coefficient === 0 ? 0 : coefficient * bound;
}

function meanOf(
  entries: readonly number[],
  values: Float64Array,
  weights: readonly number[],
): number {
  let [sum, total] = [0, 0];
  entries.forEach((i, k) => {
    sum += values[i] / weights[k];
    total += 1 / weights[k];
  });
  return sum / total;
}

/**
 * Slopes on either side of 0 such that |f(x) − slope·x| ≤ off everywhere; null for functions that
 * are bent elsewhere.
 */
function slopesFrom(f: UnivariateFunction): { left: number; right: number; off: number } | null {
  if (f.kind === 'smooth') {
    const { left, right } = f;
    const intercepts = [left, right].map(({ intercept }) => Math.abs(intercept.toNumber()));
    const off = above(above(f.distance(0)) + above(Math.max(...intercepts)));
    return { left: left.slope.toNumber(), right: right.slope.toNumber(), off };
  }
  const { lines } = f;
  if (!lines?.exact || lines.breakpoints.length !== 1 || lines.breakpoints[0] !== 0) return null;
  if (lines.intercepts.some((intercept) => intercept !== 0)) return null;
  return { left: lines.slopes[0], right: lines.slopes[1], off: 0 };
}
