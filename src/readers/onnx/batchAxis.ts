import { countOf, doublesOf, type Tensor, type VariableTensor } from '../lowering/tensor.js';
import type { OperatorContext } from './operatorContext.js';

/**
 * Thrown where a layer mixes the first axis of the input, so that it cannot be a batch: the reading
 * that took it for one is given up.
 */
export class BatchMixed extends Error {}

/**
 * Where the batch axis of a node's inputs stands in what it makes. A batch of fixed length was read
 * as 1, so an axis that is mixed would go unnoticed but for this.
 *
 * @param axisOf - the batch axis of an input; null for one that has none
 * @throws BatchMixed if the node reduces, slices, joins, multiplies or normalises along it
 */
export function batchAxisAfter(
  context: OperatorContext,
  made: VariableTensor,
  axisOf: (tensor: Tensor) => number | null,
): number {
  const { node, inputs } = context;
  const batched = inputs.flatMap((tensor, k) => {
    const axis = tensor && axisOf(tensor);
    return tensor && axis !== null ? [{ tensor, axis, k }] : [];
  });
  const rule = RULES[node.operator] ?? elementwise;
  const axes = batched.map((operand) => rule(context, operand, made));
  const [axis] = axes;
  if (axis === null || axes.some((other) => other !== axis) || made.shape[axis] !== 1) {
    throw new BatchMixed(`${node.path} mixes entries of the batch`);
  }
  return axis;
}

interface Operand {
  readonly tensor: Tensor;
  readonly axis: number;
  /** Which input of the node it is. */
  readonly k: number;
}

/** Where the axis stands afterwards; null where the operator mixes it. */
type Rule = (context: OperatorContext, operand: Operand, made: VariableTensor) => number | null;

/** Axes are aligned at the end. */
const elementwise: Rule = (_, { tensor, axis }, made) =>
  axis + made.shape.length - tensor.shape.length;

/** The first axis stays the first. */
const images: Rule = (_, { axis }) => (axis === 0 ? 0 : null);

const alongAxes =
  (attribute: string, input: number | null): Rule =>
  (context, { tensor, axis }) => {
    const rank = tensor.shape.length;
    const named =
      (input === null ? context.node.integers(attribute) : context.integers(input, attribute)) ??
      [];
    const noop = context.node.integer('noop_with_empty_axes', 0) !== 0;
    if (named.length === 0) return noop ? axis : null;
    const axes = named.map((each) => context.axis(each, rank));
    if (axes.includes(axis)) return null;
    const kept = context.node.integer('keepdims', 1) !== 0;
    return kept ? axis : axis - axes.filter((each) => each < axis).length;
  };

/** One axis, named by an attribute, along which entries meet. */
const alongAxis =
  (attribute: string, fallback: number): Rule =>
  (context, { tensor, axis }) => {
    const named = context.axis(context.node.integer(attribute, fallback), tensor.shape.length);
    return named === axis ? null : axis;
  };

/** Entries meet along all axes from one on. */
const fromAxis: Rule = ({ node }, { tensor, axis }) => {
  const named = node.integer('axis', -1);
  const first = named < 0 ? named + tensor.shape.length : named;
  return axis < first ? axis : null;
};

const reduce = alongAxes('axes', 1);

