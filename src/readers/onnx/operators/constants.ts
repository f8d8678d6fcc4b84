import { Real } from '../../../exact/real.js';
import { Numbers } from '../../../network/numbers.js';
import { refuseValue } from '../../lowering/refusal.js';
import {
  constantTensor,
  countOf,
  doublesOf,
  showShape,
  type Tensor,
} from '../../lowering/tensor.js';
import type { Lowering, OperatorContext } from '../operatorContext.js';

/** Operators whose result is known when the file is read. */
export const constants: Readonly<Record<string, Lowering>> = {
  Constant: (context) => [constant(context)],
  ConstantOfShape: (context) => {
    const shape = Array.from(doublesOf(context.constant(0, 'has a computed shape')));
    if (!shape.every((length) => Number.isSafeInteger(length) && length >= 0)) {
      refuseValue(`makes a tensor of shape ${showShape(shape)}`);
    }
    const proto = context.node.tensor('value');
    const fill = proto ? context.readTensor(proto) : null;
    context.graph.charge(countOf(shape));
    const values = Numbers.filled(countOf(shape), fill ? fill.numbers.at(0) : Real.zero);
    return [constantTensor(shape, values, context.node.label, fill?.integer ?? false)];
  },
  Shape: (context) => {
    const { shape } = context.tensor(0);
    const start = context.node.integer('start', 0);
    const end = context.node.integer('end', shape.length);
    const part = shape.slice(start, end);
    return [constantTensor([part.length], Float64Array.from(part), context.node.label, true)];
  },
  Size: (context) => {
    const count = countOf(context.tensor(0).shape);
    return [constantTensor([], Float64Array.of(count), context.node.label, true)];
  },
  Range: (context) => {
    const [start, limit, delta] = [0, 1, 2].map((k) => {
      return doublesOf(context.weights(k, 'has computed bounds'))[0];
    });
    const count = Math.max(0, Math.ceil((limit - start) / delta));
    if (Number.isNaN(count)) refuseValue('counts in steps of 0');
    context.graph.charge(count);
    const values = Float64Array.from({ length: count }, (_, i) => start + i * delta);
    const integer = values.every(Number.isInteger);
    return [constantTensor([count], values, context.node.label, integer)];
  },
};

function constant(context: OperatorContext): Tensor {
  const { node } = context;
  const proto = node.tensor('value');
  if (proto) return context.readTensor(proto);
  if (node.has('value_float')) return list([node.float('value_float', 0)], [], false);
  if (node.has('value_int')) return list([node.integer('value_int', 0)], [], true);
  const floats = node.floats('value_floats');
  if (node.has('value_floats') && floats) return list(floats, [floats.length], false);
  const integers = node.integers('value_ints');
  if (node.has('value_ints') && integers) return list(integers, [integers.length], true);
  return refuseValue('has no number as its value');

  function list(numbers: readonly number[], shape: readonly number[], integer: boolean): Tensor {
    if (numbers.some(Number.isNaN)) refuseValue('has NaN as its value');
    return constantTensor(shape, Float64Array.from(numbers), node.label, integer);
  }
}
