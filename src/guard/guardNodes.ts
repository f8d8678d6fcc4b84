import { unknownKind } from '../errors/unknownKind.js';
import type { Guard } from '../uncertainty/guarded.js';
import { NodeList } from './nodeList.js';
import { ELEMENT, type NodeToWrite } from './onnxNodes.js';

/** What the tensor that is guarded holds, and what the guarded one holds then. */
export type OutputKind =
  /** Scores whose softmax are the probabilities: they become ln p̃. */
  | 'logits'
  /** One score z of the classes (0, z): it becomes ln p̃₁ − ln p̃₀. */
  | 'logit'
  | 'probabilities'
  /** One column: the probability of the second of two classes. */
  | 'probability';

/** Where a guard is put. */
export interface GuardPlace {
  readonly inputs: readonly {
    readonly name: string;
    /** How many numbers it is for one point. */
    readonly size: number;
    /** Whether it is float32 and needs no cast. */
    readonly isFloat: boolean;
  }[];
  /** Whether the first axis of inputs and output counts points. */
  readonly batched: boolean;
  /** The tensor to guard. */
  readonly original: string;
  readonly holds: OutputKind;
  readonly classes: number;
  /** The name of the guarded tensor. */
  readonly output: string;
  /** TensorProto.DataType of the output; 1 for float32. */
  readonly elementType: number;
  /** What the names of the guard's own tensors begin with. */
  readonly prefix: string;
  /** How what is not finite is mended. */
  readonly mending: Mending;
}

/**
 * How probabilities that are not finite become uniform: `where` by IsNaN and Where, which operator
 * sets have from 9 on; `gather` by choosing one of two rows, for one point at a time; or not.
 */
export type Mending = 'where' | 'gather' | null;

/** Larger than any excess that matters: what an input that is no number lies outside the box. */
const OUTSIDE = 2 ** 127;

/**
 * The nodes that make p̃ of the inputs and the original's output.
 *
 * Operators mean the same in all operator sets from 7 on (Where and IsNaN from 9 on). s and 1 − s
 * are both made as reciprocals, so that neither loses what matters where it is small; far out s
 * underflows to 0 and p̃ is exactly the float32 nearest 1/C.
 */
export function guardNodes(guard: Guard, place: GuardPlace): NodeToWrite[] {
  const nodes = new NodeList(place.prefix);
  const excess = excessNodes(nodes, guard, place);
  const z = nodes.add('trust/logit', 'Sub', [
    nodes.number('kappa', guard.kappa),
    nodes.add('trust/lost', 'Mul', [nodes.number('mu', guard.mu), excess]),
  ]);
  const one = nodes.number('one', 1);
  const logistic = (name: string, of: string) =>
    nodes.add(name, 'Reciprocal', [
      nodes.add(`${name}/sum`, 'Add', [one, nodes.add(`${name}/exponential`, 'Exp', [of])]),
    ]);
  const trust = logistic('trust', nodes.add('trust/opposite', 'Neg', [z]));
  const count = nodes.number('classes', place.classes);
  const share = nodes.add('uniform/share', 'Div', [logistic('uniform', z), count]);
  const p = originalNodes(nodes, place);
  const mixed = nodes.add('mixed', 'Add', [nodes.add('trusted', 'Mul', [trust, p]), share]);
  const guarded = mendedNodes(nodes, place, p, mixed, count);
  outputNodes(nodes, place, guarded);
  return nodes.all;
}

/** e(x), one number a point: shape [N, 1]. */
function excessNodes(nodes: NodeList, guard: Guard, { inputs, batched, mending }: GuardPlace) {
  const flat = inputs.map(({ name, size, isFloat }, k) => {
    const number = isFloat ? name : nodes.cast(`input/${k}/number`, name, 1);
    const shape = nodes.integers(`input/${k}/shape`, [batched ? -1 : 1, size]);
    return nodes.add(`input/${k}`, 'Reshape', [number, shape]);
  });
  const x = flat.length === 1 ? flat[0] : nodes.add('input', 'Concat', flat, { axis: { int: 1 } });
  const size = guard.lower.length;
  const row = (name: string, values: Float64Array) => nodes.numbers(name, [1, size], values);
  const above = nodes.add('above', 'Relu', [
    nodes.add('above/distance', 'Sub', [x, row('upper', guard.upper)]),
  ]);
  const below = nodes.add('below', 'Relu', [
    nodes.add('below/distance', 'Sub', [row('lower', guard.lower), x]),
  ]);
  const outside = nodes.add('outside', 'Div', [
    nodes.add('outside/distance', 'Add', [above, below]),
    row('widths', guard.widths),
  ]);
  const known =
    mending === 'where'
      ? nodes.add('outside/known', 'Where', [
          nodes.add('input/missing', 'IsNaN', [x]),
          nodes.number('outside/largest', OUTSIDE),
          outside,
        ])
      : outside;
  const ones = nodes.numbers('ones', [size, 1], new Float64Array(size).fill(1));
  return nodes.add('excess', 'MatMul', [known, ones]);
}

