import { InputError } from '../../errors/inputError.js';
import { countOf, type Shape } from '../lowering/tensor.js';
import type { GraphProto } from './decodeModel.js';
import type { OnnxGraph } from './onnxGraph.js';
import type { OnnxNode } from './onnxNode.js';

/** The end of a model: which tensor holds the logits, and what makes probabilities of them. */
export interface Head {
  /** The tensor that holds the logits. */
  readonly output: string;
  /** What was taken off. */
  readonly link: 'none' | 'softmax' | 'sigmoid';
  /** The node that was taken off, or that is to give its raw scores; null for none. */
  readonly node: OnnxNode | null;
  readonly notes: readonly string[];
}

/** Operators that leave the order of the entries alone: a softmax may stand before them. */
const TRANSPARENT = new Set([
  'Identity',
  'Flatten',
  'Reshape',
  'Squeeze',
  'Unsqueeze',
  'Cast',
  'Dropout',
  'ai.onnx.ml.ZipMap',
  // Probabilities add up to 1 already.
  'ai.onnx.ml.Normalizer',
]);

/**
 * The output to read: the one asked for, or the first that is no class label.
 *
 * @throws InputError `missing` if there is no tensor of the name asked for
 */
export function chooseOutput(
  graph: OnnxGraph,
  outputs: GraphProto['output'],
  asked: string | undefined,
  where: string,
): { readonly name: string; readonly notes: readonly string[] } {
  if (asked !== undefined) {
    if (graph.producers.has(asked)) return { name: asked, notes: [`Output "${asked}" was read.`] };
    throw new InputError(where, [
      {
        code: 'missing',
        path: 'output',
        value: asked,
        rule: `must be a tensor of the file; its outputs are ${outputs.map(({ name }) => `"${name}"`).join(', ')}`,
        remedy: 'name one of these, or any tensor a node makes',
      },
    ]);
  }
  const scores = outputs.filter((output) => !isLabel(graph, output));
  const { name } = scores[0] ?? outputs[0];
  const labels = outputs.filter((output) => !scores.includes(output) && output.name !== name);
  const others = scores.slice(1);
  return {
    name,
    notes: [
      ...labels.map(
        (label) => `The output "${label.name}" holds class labels and was passed over.`,
      ),
      ...(others.length > 0
        ? [`The model has ${outputs.length} outputs; only "${name}" was read.`]
        : []),
    ],
  };
}

/** TensorProto.DataType of whole numbers and of strings: what class labels are. */
const LABEL_TYPES = new Set([6, 7, 8]);

function isLabel(graph: OnnxGraph, output: GraphProto['output'][number]): boolean {
  if (LABEL_TYPES.has(output.type?.tensorType?.elemType ?? 0)) return true;
  const node = graph.producers.get(output.name);
  return (
    node?.operator === 'ArgMax' ||
    (node?.key.endsWith('Classifier') === true && node.outputs[0] === output.name)
  );
}

/** Follows an output back to what turns logits into probabilities, and takes that off. */
export function findHead(graph: OnnxGraph, output: string): Head {
  const seen = new Set<string>();
  for (let name = output; !seen.has(name); ) {
    seen.add(name);
    const node = graph.producers.get(name);
    if (!node) break;
    switch (node.key) {
      case 'Softmax':
      case 'LogSoftmax':
        return {
          output: node.inputs[0] ?? '',
          link: 'softmax',
          node,
          notes: [
            `The final ${node.operator} ("${node.label}") was taken off: outputs are logits.`,
          ],
        };
      case 'Sigmoid':
        return sigmoidHead(node);
      case 'Concat': {
        const sigmoid = complementarySigmoid(graph, node);
        if (sigmoid) return sigmoidHead(sigmoid);
        break;
      }
      case 'ai.onnx.ml.LinearClassifier':
        if (isOneAgainstRest(node)) return { output, link: 'none', node: null, notes: [] };
        return linearClassifierHead(node, name);
    }
    if (!TRANSPARENT.has(node.key) || node.outputs[0] !== name) break;
    name = node.inputs[0] ?? '';
  }
  return { output, link: 'none', node: null, notes: [] };
}

function sigmoidHead(node: OnnxNode): Head {
  return {
    output: node.inputs[0] ?? '',
    link: 'sigmoid',
    node,
    notes: [
      `The final Sigmoid ("${node.label}") was taken off: of its unit z the outputs are the logits (0, z).`,
    ],
  };
}

/** The sigmoid p of a node that joins 1 − p and p; null if it joins something else. */
function complementarySigmoid(graph: OnnxGraph, { inputs }: OnnxNode): OnnxNode | null {
  if (inputs.length !== 2) return null;
  const [complement, probability] = inputs.map((name) => graph.producers.get(name));
  const complements =
    complement?.key === 'Sub' &&
    complement.inputs[1] === inputs[1] &&
    isOne(graph, complement.inputs[0] ?? '');
  return complements && probability?.key === 'Sigmoid' ? probability : null;
}

/** Whether a tensor is the constant 1, as exporters store it. */
function isOne(graph: OnnxGraph, name: string): boolean {
  const tensor = graph.initializers.get(name) ?? graph.producers.get(name)?.tensor('value');
  if (tensor?.dataType !== 1) return false;
  const { floatData, rawData } = tensor;
  if (floatData.length > 0) return floatData.length === 1 && floatData[0] === 1;
  if (rawData.length !== 4) return false;
  return new DataView(rawData.buffer, rawData.byteOffset, 4).getFloat32(0, true) === 1;
}

/** Whether a classifier takes the sigmoid of each of several scores: no softmax of any logits. */
function isOneAgainstRest(node: OnnxNode): boolean {
  const scores = node.floats('intercepts')?.length ?? 0;
  return node.text('post_transform', 'NONE') === 'LOGISTIC' && scores > 2;
}

function linearClassifierHead(node: OnnxNode, output: string): Head {
  const transform = node.text('post_transform', 'NONE');
  const note = `The ${transform} of "${node.label}" was taken off: outputs are logits.`;
  if (transform === 'SOFTMAX') return { output, link: 'softmax', node, notes: [note] };
  if (transform === 'LOGISTIC') {
    return {
      output,
      link: 'sigmoid',
      node,
      notes: [
        `${note.slice(0, -'outputs are logits.'.length)}of its score z the outputs are the logits (0, z).`,
      ],
    };
  }
  return { output, link: 'none', node: null, notes: [] };
}

/** Whether what was taken off at the end takes a softmax along an axis. */
export function normalizesAlong({ link, node }: Head, shape: Shape, axis: number): boolean {
  if (link !== 'softmax' || !node || node.domain === 'ai.onnx.ml') return false;
  const old = node.opset < 13;
  const named = node.integer('axis', old ? 1 : -1);
  const counted = named < 0 ? named + shape.length : named;
  return old ? counted <= axis : counted === axis;
}

/** How many entries one softmax runs over: opsets before 13 flatten from the axis on. */
export function normalizedCount(softmax: OnnxNode, shape: Shape): number {
  if (softmax.domain === 'ai.onnx.ml') return countOf(shape);
  const old = softmax.opset < 13;
  const named = softmax.integer('axis', old ? 1 : -1);
  const axis = named < 0 ? named + shape.length : named;
  return old ? countOf(shape.slice(axis)) : (shape[axis] ?? 0);
}
