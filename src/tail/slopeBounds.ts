import type { ActivationOperation } from '../network/operations/activation.js';
import { beyondPiecewiseAffine } from '../network/operations/general.js';
import type { MaximumOperation } from '../network/operations/maximum.js';
import { type CertifiedVector, UNIT_ROUNDOFF } from './certifiedVector.js';

/**
 * Slopes through kinks without deciding any: rectifiers, maxima and clips are Lipschitz, so error
 * bounds pass straight through them.
 */

/** A maximum of a bias-free network, with errors. */
export function boundMaximum(
  { groups }: MaximumOperation,
  x: CertifiedVector,
  out: CertifiedVector,
): void {
  groups.forEach((group, g) => {
    let value = -Infinity;
    let error = 0;
    for (const i of group) {
      // NaN, of which nothing is known, has an error of Infinity.
      if (x.values[i] > value) value = x.values[i];
      if (x.errors[i] > error) error = x.errors[i];
    }
    out.values[g] = value;
    out.errors[g] = error;
  });
}

/** Functions of one variable of a bias-free network, with errors. */
export function boundActivation(
  operation: ActivationOperation,
  x: CertifiedVector,
  out: CertifiedVector,
): void {
  for (let i = 0; i < operation.size; i++) bendWithError(operation, i, x, out);
}

/**
 * Output i of an activation of a bias-free network: a slope on either side of 0, at most. Errors are
 * inherited by Lipschitz continuity, and the product adds its own.
 */
function bendWithError(
  operation: ActivationOperation,
  i: number,
  x: CertifiedVector,
  out: CertifiedVector,
): void {
  const f = operation.functionOf(i);
  if (f.kind !== 'piecewise' || !f.lines) {
    throw beyondPiecewiseAffine(f.name, 'slopeBounds');
  }
  const { slopes, breakpoints, exact } = f.lines;
  const value = x.values[i];
  const error = x.errors[i];
  const [left, right] = [slopes[0], slopes[slopes.length - 1]];
  const factor = breakpoints.length > 0 && value > 0 ? right : left;
  out.values[i] = factor === 0 ? 0 : value * factor;
  const certain = breakpoints.length === 0 || Math.abs(value) > error;
  if (factor === 0 && certain && exact) {
    out.errors[i] = 0;
    return;
  }
  const steepest = Math.max(Math.abs(left), Math.abs(right)) * (exact ? 1 : 1 + 2 ** -52);
  const inherited = error * (certain ? Math.abs(factor) * (1 + 2 ** -52) : steepest);
  if ((factor === 0 || factor === 1 || value === 0) && exact) {
    // What an error is multiplied by may underflow.
    out.errors[i] = error === 0 ? 0 : inherited * (1 + 2 ** -52) + Number.MIN_VALUE;
    return;
  }
  const result = Math.abs(value * factor);
  // The product is rounded once, and a factor that is no double has been rounded before.
  const roundings = exact ? UNIT_ROUNDOFF : 2 * UNIT_ROUNDOFF;
  out.errors[i] =
    result > 2 ** -900 && Math.abs(factor) > 2 ** -900
      ? (inherited + result * roundings) * (1 + 2 ** -50)
      : Infinity;
}
