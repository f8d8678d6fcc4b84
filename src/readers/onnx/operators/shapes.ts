import { Numbers } from '../../../network/numbers.js';
import { valueOfCondition } from '../../lowering/computed.js';
import { refuseShape, refuseUnsupported, refuseValue } from '../../lowering/refusal.js';
import { countOf, doublesOf, type Shape, showShape, type Tensor } from '../../lowering/tensor.js';
import type { Lowering, OperatorContext } from '../operatorContext.js';
import { isFloatType } from '../readTensor.js';
import { withoutBatch } from './movement.js';

/** Operators that leave the entries as they are and at most change their shape. */
export const shapes: Readonly<Record<string, Lowering>> = {
  Identity: (context) => [context.tensor(0)],
  Dropout: (context) => {
    const training =
      context.has(2) && doublesOf(context.constant(2, 'has a computed mode'))[0] !== 0;
    if (training) {
      refuseUnsupported('drops values at random', 'export the model in inference mode');
    }
    return [context.tensor(0)];
  },
  Cast: (context) => [cast(context)],
  Flatten: (context) => {
    const x = context.tensor(0);
    const rank = x.shape.length;
    const named = context.node.integer('axis', 1);
    const axis = named === rank ? rank : context.axis(named, Math.max(rank, 1));
    const outer = countOf(x.shape.slice(0, axis));
    return [{ ...x, shape: [outer, countOf(x.shape.slice(axis))] }];
  },
  Reshape: (context) => [reshape(context)],
  Squeeze: (context) => {
    const x = context.tensor(0);
    const named = context.integers(1, 'axes');
    const axes = named?.map((axis) => context.axis(axis, x.shape.length));
    if (axes?.some((axis) => x.shape[axis] !== 1)) {
      refuseShape(`removes axes ${showShape(axes)} of a tensor of shape ${showShape(x.shape)}`);
    }
    const gone = (axis: number) => (axes ? axes.includes(axis) : x.shape[axis] === 1);
    return [{ ...x, shape: x.shape.filter((_, axis) => !gone(axis)) }];
  },
  Unsqueeze: (context) => {
    const x = context.tensor(0);
    const named = context.integers(1, 'axes') ?? refuseValue('has no axes');
    const rank = x.shape.length + named.length;
    if (rank > 64) refuseValue(`makes a tensor with ${rank} axes`);
    const axes = new Set(named.map((axis) => context.axis(axis, rank)));
    if (axes.size !== named.length) refuseValue(`adds an axis of ${showShape(named)} twice`);
    const rest = [...x.shape];
    const shape = Array.from({ length: rank }, (_, axis) => (axes.has(axis) ? 1 : rest.shift()!));
    return [{ ...x, shape }];
  },
};

function reshape(context: OperatorContext): Tensor {
  const x = context.tensor(0);
  const asked = context.integers(1, 'shape') ?? refuseValue('has no shape');
  const wanted = x.kind === 'variable' ? withoutBatch(context, asked) : asked;
  const copies = context.node.integer('allowzero', 0) === 0;
  const lengths = wanted.map((length, axis) =>
    length === 0 && copies ? (x.shape[axis] ?? 0) : length,
  );
  const known = lengths.filter((length) => length !== -1);
  const count = countOf(x.shape);
  const shape: Shape = lengths.map((length) => (length === -1 ? count / countOf(known) : length));
  const valid = shape.every((length) => Number.isSafeInteger(length) && length >= 0);
  if (known.length < lengths.length - 1 || !valid || countOf(shape) !== count) {
    refuseShape(
      `gives ${count} entries of shape ${showShape(x.shape)} the shape ${showShape(asked)}`,
    );
  }
  return { ...x, shape };
}

const FLOAT32 = 1;
const BOOL = 9;
const FLOAT64 = 11;

function cast(context: OperatorContext): Tensor {
  const x = context.tensor(0);
  const to = context.node.integer('to', FLOAT32);
  if (isFloatType(to)) {
    if (x.kind === 'condition') return valueOfCondition(context.graph, x);
    if (x.kind === 'constant') {
      // What the operator does to a stored number, so no rounding of ours.
      const numbers = to === FLOAT32 ? roundedToFloat32(x.numbers) : x.numbers;
      return { ...x, numbers, integer: false };
    }
    if (to !== FLOAT32 && to !== FLOAT64) {
      context.graph.note('Casts to 16-bit floats are taken as exact: their rounding is left out.');
    }
    return x;
  }
  if (x.kind === 'condition' && to === BOOL) return x;
  if (x.kind !== 'constant') {
    return refuseUnsupported('rounds to whole numbers, which is piecewise constant with jumps');
  }
  const values = doublesOf(x).map((value) =>
    to === BOOL ? Number(value !== 0) : Math.trunc(value),
  );
  return { ...x, numbers: Numbers.of(values), integer: true };
}

/** Numbers that were computed stay as they are: rounding them is what evaluation would do. */
function roundedToFloat32(numbers: Numbers): Numbers {
  return numbers.areDoubles ? Numbers.of(numbers.nearest.map(Math.fround)) : numbers;
}
