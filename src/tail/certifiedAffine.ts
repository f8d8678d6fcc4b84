import type { Numbers } from '../network/numbers.js';
import type { AffineOperation } from '../network/operations/affine.js';
import { type CertifiedVector, UNIT_ROUNDOFF } from './certifiedVector.js';

/**
 * An affine operation on certified vectors.
 *
 * **The bound.** Let x̂ be the stored inputs, |x − x̂| ≤ e, and y_i = Σ_j w_ij x_j + b_i with at most
 * n stored products over its K maps. The computed ŷ_i adds, in some order, rounded products, K
 * partial sums and the bias, so every product passes through at most n + K roundings (one map's
 * products may be added to another's result one by one), and
 *
 *     |ŷ_i − y_i| ≤ γ (Σ_j |w_ij||x̂_j| + |b_i|) + Σ_j |w_ij| e_j,    γ = (n + K)u / (1 − (n + K)u)
 *
 * for any order of summation (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed.,
 * section 3.1 and eq. 3.5, barring underflow and overflow). It is computed as
 * Σ_j |w_ij| (γ|x̂_j| + e_j) + γ|b_i|, a sum of non-negative terms whose own rounding is covered by
 * `inflationFor`; or, for wide dense layers, as (Σ_j |w_ij|)·max_j (γ|x̂_j| + e_j), which
 * needs no second pass over the weights.
 *
 * **Constants.** A coefficient or a bias that is no double is used as its nearest one, off by at most
 * u relatively: one more rounding on every product's way, whence n + K + 1. Constants that are not
 * within a rounding of their doubles count as of magnitude 0 and are treated as in "Underflow".
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
 * @param out - receives the result
 * @param entryByEntry - take the sharper bound for wide dense layers too, where errors are not
 *   rounding but the widths of a box of inputs
 */
export function certifiedAffine(
  operation: AffineOperation,
  inputs: readonly CertifiedVector[],
  homogeneous: boolean,
  out: CertifiedVector,
  entryByEntry = false,
): void {
  const { size, maps, bias } = operation;
  const { values, errors } = out;
  if (homogeneous) values.fill(0);
  else values.set(bias.nearest);
  errors.fill(0);
  const roundings = roundingsOf(operation, inputs);
  const gamma = relativeBound(roundings);
  let unknown = !homogeneous && !isWithinReach(bias);
  for (let k = 0; k < maps.length; k++) {
    const map = maps[k];
    const input = inputs[k];
    const { active, count } = input;
    if (count === 0) continue;
    map.addSparseProduct(input.values, active, count, values);
    const largest = map.smallestMagnitude() < SMALLEST ? Infinity : boundInputs(input, gamma);
    if (largest === Infinity) {
      // The values are completed all the same: `sharperError` may bound some of them.
      unknown = true;
      continue;
    }
    if (!entryByEntry && map.termsPerRow === map.columns && count > NARROW) {
      const sums = map.rowSums();
      for (let i = 0; i < size; i++) errors[i] = errors[i] + sums[i] * largest;
    } else {
      map.addAbsoluteProduct(input.scratch, active, count, errors);
    }
  }
  if (unknown) {
    out.setUnknown();
    return;
  }
  const inflation = inflationFor(roundings);
  const { active } = out;
  let listed = 0;
  for (let i = 0; i < size; i++) {
    let error = errors[i];
    // A row all of whose inputs are known to be 0 is the bias, with no rounding at all.
    if (error !== 0 || !(homogeneous || bias.areDoubles || !bias.otherThanDouble(i))) {
      const own = homogeneous ? 0 : gamma * Math.abs(bias.nearest[i]);
      error = Number.isFinite(values[i]) ? (error + own) * inflation : Infinity;
      errors[i] = error;
    }
    if (error !== 0 || values[i] !== 0) active[listed++] = i;
  }
  out.count = listed;
}

