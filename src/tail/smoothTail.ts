import { Rational } from '../exact/rational.js';
import { Real } from '../exact/real.js';
import { capabilityOf } from '../network/capability.js';
import type { Network } from '../network/network.js';
import { recession } from '../network/recession.js';
import { lowerBound, upperBound } from './certifiedVector.js';
import { exactGerms } from './exactGerms.js';
import type { ExpandedTail, LimitRegime } from './expandedTailForm.js';
import type { Growth } from './growth.js';
import { lazily } from './lazily.js';
import { logitSlopes } from './logitSlopes.js';
import { regimeOf } from './regime.js';
import { UndecidedGerm } from './smoothGerms.js';
import { smoothWalk } from './smoothWalk.js';
import { softmaxInDoubles } from './softmaxInDoubles.js';
import { decideTop } from './topSet.js';

/** A tail, and how its comparisons were decided. */
export interface SmoothTail extends ExpandedTail {
  /** How many comparisons error bounds settled, and how many needed exact slopes. */
  readonly decisions: { readonly certified: number; readonly exact: number };
}

/**
 * A network's behaviour at infinity along one ray by certified float64: of affine operations,
 * maxima and activations with asymptotes. Costs about two forward passes.
 *
 * Regime and top classes are decided exactly. Exact slopes are computed when first read, and so is
 * whatever float64 encloses too widely.
 *
 * @param origin - shape [D], finite
 * @param direction - shape [D], finite
 * @param expand - the same tail by expansions, asked where enclosures are to be narrower
 * @returns null where this does not tell, and expansions have to
 *
 * Source: claim `slopes-ignore-shape`.
 */
export function smoothTail(
  network: Network,
  origin: ArrayLike<number>,
  direction: ArrayLike<number>,
  expand: () => ExpandedTail,
): SmoothTail | null {
  if (!isWithinReach(network)) return null;
  try {
    return tailOf(network, Float64Array.from(origin), Float64Array.from(direction), expand);
  } catch (error) {
    if (error instanceof UndecidedGerm) return null;
    throw error;
  }
}

const reach = new WeakMap<Network, boolean>();

/** Whether all of a network's operations are ones that have germs. */
function isWithinReach(network: Network): boolean {
  let known = reach.get(network);
  if (known === undefined) {
    known =
      network.outputs !== 'probabilities' &&
      network.nodes.every(({ operation }) => operation.kind !== 'general');
    reach.set(network, known);
  }
  return known;
}

function tailOf(
  network: Network,
  origin: Float64Array,
  direction: Float64Array,
  expand: () => ExpandedTail,
): SmoothTail {
  const germs = smoothWalk(network, origin, direction);
  const { top, known, settled } = decideTop(
    germs.slopes[network.output],
    logitSlopes(recession(network), () => germs.exact),
  );
  if (!known) throw new UndecidedGerm();
  const values = germs.intercepts[network.output].values.slice();
  const errors = germs.intercepts[network.output].errors.slice();
  const isClassifier = values.length > 1;
  const regime = regimeOf({ top, known }, values.length) as LimitRegime;
  const expanded = lazily(expand);
  const slope = lazily(() => germs.exact.of(network.output).map((germ) => germ.slope));
  const intercept = lazily(
    () =>
      rationalIntercepts(network, origin, direction) ??
      interceptsOf(values, errors) ??
      expanded().intercept,
  );
  const limit = lazily(() => limitsOf(top, values, errors) ?? expanded().limit);
  const growth = lazily(() => growthsOf(slope(), intercept()) ?? expanded().growth);
  return {
    regime: isClassifier ? regime : null,
    top: isClassifier ? top : null,
    boundary: false,
    decisions: {
      certified: germs.decisions.certified + (settled === 0 ? 1 : 0),
      exact: germs.decisions.exact + settled,
    },
    get slope() {
      return slope();
    },
    get intercept() {
      return intercept();
    },
    get growth() {
      return growth();
    },
    get limit() {
      return isClassifier ? limit() : null;
    },
  };
}

/** Of a piecewise-affine network with rational constants intercepts are rational too; else null. */
function rationalIntercepts(
  network: Network,
  origin: Float64Array,
  direction: Float64Array,
): readonly Real[] | null {
  const { piecewiseAffine, constants } = capabilityOf(network);
  if (!piecewiseAffine || constants === 'enclosures') return null;
  return exactGerms(network, origin, direction)
    .of(network.output)
    .map((germ) => germ.intercept);
}

/** Intercepts are to be enclosed this narrowly, relatively; limits absolutely. */
const INTERCEPT_WIDTH = 2 ** -32;
const LIMIT_WIDTH = 2 ** -36;

function interceptsOf(values: Float64Array, errors: Float64Array): readonly Real[] | null {
  for (let c = 0; c < values.length; c++) {
    if (!(errors[c] <= Math.abs(values[c]) * INTERCEPT_WIDTH)) return null;
  }
  return Array.from(values, (value, c) =>
    errors[c] === 0
      ? Real.of(value)
      : between(lowerBound(value, errors[c]), upperBound(value, errors[c])),
  );
}

function limitsOf(
  top: readonly number[],
  values: Float64Array,
  errors: Float64Array,
): readonly Real[] | null {
  const isTop = (c: number) => top.includes(c);
  if (top.length === 1) return Array.from(values, (_, c) => (isTop(c) ? Real.one : Real.zero));
  if (!top.every((c) => errors[c] <= LIMIT_WIDTH)) return null;
  const bounds = softmaxInDoubles(top, values, errors);
  return (
    bounds &&
    Array.from(values, (_, c) => (isTop(c) ? between(bounds.lower[c], bounds.upper[c]) : Real.zero))
  );
}

function between(lower: number, upper: number): Real {
  return Real.between(Rational.of(lower), Rational.of(upper));
}

/** How each a + t·b grows; null where it is not known of one whether it vanishes. */
function growthsOf(slope: readonly Real[], intercept: readonly Real[] | null): Growth[] | null {
  const growths = slope.map((b, c): Growth | null => {
    const a = intercept?.[c];
    const coefficient = b.isZero ? a : b;
    if (!a || !coefficient || (coefficient.sign === null && !coefficient.isZero)) return null;
    return { power: b.isZero ? 0 : 1, log: 0, coefficient, slope: b, intercept: a };
  });
  return growths.every((growth) => growth !== null) ? growths : null;
}
