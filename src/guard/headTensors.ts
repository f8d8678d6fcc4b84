import { linearHeadOf } from '../detectors/linearHead.js';
import { InputError } from '../errors/inputError.js';
import type { Network } from '../network/network.js';
import type { OnnxGraph } from '../readers/onnx/onnxGraph.js';
import { openModel } from '../readers/onnx/openModel.js';

/** The last affine layer of an ONNX file: the tensors it reads and makes, and its numbers. */
export interface HeadTensors {
  readonly features: string;
  readonly logits: string;
  /** C and J. */
  readonly classes: number;
  readonly width: number;
  /** C × J, row by row, and shape [C]. */
  readonly weights: Float64Array;
  readonly bias: Float64Array;
  /** Whether the features are the outputs of a rectifier. */
  readonly rectified: boolean;
}

/**
 * Finds the last affine layer of an ONNX file: a Gemm, or a MatMul with or without an Add.
 *
 * @param network - the file as it is read
 * @throws InputError `unsupported` for a file that ends otherwise: the detector would have nothing to
 *   read
 */
export function headTensors(
  bytes: Uint8Array,
  where: string,
  output: string | undefined,
  network: Network,
): HeadTensors {
  const { graph, head } = openModel(bytes, where, output === undefined ? {} : { output });
  const logits = through(graph, head.output, ['Identity']);
  const features = featuresOf(graph, logits);
  const last = network.nodes[network.output - 1];
  if (features === null || last?.operation.kind !== 'affine' || last.inputs.length !== 1) {
    throw new InputError(where, [
      {
        code: 'unsupported',
        path: 'network.output',
        value: graph.producers.get(logits)?.operator ?? logits,
        rule: 'must be made by one Gemm or MatMul of activations, which CEA reads',
        remedy: 'guard it without --detector',
      },
    ]);
  }
  const { weights, bias } = linearHeadOf(network);
  const source = graph.producers.get(through(graph, features, SHAPING));
  return {
    features,
    logits,
    classes: weights.rows,
    width: weights.columns,
    weights: weights.values,
    bias,
    rectified: source?.key === 'Relu',
  };
}

/** Operators that leave the numbers as they are. */
const SHAPING = ['Identity', 'Dropout', 'Flatten', 'Reshape', 'Squeeze', 'Unsqueeze'];

function through(graph: OnnxGraph, from: string, operators: readonly string[]): string {
  let name = from;
  for (;;) {
    const node = graph.producers.get(name);
    if (!node || !operators.includes(node.key)) return name;
    name = node.inputs[0];
  }
}

/** What the affine nodes that make a tensor read; null where it is made otherwise. */
function featuresOf({ producers, initializers }: OnnxGraph, logits: string): string | null {
  const node = producers.get(logits);
  if (node?.key === 'Gemm' || node?.key === 'MatMul') return node.inputs[0];
  if (node?.key !== 'Add') return null;
  const isConstant = (name: string) =>
    initializers.has(name) || producers.get(name)?.key === 'Constant';
  const product = node.inputs.find((name) => !isConstant(name));
  const made = product === undefined ? undefined : producers.get(product);
  return made?.key === 'MatMul' ? made.inputs[0] : null;
}