/** The largest number of roundings that a product passes through on its way into a sum. */
function roundingsOf(operation: AffineOperation, inputs: readonly CertifiedVector[]): number {
  const { maps, bias } = operation;
  let terms = 0;
  for (let k = 0; k < maps.length; k++) {
    terms += Math.min(inputs[k].count, maps[k].termsPerRow);
  }
  // A coefficient that is no double, or a bias, has been rounded to one before.
  const rounded = !bias.areDoubles || maps.some((map) => !map.coefficients.areDoubles);
  return terms + maps.length + (rounded ? 1 : 0);
}

/**
 * Writes γ|x̂_j| + e_j of the active entries to the input's scratch and returns the largest, or
 * Infinity where the conditions of the bound fail.
 */
function boundInputs(input: CertifiedVector, gamma: number): number {
  const { values, errors, active, count, scratch } = input;
  // Maps may read what is not active too: bounds must not depend on what was here before.
  if (count < scratch.length) scratch.fill(0);
  let largest = 0;
  for (let m = 0; m < count; m++) {
    const j = active[m];
    const magnitude = Math.abs(values[j]);
    const error = errors[j];
    if ((magnitude !== 0 && magnitude < SMALLEST) || !(error < Infinity)) return Infinity;
    const bound = gamma * magnitude + (error === 0 ? 0 : Math.max(error, SMALLEST_ERROR));
    scratch[j] = bound;
    if (bound > largest) largest = bound;
  }
  return largest;
}

/**
 * The error bound of one output from every input by itself, sharper than the product of a row sum
 * and a maximum. Same bound, same conditions; Infinity where those fail. It bounds the error of a
 * computed value that is finite: whether the sum overflowed is for the caller to see.
 */
export function sharperError(
  operation: AffineOperation,
  inputs: readonly CertifiedVector[],
  index: number,
  homogeneous: boolean,
): number {
  const { maps, bias } = operation;
  const gamma = relativeBound(roundingsOf(operation, inputs));
  if (!homogeneous && !isWithinReach(bias)) return Infinity;
  let error = 0;
  let entries = 0;
  for (let k = 0; k < maps.length; k++) {
    if (maps[k].smallestMagnitude() < SMALLEST) return Infinity;
    const { columns, values } = maps[k].row(index);
    const input = inputs[k];
    for (let m = 0; m < values.length; m++) {
      const magnitude = Math.abs(input.values[columns[m]]);
      if (magnitude !== 0 && magnitude < SMALLEST) return Infinity;
      const own = input.errors[columns[m]];
      const bound = gamma * magnitude + (own === 0 ? 0 : Math.max(own, SMALLEST_ERROR));
      error += Math.abs(values[m]) * bound;
    }
    entries += values.length;
  }
  if (error === 0 && (homogeneous || !bias.otherThanDouble(index))) return 0;
  if (!homogeneous) error += gamma * Math.abs(bias.nearest[index]);
  return Number.isFinite(error) ? error * inflationFor(entries) : Infinity;
}

/** Whether every bias is its double, or within a rounding of it where relative bounds hold. */
function isWithinReach(bias: Numbers): boolean {
  return bias.areDoubles || bias.smallestMagnitude() >= SMALLEST;
}

/** γ_n = nu/(1 − nu), rounded up. */
function relativeBound(roundings: number): number {
  const nu = roundings * UNIT_ROUNDOFF;
  return (nu / (1 - nu)) * (1 + 2 ** -50);
}

/**
 * The factor that raises a computed sum of at most `terms + 3` non-negative terms, each a product
 * with up to four roundings, to an upper bound of the exact sum.
 */
function inflationFor(terms: number): number {
  return 1 + (terms + 16) * 2 ** -51;
}

/** Magnitudes below this are left to exact arithmetic: see "Underflow" above. */
const SMALLEST = 2 ** -400;
const SMALLEST_ERROR = 2 ** -500;
/** Up to this many active inputs the entry-by-entry bound is the cheaper one too. */
const NARROW = 16;
