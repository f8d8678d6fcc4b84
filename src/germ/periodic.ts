import { cos, sin } from '../exact/elementary.js';
import { Real } from '../exact/real.js';
import { Coefficient } from './coefficient.js';
import type { Context } from './context.js';
import type { Expansion } from './expansion.js';
import { composeSeries, settles, splitAtConstant } from './series.js';

const BOUNDED = Real.of(-1).hull(Real.one);

/**
 * sin x or cos x.
 *
 * Of an x that grows they have no limit. Where x = a + b·t with a rational b, and the walk follows
 * t = phase + n·period, a common period of all that it meets, they are constants: rational numbers
 * have a common multiple, so there is one.
 */
export function periodicOfExpansion(
  kind: 'sin' | 'cos',
  x: Expansion,
  context: Context,
): Expansion {
  if (settles(x) !== true) return context.bounded(BOUNDED);
  const { growing, constant, vanishing } = splitAtConstant(x);
  let at = constant ?? Coefficient.zero;
  if (growing.terms.length > 0) {
    context.periodic = true;
    const [{ monomial, coefficient }] = growing.terms;
    const linear =
      growing.terms.length === 1 &&
      monomial.growth.length === 0 &&
      monomial.power === 1 &&
      monomial.log === 0;
    if (!linear || !coefficient.rational || !context.phase) return context.bounded(BOUNDED);
    at = at.add(coefficient.multiply(Coefficient.ofReal(context.phase)));
  }
  const shifted = kind === 'sin' ? 0 : 1;
  return composeSeries((k) => derivative(k + shifted, k, at, context), vanishing, context);
}

/** sin^(n)/k! at a point: sin, cos, −sin, −cos. */
function derivative(n: number, k: number, at: Coefficient, { atoms }: Context): Coefficient {
  const value = n % 2 === 0 ? atoms.of('sin', at, sin) : atoms.of('cos', at, cos);
  let factorial = 1;
  for (let i = 2; i <= k; i++) factorial *= i;
  const share = Real.one.divide(Real.of(n % 4 < 2 ? factorial : -factorial));
  return value.multiply(Coefficient.ofReal(share));
}
