import type { AffineOperation } from '../network/operation.js';

/**
 * A vector of doubles with a bound on each one's error: the real entry i lies within
 * `errors[i]` of `values[i]`.
 *
 * An entry with value 0 and error 0 is *known* to be 0, and is left out of `active`: what is
 * switched off at infinity, or was never reached by the direction, costs nothing further on.
 * An error of Infinity says that nothing is known about the entry.
 */
export interface CertifiedVector {
  readonly values: Float64Array;
  readonly errors: Float64Array;
  /** `active[0 .. count)`: the entries not known to be 0. */
  readonly active: Int32Array;
  count: number;
}

/** u, the unit roundoff of doubles: |fl(x ∘ y) − (x ∘ y)| ≤ u·|x ∘ y|, barring underflow. */
export const UNIT_ROUNDOFF = 2 ** -53;

/** A vector of finite doubles taken as exact. */
export function exactVectorOf(values: Float64Array): CertifiedVector {
  return withActive({ values, errors: new Float64Array(values.length) });
}

/** Lists the active entries of values with errors. */
export function withActive(vector: {
  values: Float64Array;
  errors: Float64Array;
}): CertifiedVector {
  const { values, errors } = vector;
  const active = new Int32Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    if (values[i] !== 0 || errors[i] !== 0) active[count++] = i;
  }
  return { values, errors, active, count };
}

/**
 * An affine operation on certified vectors.
 *
 * **The bound.** Let x̂ be the stored inputs, |x − x̂| ≤ e, and y_i = Σ_j w_ij x_j + b_i with at most
 * n stored products in a sum and K maps. The computed ŷ_i adds, in some order, rounded products, K
 * partial sums and the bias, so every product passes through at most n + K roundings, and
 *
 *     |ŷ_i − y_i| ≤ γ (Σ_j |w_ij||x̂_j| + |b_i|) + Σ_j |w_ij| e_j,    γ = (n + K)u / (1 − (n + K)u)
 *
 * for any order of summation (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed.,
 * section 3.1 and eq. 3.5, barring underflow and overflow). It is computed as
 * Σ_j |w_ij| (γ|x̂_j| + e_j) + γ|b_i|, a sum of non-negative terms whose own rounding is covered by
 * the factor in `inflated`; or, for wide dense layers, as (Σ_j |w_ij|)·max_j (γ|x̂_j| + e_j), which
 * needs no second pass over the weights.
 *
 * **Underflow.** A product loses more than u relatively only if it is below 2^-1022. All stored
 * coefficients and active inputs are required to be at least 2^-400 in magnitude (and errors, being
 * bounds, are raised to 2^-500), which keeps every product above 2^-900. Where that fails nothing
 * is certified: the errors are Infinity, and decisions go to exact arithmetic. Sums of doubles do
 * not underflow harmfully: a sum in the subnormal range is exact.
 *
 * **Overflow.** An entry that is not finite gets an error of Infinity.
 *
 * @param homogeneous - leave the bias out: slopes have none
 */
export function certifiedAffine(
  operation: AffineOperation,
  inputs: readonly CertifiedVector[],
  homogeneous: boolean,
): CertifiedVector {
  const { size, maps, bias } = operation;
  const values = homogeneous ? new Float64Array(size) : bias.slice();
  const errors = new Float64Array(size);
  let terms = 0;
  for (let k = 0; k < maps.length; k++) {
    terms = Math.max(terms, Math.min(inputs[k]!.count, maps[k]!.termsPerRow));
  }
  const gamma = relativeBound(terms + maps.length);
  for (let k = 0; k < maps.length; k++) {
    const map = maps[k]!;
    const input = inputs[k]!;
    if (input.count === 0) continue;
    map.addSparseProduct(input.values, input.active, input.count, values);
    if (map.smallestMagnitude() < SMALLEST) return unknown(values);
    const wide = map.termsPerRow === map.columns && input.count > NARROW;
    const weighted = wide ? null : new Float64Array(map.columns);
    let largest = 0;
    for (let m = 0; m < input.count; m++) {
      const j = input.active[m]!;
      const magnitude = Math.abs(input.values[j]!);
      const error = input.errors[j]!;
      if ((magnitude !== 0 && magnitude < SMALLEST) || !(error < Infinity)) return unknown(values);
      const bound = gamma * magnitude + (error === 0 ? 0 : Math.max(error, SMALLEST_ERROR));
      if (weighted) weighted[j] = bound;
      if (bound > largest) largest = bound;
    }
    if (weighted) {
      map.addAbsoluteProduct(weighted, input.active, input.count, errors);
    } else {
      const sums = map.rowSums();
      for (let i = 0; i < size; i++) errors[i] = errors[i]! + sums[i]! * largest;
    }
  }
  for (let i = 0; i < size; i++) {
    const own = homogeneous ? 0 : gamma * Math.abs(bias[i]!);
    const error = inflated(errors[i]! + own, terms + maps.length);
    // A row all of whose inputs are known to be 0 is the bias, with no rounding at all.
    errors[i] = Number.isFinite(values[i]!) ? (errors[i] === 0 ? 0 : error) : Infinity;
  }
  return withActive({ values, errors });
}

/**
 * The error bound of one output from every input by itself, sharper than the product of a row sum
 * and a maximum. Same bound, same conditions; Infinity where those fail.
 */
export function sharperError(
  operation: AffineOperation,
  inputs: readonly CertifiedVector[],
  index: number,
  homogeneous: boolean,
): number {
  const { maps, bias } = operation;
  let terms = 0;
  for (let k = 0; k < maps.length; k++) {
    terms = Math.max(terms, Math.min(inputs[k]!.count, maps[k]!.termsPerRow));
  }
  const gamma = relativeBound(terms + maps.length);
  let error = 0;
  let entries = 0;
  for (let k = 0; k < maps.length; k++) {
    if (maps[k]!.smallestMagnitude() < SMALLEST) return Infinity;
    const { columns, values } = maps[k]!.row(index);
    const input = inputs[k]!;
    for (let m = 0; m < values.length; m++) {
      const magnitude = Math.abs(input.values[columns[m]!]!);
      if (magnitude !== 0 && magnitude < SMALLEST) return Infinity;
      const own = input.errors[columns[m]!]!;
      const bound = gamma * magnitude + (own === 0 ? 0 : Math.max(own, SMALLEST_ERROR));
      error += Math.abs(values[m]!) * bound;
    }
    entries += values.length;
  }
  if (error === 0) return 0;
  if (!homogeneous) error += gamma * Math.abs(bias[index]!);
  return Number.isFinite(error) ? inflated(error, entries) : Infinity;
}

/** γ_n = nu/(1 − nu), rounded up. */
function relativeBound(roundings: number): number {
  const nu = roundings * UNIT_ROUNDOFF;
  return (nu / (1 - nu)) * (1 + 2 ** -50);
}

/**
 * Raises a computed sum of at most `terms + 3` non-negative terms, each product of which carries
 * up to four roundings, to an upper bound of the exact sum.
 */
function inflated(bound: number, terms: number): number {
  return bound * (1 + (terms + 16) * 2 ** -51);
}

function unknown(values: Float64Array): CertifiedVector {
  return withActive({ values, errors: new Float64Array(values.length).fill(Infinity) });
}

/** Magnitudes below this are left to exact arithmetic: see "Underflow" above. */
const SMALLEST = 2 ** -400;
const SMALLEST_ERROR = 2 ** -500;
/** Up to this many active inputs the entry-by-entry bound is the cheaper one too. */
const NARROW = 16;
