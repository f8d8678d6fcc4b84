import { Rational } from '../exact/rational.js';
import type { Real } from '../exact/real.js';
import { applyFunction } from '../germ/applyFunction.js';
import { Coefficient } from '../germ/coefficient.js';
import type { Context } from '../germ/context.js';
import {
  addExpansions,
  combine,
  constantExpansion,
  type Expansion,
  multiplyExpansions,
  scaleExpansion,
  signOfExpansion,
} from '../germ/expansion.js';
import { expOfExpansion, logOfExpansion } from '../germ/exponential.js';
import { hullOfExpansions } from '../germ/hull.js';
import { periodicOfExpansion } from '../germ/periodic.js';
import { applyPiecewise, maximumOfExpansions } from '../germ/piecewise.js';
import { divideExpansions, powerOfExpansion } from '../germ/power.js';
import { softmaxOfExpansions } from '../germ/softmax.js';
import type { BeyondAffine, Domain } from '../network/domain.js';
import type { ElementaryFunction } from '../network/elementaryFunction.js';
import type { UnivariateFunction } from '../network/univariate.js';

/**
 * Expansions at infinity as the numbers of a walk: what a network with products, norms, attention
 * and smooth activations does far out on a ray.
 *
 * Where a comparison is not known, the result encloses what each answer gives.
 */
export class ExpansionDomain implements Domain<Expansion> {
  readonly beyond: BeyondAffine<Expansion>;
  readonly combination: (
    bias: Expansion,
    weights: readonly Real[],
    x: readonly Expansion[],
  ) => Expansion;

  constructor(readonly context: Context) {
    this.combination = (bias, weights, x) => combineWith(bias, weights, x, context);
    this.beyond = {
      multiply: (x, y) => multiplyExpansions(x, y, context),
      divide: (x, y) => divideExpansions(x, y, context),
      elementary: (f, x) => elementaryOf(f, x, context),
      softmax: (group, x) =>
        softmaxOfExpansions(
          Array.from(group, (i) => x[i]),
          context,
        ),
      choose: (condition, positive, otherwise) => {
        const sign = signOfExpansion(condition);
        if (sign === null) return hullOfExpansions(positive(), otherwise(), context);
        return sign > 0 ? positive() : otherwise();
      },
    };
  }

  constant(nearest: number, other: Real | null): Expansion {
    return constantExpansion(other ? Coefficient.ofReal(other) : Coefficient.of(nearest));
  }

  addScaled(sum: Expansion, x: Expansion, weight: number, weightOther: Real | null): Expansion {
    const factor = weightOther ? Coefficient.ofReal(weightOther) : Coefficient.of(weight);
    return addExpansions(sum, scaleExpansion(x, factor), this.context);
  }

  apply(f: UnivariateFunction, x: Expansion): Expansion {
    return f.kind === 'piecewise'
      ? applyPiecewise(f, x, this.context)
      : applyFunction(f, x, this.context);
  }

  maximum(group: Int32Array, x: ArrayLike<Expansion>): Expansion {
    return maximumOfExpansions(
      Array.from(group, (i) => x[i]),
      this.context,
    );
  }
}

function combineWith(
  bias: Expansion,
  weights: readonly Real[],
  x: readonly Expansion[],
  context: Context,
): Expansion {
  const factors: Rational[] = [Rational.one];
  const parts: Expansion[] = [bias];
  weights.forEach((weight, i) => {
    if (weight.rational) {
      factors.push(weight.rational);
      parts.push(x[i]);
    } else {
      factors.push(Rational.one);
      parts.push(scaleExpansion(x[i], Coefficient.ofReal(weight)));
    }
  });
  return combine(factors, parts, context);
}

function elementaryOf(f: ElementaryFunction, x: Expansion, context: Context): Expansion {
  switch (f.kind) {
    case 'exp':
      return expOfExpansion(x, context);
    case 'log':
      return logOfExpansion(x, context);
    case 'power':
      return powerOfExpansion(x, f.exponent, context);
    case 'sin':
    case 'cos':
      return periodicOfExpansion(f.kind, x, context);
  }
}