/** The original's probabilities: shape [N, C], or [N, 1] of one column. */
function originalNodes(
  nodes: NodeList,
  { original, holds, classes, batched, elementType }: GuardPlace,
) {
  const width = holds === 'logit' || holds === 'probability' ? 1 : classes;
  const number = elementType === 1 ? original : nodes.cast('original/number', original, 1);
  const shape = nodes.integers('original/shape', [batched ? -1 : 1, width]);
  const rows = nodes.add('original', 'Reshape', [number, shape]);
  const softmax = (of: string) => nodes.add('probabilities', 'Softmax', [of], { axis: { int: 1 } });
  switch (holds) {
    case 'probabilities':
    case 'probability':
      return rows;
    case 'logits':
      return softmax(rows);
    case 'logit': {
      const nothing = nodes.add('original/nothing', 'Mul', [rows, nodes.number('zero', 0)]);
      return softmax(nodes.add('original/pair', 'Concat', [nothing, rows], { axis: { int: 1 } }));
    }
    default:
      return unknownKind(holds);
  }
}

/** Uniform for every point at which a probability is not finite: p − p is NaN there. */
function mendedNodes(
  nodes: NodeList,
  { holds, classes, mending }: GuardPlace,
  p: string,
  mixed: string,
  count: string,
) {
  if (mending === null) return mixed;
  const width = holds === 'probability' ? 1 : holds === 'logit' ? 2 : classes;
  const ones = nodes.numbers('original/ones', [width, 1], new Float64Array(width).fill(1));
  const finite = nodes.add('original/finite', 'MatMul', [
    nodes.add('original/difference', 'Sub', [p, p]),
    ones,
  ]);
  if (mending === 'gather') {
    // Less is false of NaN, so that the row is 0 there and 1 elsewhere.
    const known = nodes.add('original/known', 'Less', [finite, nodes.number('two', 2)]);
    const row = nodes.add('original/row', 'Reshape', [
      nodes.cast('original/row/number', known, ELEMENT.int64),
      nodes.integers('original/row/shape', [1]),
    ]);
    const uniform = new Float64Array(width).fill(1 / classes);
    const rows = nodes.add(
      'rows',
      'Concat',
      [nodes.numbers('uniform/row', [1, width], uniform), mixed],
      { axis: { int: 0 } },
    );
    return nodes.add('known', 'Gather', [rows, row], { axis: { int: 0 } });
  }
  return nodes.add('known', 'Where', [
    nodes.add('original/unknown', 'IsNaN', [finite]),
    nodes.add('uniform/value', 'Reciprocal', [count]),
    mixed,
  ]);
}

/** p̃ in the original's form and shape. */
function outputNodes(nodes: NodeList, place: GuardPlace, guarded: string): void {
  const { holds, original, output, elementType } = place;
  let result = guarded;
  if (holds === 'logits' || holds === 'logit') {
    result = nodes.add('logarithm', 'Log', [guarded]);
  }
  if (holds === 'logit') {
    const opposite = nodes.numbers('opposite', [2, 1], Float64Array.of(-1, 1));
    result = nodes.add('odds', 'MatMul', [result, opposite]);
  }
  if (elementType !== 1) result = nodes.cast('output/number', result, elementType);
  // The tensor's name tells readers of the file what its last node gives.
  const named = nodes.add(
    holds === 'logits' || holds === 'logit' ? 'guarded logits' : 'guarded probabilities',
    'Identity',
    [result],
  );
  const shape = nodes.add('output/shape', 'Shape', [original]);
  const name = `${place.prefix}output`;
  nodes.make({ operator: 'Reshape', inputs: [named, shape], output, name });
}
