import { Refusal } from '../../lowering/refusal.js';
import type { OnnxNode } from '../onnxNode.js';

/** How many inputs an operator has, [fewest, most]; one for those not listed. */
const INPUT_COUNTS: Readonly<Record<string, readonly [number, number]>> = {
  Add: [2, 2],
  And: [2, 2],
  BatchNormalization: [5, 5],
  Clip: [1, 3],
  Concat: [1, Infinity],
  Constant: [0, 0],
  Conv: [2, 3],
  Div: [2, 2],
  Dropout: [1, 3],
  Equal: [2, 2],
  Expand: [2, 2],
  Gather: [2, 2],
  Gemm: [2, 3],
  Greater: [2, 2],
  Less: [2, 2],
  MatMul: [2, 2],
  Max: [1, Infinity],
  Mean: [1, Infinity],
  Min: [1, Infinity],
  Mod: [2, 2],
  Mul: [2, 2],
  Or: [2, 2],
  PRelu: [2, 2],
  Pad: [1, 4],
  Pow: [2, 2],
  Range: [3, 3],
  ReduceMax: [1, 2],
  ReduceMean: [1, 2],
  ReduceMin: [1, 2],
  ReduceSum: [1, 2],
  Reshape: [2, 2],
  Slice: [1, 5],
  Split: [1, 2],
  Squeeze: [1, 2],
  Sub: [2, 2],
  Sum: [1, Infinity],
  Tile: [2, 2],
  Unsqueeze: [1, 2],
  Where: [3, 3],
};

/** @throws Refusal when a node has too few or too many inputs */
export function checkInputCount(node: OnnxNode): void {
  const [fewest, most] = INPUT_COUNTS[node.operator] ?? [1, 1];
  const count = node.inputs.length;
  if (count >= fewest && count <= most) return;
  const wanted = fewest === most ? `${fewest}` : `${fewest} to ${most}`;
  throw new Refusal(
    count < fewest ? 'missing' : 'malformed',
    `must have ${wanted} inputs, but has ${count}`,
    'the file contradicts itself: export it again',
  );
}