const RULES: Readonly<Record<string, Rule>> = {
  Transpose: ({ node }, { tensor, axis }) => {
    const order = node.integers('perm') ?? [...tensor.shape.keys()].reverse();
    const at = order.indexOf(axis);
    return at < 0 ? null : at;
  },
  Flatten: ({ node }, { tensor, axis }) => {
    const named = node.integer('axis', 1);
    const until = named < 0 ? named + tensor.shape.length : named;
    return axis === 0 && until >= 1 && countOf(tensor.shape.slice(1, until)) === 1 ? 0 : null;
  },
  Reshape: (context, { axis }) => {
    const [first] = context.integers(1, 'shape') ?? [];
    const whole = first === context.batch || first === -1 || first === 0;
    return axis === 0 && whole ? 0 : null;
  },
  Squeeze: (context, { tensor, axis }) => {
    const named = context.integers(1, 'axes');
    if (!named) return null;
    const axes = named.map((each) => context.axis(each, tensor.shape.length));
    return axes.includes(axis) ? null : axis - axes.filter((each) => each < axis).length;
  },
  Unsqueeze: (context, { axis }, made) => {
    const rank = made.shape.length;
    const added = new Set((context.integers(1, 'axes') ?? []).map((a) => context.axis(a, rank)));
    const old = [...made.shape.keys()].filter((each) => !added.has(each));
    return old[axis] ?? null;
  },
  Concat: alongAxis('axis', 1),
  Split: alongAxis('axis', 0),
  CumSum: (context, { tensor, axis }) => {
    const [named] = doublesOf(context.constant(1, 'has a computed axis'));
    return context.axis(named, tensor.shape.length) === axis ? null : axis;
  },
  Slice: (context, { tensor, axis }) => {
    const axes = context.integers(3, 'axes');
    const starts = context.integers(1, 'starts') ?? [];
    const named = axes ?? [...starts.keys()];
    const k = named.findIndex((each) => context.axis(each, tensor.shape.length) === axis);
    if (k < 0) return axis;
    const ends = context.integers(2, 'ends') ?? [];
    const [step] = [context.integers(4, 'steps')?.[k] ?? 1];
    return starts[k] === 0 && step === 1 && ends[k] >= context.batch ? axis : null;
  },
  Gather: (context, { tensor, axis, k }, made) => {
    if (k !== 0) return null;
    const named = context.axis(context.node.integer('axis', 0), tensor.shape.length);
    if (named === axis) return null;
    return named < axis ? axis + made.shape.length - tensor.shape.length : axis;
  },
  GatherND: () => null,
  Tile: (context, { axis }) => ((context.integers(1, 'repeats') ?? [])[axis] === 1 ? axis : null),
  Pad: (context, { tensor, axis }) => {
    const pads = context.integers(1, 'pads') ?? [];
    const rank = tensor.shape.length;
    if (context.has(3)) return null;
    return pads[axis] === 0 && pads[axis + rank] === 0 ? axis : null;
  },
  MatMul: (_, { tensor, axis, k }, made) => {
    const fromEnd = tensor.shape.length - axis;
    if (tensor.shape.length < 2 || fromEnd === (k === 0 ? 1 : 2)) return null;
    return made.shape.length - fromEnd;
  },
  Gemm: ({ node }, { axis, k }) => {
    if (k > 1) return axis;
    const flipped = node.integer(k === 0 ? 'transA' : 'transB', 0) !== 0;
    const oriented = flipped ? 1 - axis : axis;
    return oriented === k ? k : null;
  },
  Softmax: alongAxis('axis', -1),
  LogSoftmax: alongAxis('axis', -1),
  ReduceSum: reduce,
  ReduceMean: reduce,
  ReduceMax: reduce,
  ReduceMin: reduce,
  ReduceL1: reduce,
  TopK: alongAxis('axis', -1),
  Conv: images,
  ConvTranspose: images,
  MaxPool: images,
  AveragePool: images,
  GlobalMaxPool: images,
  GlobalAveragePool: images,
  Resize: images,
  Upsample: images,
  DepthToSpace: images,
  SpaceToDepth: images,
  BatchNormalization: images,
  LayerNormalization: fromAxis,
  RMSNormalization: fromAxis,
  SimplifiedLayerNormalization: fromAxis,
  InstanceNormalization: images,
  GroupNormalization: images,
  LpNormalization: alongAxis('axis', -1),
  ReduceL2: reduce,
  ReduceSumSquare: reduce,
  ReduceLogSum: reduce,
  ReduceLogSumExp: reduce,
  Normalizer: images,
  TreeEnsembleClassifier: images,
  TreeEnsembleRegressor: images,
  Einsum: () => null,
  Scaler: images,
  LinearClassifier: images,
  LinearRegressor: images,
};
