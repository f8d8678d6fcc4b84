import type { Rational } from '../exact/rational.js';
import { Real } from '../exact/real.js';
import { walkBack } from '../network/backwardWalk.js';
import type { UnitPlace } from '../network/domain.js';
import type { Network } from '../network/network.js';
import type { LinearDomain } from '../network/operationOver.js';
import type { Pattern } from '../network/pattern.js';
import type { UnivariateFunction } from '../network/univariate.js';

/**
 * The Jacobian of the logits on a pattern, by one backward walk per class.
 *
 * Arithmetic: exact for rational constants, enclosed for others.
 *
 * @returns shape [C][D]
 */
export function realJacobianOn(network: Network, pattern: Pattern): Real[][] {
  const domain = new PatternSlopes(pattern);
  return Array.from({ length: network.outputSize }, (_, c) => {
    const cotangent = new Array<Real>(network.outputSize).fill(Real.zero);
    cotangent[c] = Real.one;
    return walkBack(network, domain, cotangent);
  });
}

/** The slopes of every unit on a pattern, exactly. */
class PatternSlopes implements LinearDomain<Real> {
  readonly zero = Real.zero;

  constructor(private readonly pattern: Pattern) {}

  isZero(x: Real): boolean {
    return x.isZero;
  }

  addScaled(sum: Real, x: Real, weight: number, weightOther: Real | null): Real {
    return sum.add(x.multiply(weightOther ?? Real.of(weight)));
  }

  timesSlope(f: UnivariateFunction, x: Real, { node, unit }: UnitPlace): Real {
    const state = this.pattern[node]![unit];
    if (f.kind !== 'piecewise' || !f.lines || state < 0) {
      throw new RangeError(`realJacobianOn: ${f.name} has no slope on a piece that is not known`);
    }
    return (f.pieces[state][1] ?? Real.zero).multiply(x);
  }

  winnerAt({ node, unit }: UnitPlace): number {
    const winner = this.pattern[node]![unit];
    if (winner < 0) throw new RangeError('realJacobianOn: the winner of a maximum is not known');
    return winner;
  }
}

/**
 * The same as fractions, for networks whose constants are rational.
 *
 * @throws RangeError if an entry is only enclosed
 */
export function exactJacobianOn(network: Network, pattern: Pattern): Rational[][] {
  return realJacobianOn(network, pattern).map((row) =>
    row.map((entry) => {
      if (!entry.rational) throw new RangeError('exactJacobianOn: an entry is only enclosed');
      return entry.rational;
    }),
  );
}
