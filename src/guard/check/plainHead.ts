import { NoGuard } from './nodePattern.js';
import { ofFloat32, type PlainFraction } from './plainFraction.js';
import {
  floatBitsOf,
  integerOf,
  type PlainGraph,
  type PlainNode,
  type PlainTensor,
  tensorOf,
  tensorOfBytes,
} from './plainOnnx.js';

/** An affine layer as a file stores it: shape [C][J], and [C]. */
export interface PlainHead {
  readonly weights: readonly (readonly PlainFraction[])[];
  readonly bias: readonly PlainFraction[];
}

/** Operators that leave the numbers as they are. */
const SHAPING = ['Identity', 'Dropout', 'Flatten', 'Reshape', 'Squeeze', 'Unsqueeze'];

/**
 * The affine layer that makes one tensor of another: a Gemm, or a MatMul with or without an Add.
 *
 * @throws NoGuard where it is made otherwise
 */
export function plainHead(graph: PlainGraph, logits: string, features: string): PlainHead {
  const makers = makersOf(graph);
  const node = makers.get(logits);
  const constant = (name: string): PlainTensor | null => {
    const initializer = graph.initializers.get(name);
    const maker = makers.get(name);
    const tensor = initializer
      ? tensorOfBytes(initializer)
      : maker?.operator === 'Constant'
        ? tensorOf(maker)
        : null;
    return tensor?.type === 1 ? tensor : null;
  };
  if (node?.operator === 'Gemm') {
    const scaled = ['alpha', 'beta'].some((name) => (floatBitsOf(node, name) ?? ONE) !== ONE);
    const [read, weights, bias] = node.inputs;
    if (scaled || (integerOf(node, 'transA') ?? 0) !== 0 || read !== features) throw other(logits);
    const turned = integerOf(node, 'transB') === 1;
    return headOf(constant(weights), turned, bias ? constant(bias) : undefined, logits);
  }
  if (node?.operator === 'Add') {
    const [bias] = node.inputs.filter((name) => constant(name));
    const product = makers.get(node.inputs.find((name) => name !== bias) ?? '');
    if (bias === undefined) throw other(logits);
    return headOf(productOf(product, features, logits, constant), false, constant(bias), logits);
  }
  return headOf(productOf(node, features, logits, constant), false, undefined, logits);
}

/** Whether a tensor is the output of a rectifier, its shape apart. */
export function isRectified(graph: PlainGraph, features: string): boolean {
  const makers = makersOf(graph);
  let node = makers.get(features);
  while (node && SHAPING.includes(node.operator)) node = makers.get(node.inputs[0]);
  return node?.operator === 'Relu' && node.domain === '';
}

/** Bits of the float32 that 1 is. */
const ONE = 0x3f800000;

function makersOf({ nodes }: PlainGraph): Map<string, PlainNode> {
  return new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
}

function productOf(
  node: PlainNode | undefined,
  features: string,
  logits: string,
  constant: (name: string) => PlainTensor | null,
): PlainTensor | null {
  if (node?.operator !== 'MatMul' || node.inputs[0] !== features) throw other(logits);
  return constant(node.inputs[1]);
}

function headOf(
  matrix: PlainTensor | null,
  turned: boolean,
  bias: PlainTensor | null | undefined,
  logits: string,
): PlainHead {
  if (matrix?.shape.length !== 2 || bias === null) throw other(logits);
  const [rows, columns] = matrix.shape;
  const entry = numbersOf(matrix);
  const [classes, width] = turned ? [rows, columns] : [columns, rows];
  const weights = Array.from({ length: classes }, (_, c) =>
    Array.from({ length: width }, (_, j) => entry(turned ? c * width + j : j * classes + c)),
  );
  const add = bias && numbersOf(bias);
  const count = bias ? bias.raw.length / 4 : 0;
  if (bias && count !== classes && count !== 1) throw other(logits);
  return {
    weights,
    bias: Array.from({ length: classes }, (_, c) =>
      add ? add(count === 1 ? 0 : c) : { n: 0n, d: 1n },
    ),
  };
}

function numbersOf({ raw }: PlainTensor): (k: number) => PlainFraction {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.length);
  return (k) => {
    const bits = view.getUint32(4 * k, true);
    if (((bits >>> 23) & 255) === 255) throw new NoGuard('a weight is no finite number');
    return ofFloat32(bits);
  };
}

function other(logits: string): NoGuard {
  return new NoGuard(`"${logits}" is not made of the features by one affine layer`);
}
