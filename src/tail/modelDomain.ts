import { unknownKind } from '../errors/unknownKind.js';
import type { Real } from '../exact/real.js';
import { Coefficient } from '../germ/coefficient.js';
import {
  addModels,
  applyPiecesToModel,
  applyToModel,
  combineModels,
  decaying,
  type ModelRow,
  maximumOfModels,
  softmaxOfModels,
} from '../germ/modelFunctions.js';
import {
  divideModels,
  exponentialModel,
  logarithmModel,
  powerOfModel,
} from '../germ/modelSeries.js';
import {
  constantModel,
  grows,
  leadOf,
  type Model,
  type ModelContext,
  multiplyModels,
  OpenModel,
  timesMonomial,
} from '../germ/taylorModel.js';
import type { BeyondAffine, Domain, WeightedRow } from '../network/domain.js';
import type { ElementaryFunction } from '../network/elementaryFunction.js';
import type { UnivariateFunction } from '../network/univariate.js';

/**
 * Taylor models at infinity as the numbers of a walk: what a network's values are for every t from
 * some point on, with bounds of all that vanishes.
 *
 * Where a model does not tell it throws `OpenModel`.
 */
export class ModelDomain implements Domain<Model> {
  readonly beyond: BeyondAffine<Model>;
  readonly combination: (rows: readonly WeightedRow<Model>[]) => Model;

  constructor(readonly context: ModelContext) {
    this.combination = (rows) =>
      combineModels(
        rows.map((row) => withDoubles(row, context)),
        context,
      );
    this.beyond = {
      multiply: (x, y) => multiplyModels(x, y, context),
      divide: (x, y) => divideModels(x, y, context),
      elementary: (f, x) => elementaryOf(f, x, context),
      softmax: (group, x) =>
        softmaxOfModels(
          Array.from(group, (i) => x[i]),
          context,
        ),
      choose: (condition, positive, otherwise) =>
        leadOf(condition, context)?.sign === 1 ? positive() : otherwise(),
    };
  }

  constant(nearest: number, other: Real | null): Model {
    return constantModel(other ? Coefficient.ofReal(other) : Coefficient.of(nearest));
  }

  addScaled(sum: Model, x: Model, weight: number, weightOther: Real | null): Model {
    const factor = weightOther ? Coefficient.ofReal(weightOther) : Coefficient.of(weight);
    return addModels(sum, timesMonomial(x, factor, 0, this.context), this.context);
  }

  apply(f: UnivariateFunction, x: Model): Model {
    return f.kind === 'piecewise'
      ? applyPiecesToModel(f, x, this.context)
      : applyToModel(f, x, this.context);
  }

  maximum(group: Int32Array, x: ArrayLike<Model>): Model {
    return maximumOfModels(
      Array.from(group, (i) => x[i]),
      this.context,
    );
  }
}

/** The same sum with doubles as weights: what has other weights is multiplied by them. */
function withDoubles(row: WeightedRow<Model>, context: ModelContext): ModelRow {
  const { weights, others, columns, values } = row;
  if (!others) return row;
  const scaled = Array.from(weights, (_, n) => {
    const value = values[columns ? columns[n] : n];
    const other = others[n];
    return other ? timesMonomial(value, Coefficient.ofReal(other), 0, context) : value;
  });
  return {
    weights: Array.from(weights, (weight, n) => (others[n] ? 1 : weight)),
    columns: null,
    values: scaled,
  };
}

function elementaryOf(f: ElementaryFunction, x: Model, context: ModelContext): Model {
  switch (f.kind) {
    case 'exp':
      return grows(x) ? decaying(x, context) : exponentialModel(x, context);
    case 'log':
      // The checker of certificates has no logarithm.
      if (context.byChords) throw new OpenModel('a logarithm', 'logarithm');
      return logarithmModel(x, context);
    case 'power':
      return powerOfModel(x, f.exponent, context);
    case 'sin':
    case 'cos':
      throw new OpenModel('a periodic function', 'periodic function');
    default:
      return unknownKind(f);
  }
}
