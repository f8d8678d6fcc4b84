import { unknownKind } from '../errors/unknownKind.js';
import type { Real } from '../exact/real.js';
import { applyFunction } from '../germ/applyFunction.js';
import { Coefficient } from '../germ/coefficient.js';
import type { Context } from '../germ/context.js';
import {
  addExpansions,
  combineRows,
  constantExpansion,
  type Expansion,
  type ExpansionRow,
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
import type { BeyondAffine, Domain, WeightedRow } from '../network/domain.js';
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
  readonly combination: (rows: readonly WeightedRow<Expansion>[]) => Expansion;

  constructor(readonly context: Context) {
    this.combination = (rows) => combineRows(rows.map(withDoubles), context);
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

/** The same sum with doubles as weights: what has other weights is multiplied by them. */
function withDoubles(row: WeightedRow<Expansion>): ExpansionRow {
  const { weights, others, columns, values } = row;
  if (!others) return row;
  const scaled = Array.from(weights, (_, n) => {
    const value = values[columns ? columns[n] : n];
    const other = others[n];
    return other ? scaleExpansion(value, Coefficient.ofReal(other)) : value;
  });
  return {
    weights: Array.from(weights, (weight, n) => (others[n] ? 1 : weight)),
    columns: null,
    values: scaled,
  };
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
    default:
      return unknownKind(f);
  }
}
