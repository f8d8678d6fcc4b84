import { type Network, sizeOfValue } from '../network/network.js';
import type { AffineOperation } from '../network/operations/affine.js';

/** Coefficients of the entries of one value, each known within an error. */
export interface Coefficients {
  readonly values: Float64Array;
  readonly errors: Float64Array;
}

/**
 * A linear function of a network's values, `constant + Σ coefficients·entries`, each coefficient a
 * double with a bound of its error.
 *
 * A coefficient of 0 with error 0 is known to be 0.
 *
 * Arithmetic: certified float64.
 */
export class LinearForm {
  constant = 0;
  constantError = 0;
  readonly parts = new Map<number, Coefficients>();

  constructor(private readonly network: Network) {}

  /** Entry `i` of a value itself. */
  static entry(network: Network, value: number, i: number): LinearForm {
    const form = new LinearForm(network);
    form.coefficientsOf(value).values[i] = 1;
    return form;
  }

  /** The sum of some entries of a value. */
  static sumOf(network: Network, value: number, entries: ArrayLike<number>): LinearForm {
    const form = new LinearForm(network);
    const { values } = form.coefficientsOf(value);
    for (let k = 0; k < entries.length; k++) values[entries[k]] = 1;
    return form;
  }

  coefficientsOf(value: number): Coefficients {
    let known = this.parts.get(value);
    if (!known) {
      const size = sizeOfValue(this.network, value);
      known = { values: new Float64Array(size), errors: new Float64Array(size) };
      this.parts.set(value, known);
    }
    return known;
  }

  /** This form less another. */
  minus(other: LinearForm): LinearForm {
    const result = new LinearForm(this.network);
    const sign = [1, -1];
    [this, other].forEach((form, k) => {
      result.addConstant(sign[k] * form.constant, form.constantError);
      for (const [value, { values, errors }] of form.parts) {
        const into = result.coefficientsOf(value);
        for (let i = 0; i < values.length; i++) accumulate(into, i, sign[k] * values[i], errors[i]);
      }
    });
    return result;
  }

  /** The same function in terms of values that are not affine in others. Changes this form. */
  pullBack(): this {
    for (;;) {
      let latest = -1;
      for (const value of this.parts.keys()) {
        if (value > latest && this.network.nodes[value - 1]?.operation.kind === 'affine') {
          latest = value;
        }
      }
      if (latest < 0) return this;
      this.replace(latest);
    }
  }

  /** Whether every coefficient, and the constant, is known to be 0. */
  get isZero(): boolean {
    if (this.constant !== 0 || this.constantError !== 0) return false;
    return [...this.parts.values()].every(
      ({ values, errors }) => values.every((x) => x === 0) && errors.every((x) => x === 0),
    );
  }

  private replace(value: number): void {
    const { values, errors } = this.parts.get(value)!;
    this.parts.delete(value);
    const { operation, inputs } = this.network.nodes[value - 1];
    const { maps, bias } = operation as AffineOperation;
    const known = maps.map(
      ({ coefficients }) => coefficients.areDoubles || coefficients.smallestMagnitude() > 0,
    );
    const biasKnown = bias.areDoubles || bias.smallestMagnitude() > 0;
    for (let i = 0; i < values.length; i++) {
      if (values[i] === 0 && errors[i] === 0) continue;
      const rounded = bias.otherThanDouble(i) !== null;
      const shift = product(values[i], errors[i], bias.nearest[i], rounded);
      this.addConstant(shift.value, rounded && !biasKnown ? Infinity : shift.error);
      maps.forEach((map, m) => {
        const { columns, values: weights, others } = map.row(i);
        if (columns.length === 0) return;
        const into = this.coefficientsOf(inputs[m]);
        for (let k = 0; k < columns.length; k++) {
          const other = (others?.[k] ?? null) !== null;
          if (weights[k] === 0 && !other) continue;
          const { value: p, error } = product(values[i], errors[i], weights[k], other);
          accumulate(into, columns[k], p, other && !known[m] ? Infinity : error);
        }
      });
    }
  }

  private addConstant(value: number, error: number): void {
    const sum = this.constant + value;
    const exact = this.constant === 0 || value === 0;
    this.constantError =
      (this.constantError + error + (exact ? 0 : Math.abs(sum) * 2 ** -53)) * (1 + 2 ** -50);
    this.constant = sum;
  }
}

/** u·w for a u known within an error; `rounded`: w stands for a number within a rounding of it. */
function product(u: number, error: number, w: number, rounded: boolean) {
  const value = u * w;
  const exact = !rounded && (Math.abs(w) === 1 || Math.abs(u) === 1 || value === 0);
  // One rounding of the product, one of the constant; the errors' own are covered by the factor.
  const own = exact && (w === 0 || u === 0 || value !== 0) ? 0 : Math.abs(value) * 2 ** -51;
  const underflow = exact && (w === 0 || u === 0 || value !== 0) ? 0 : 2 ** -1000;
  const inherited = error === 0 ? 0 : error * Math.abs(w) * (1 + 2 ** -50);
  return { value, error: own + inherited + underflow };
}

function accumulate({ values, errors }: Coefficients, i: number, x: number, error: number): void {
  const sum = values[i] + x;
  const exact = values[i] === 0 || x === 0;
  if (!exact || error !== 0) {
    // A difference of equal doubles is exactly 0, as is any sum that Sterbenz's lemma covers.
    errors[i] = (errors[i] + error + (exact ? 0 : Math.abs(sum) * 2 ** -53)) * (1 + 2 ** -50);
  }
  values[i] = sum;
}
