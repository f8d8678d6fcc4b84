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
  ConvTranspose: [2, 3],
  CumSum: [2, 2],
  'ai.onnx.ml.ArrayFeatureExtractor': [2, 2],
  Div: [2, 2],
  Dropout: [1, 3],
  Equal: [2, 2],
  Expand: [2, 2],
  Gather: [2, 2],
  GatherND: [2, 2],
  Gemm: [2, 3],
  Greater: [2, 2],
  GreaterOrEqual: [2, 2],
  Less: [2, 2],
  LessOrEqual: [2, 2],
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
  Einsum: [1, Infinity],
  ReduceL1: [1, 2],
  ReduceMax: [1, 2],
  ReduceMean: [1, 2],
  ReduceMin: [1, 2],
  ReduceSum: [1, 2],
  Reshape: [2, 2],
  Resize: [1, 4],
  Slice: [1, 5],
  Split: [1, 2],
  Squeeze: [1, 2],
  Sub: [2, 2],
  Sum: [1, Infinity],
  Tile: [2, 2],
  TopK: [1, 2],
  Unsqueeze: [1, 2],
  LayerNormalization: [2, 3],
  RMSNormalization: [1, 2],
  SimplifiedLayerNormalization: [1, 2],
  InstanceNormalization: [3, 3],
  GroupNormalization: [3, 3],
  ReduceL2: [1, 2],
  ReduceSumSquare: [1, 2],
  ReduceLogSum: [1, 2],
  ReduceLogSumExp: [1, 2],
  Where: [3, 3],
};

/** @throws Refusal when a node has too few or too many inputs */
export function checkInputCount(node: OnnxNode): void {
  const [fewest, most] = INPUT_COUNTS[node.key] ?? [1, 1];
  const count = node.inputs.length;
  if (count >= fewest && count <= most) return;
  const wanted = fewest === most ? `${fewest}` : `${fewest} to ${most}`;
  throw new Refusal(
    count < fewest ? 'missing' : 'malformed',
    `must have ${wanted} inputs, but has ${count}`,
    'the file contradicts itself: export it again',
  );
}
