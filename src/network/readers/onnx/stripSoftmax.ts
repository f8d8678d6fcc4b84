import { countOf, type Shape } from '../lowering/tensor.js';
import type { OnnxGraph } from './onnxGraph.js';
import type { OnnxNode } from './onnxNode.js';

/** Operators that leave the order of the entries alone: a softmax may stand before them. */
const TRANSPARENT = new Set([
  'Identity',
  'Flatten',
  'Reshape',
  'Squeeze',
  'Unsqueeze',
  'Cast',
  'Dropout',
]);

/**
 * Takes a softmax at the end of the graph off: the network's output is the logits.
 *
 * @returns the tensor that holds the logits, and the softmax that read it, if there was one
 */
export function stripSoftmax(
  graph: OnnxGraph,
  output: string,
): { output: string; softmax: OnnxNode | null; notes: string[] } {
  const seen = new Set<string>();
  for (let name = output; !seen.has(name); ) {
    seen.add(name);
    const node = graph.producers.get(name);
    if (!node || (node.domain !== '' && node.domain !== 'ai.onnx')) break;
    if (node.operator === 'Softmax' || node.operator === 'LogSoftmax') {
      const note = `The final ${node.operator} ("${node.label}") was taken off: outputs are logits.`;
      return { output: node.inputs[0] ?? '', softmax: node, notes: [note] };
    }
    if (!TRANSPARENT.has(node.operator) || node.outputs[0] !== name) break;
    name = node.inputs[0] ?? '';
  }
  return { output, softmax: null, notes: [] };
}

/** How many entries one softmax runs over: opsets before 13 flatten from the axis on. */
export function normalizedCount(softmax: OnnxNode, shape: Shape): number {
  const old = softmax.opset < 13;
  const named = softmax.integer('axis', old ? 1 : -1);
  const axis = named < 0 ? named + shape.length : named;
  return old ? countOf(shape.slice(axis)) : (shape[axis] ?? 0);
}
