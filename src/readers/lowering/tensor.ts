import { Numbers } from '../../network/numbers.js';
import { Refusal } from './refusal.js';

/** The lengths of a tensor's axes; empty for a scalar. */
export type Shape = readonly number[];

/** A tensor known when the file is read: a weight, or a list of axes. */
export interface ConstantTensor {
  readonly kind: 'constant';
  readonly shape: Shape;
  /** Row-major. What a file stores is exact; an entry may be infinite, as bounds are. */
  readonly numbers: Numbers;
  /** Whether the file stores whole numbers: their division truncates. */
  readonly integer: boolean;
  /** What the file calls it, for messages. */
  readonly name: string;
}

/** A tensor that depends on the network's input: a value of the network and its shape. */
export interface VariableTensor {
  readonly kind: 'variable';
  readonly shape: Shape;
  readonly value: number;
}

/** The outcome of comparing a computed tensor with a constant, which only a choice may read. */
export interface ConditionTensor {
  readonly kind: 'condition';
  readonly shape: Shape;
  readonly base: VariableTensor;
  readonly threshold: ConstantTensor;
  readonly side: 'above' | 'below';
  /** Whether it holds on the threshold itself; where a choice is continuous either will do. */
  readonly orEqual: boolean;
}

export type Tensor = ConstantTensor | VariableTensor | ConditionTensor;

export function constantTensor(
  shape: Shape,
  numbers: Numbers | Float64Array,
  name: string,
  integer = false,
): ConstantTensor {
  return { kind: 'constant', shape, numbers: Numbers.from(numbers), integer, name };
}

/**
 * The entries of a tensor as plain doubles, where they count or choose something: lengths, axes,
 * conditions.
 *
 * @throws Refusal if one of them is no double
 */
export function doublesOf({ numbers, name }: ConstantTensor): Float64Array {
  if (numbers.areDoubles) return numbers.nearest;
  throw new Refusal(
    'out_of_range',
    'must be numbers that doubles hold exactly',
    'the file contradicts itself: export it again',
    { path: `tensor "${name}"` },
  );
}

/** Refuses the outcome of a comparison where numbers are read. */
export function numeric(tensor: Tensor): ConstantTensor | VariableTensor {
  if (tensor.kind !== 'condition') return tensor;
  throw new Refusal(
    'unsupported',
    'computes with the outcome of a comparison, which jumps',
    'let only a choice (Where) read comparisons',
  );
}

/** The number of entries of a tensor of this shape. */
export function countOf(shape: Shape): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** How far apart neighbours along each axis stand, row-major. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let a = shape.length - 2; a >= 0; a--) strides[a] = strides[a + 1] * shape[a + 1];
  return strides;
}

/** A shape as messages write it: `[1, 3, 32, 32]`. */
export function showShape(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}
