import type { ReadOptions } from '../readOptions.js';
import { refuseFile } from '../refuseFile.js';
import {
  decodeModel,
  type GraphProto,
  type ModelProto,
  toNumber,
  type ValueInfoProto,
} from './decodeModel.js';
import { chooseOutput, findHead, type Head } from './head.js';
import { type OnnxGraph, orderNodes, resolveNames } from './onnxGraph.js';
import type { OnnxNode } from './onnxNode.js';

/** An ONNX file opened: which output is read, what it depends on, and what ends it. */
export interface OpenedModel {
  readonly proto: GraphProto;
  readonly graph: OnnxGraph;
  /** The operator sets it imports, by domain; ONNX's own is the empty one. */
  readonly opsets: ReadonlyMap<string, number>;
  /** The output to read, or the tensor asked for. */
  readonly chosen: { readonly name: string; readonly notes: readonly string[] };
  readonly head: Head;
  /** The nodes the logits need, each after those it reads. */
  readonly ordered: readonly OnnxNode[];
  /** The inputs that the logits depend on, in the order of the file. */
  readonly inputs: readonly ValueInfoProto[];
}

/** The oldest and the newest operator sets whose meaning is known here. */
const OPSETS: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['', [7, 25]],
  ['ai.onnx.ml', [1, 5]],
]);

/**
 * Opens an ONNX file without reading weights.
 *
 * @param where - the file's name, for messages
 * @throws InputError if the bytes are no model, its names contradict each other, or its output
 *   depends on no input
 */
export function openModel(
  bytes: Uint8Array,
  where: string,
  { output }: Pick<ReadOptions, 'output'> = {},
): OpenedModel {
  const model = decode(bytes, where);
  const proto = model.graph;
  if (!proto) {
    return refuseFile(
      where,
      'malformed',
      'graph',
      'must be there: this is no ONNX model',
      'export it again',
    );
  }
  const opsets = opsetsOf(model, where);
  checkGraph(proto, where);
  // Nodes of a domain the file imports nothing of are refused by name, one by one.
  const opsetOf = (domain: string) => opsets.get(domain === 'ai.onnx' ? '' : domain) ?? 0;
  const graph = resolveNames(proto, opsetOf, where);
  const chosen = chooseOutput(graph, proto.output, output, where);
  const head = findHead(graph, chosen.name);
  const ordered = orderNodes(graph, head.output, where);
  const read = new Set([head.output, ...ordered.flatMap((node) => node.inputs)]);
  const inputs = proto.input.filter(({ name }) => graph.inputs.has(name) && read.has(name));
  if (inputs.length === 0) {
    refuseFile(
      where,
      'inconsistent',
      'graph.input',
      'must have an input that the output depends on',
      'the model computes a constant: export another',
    );
  }
  return { proto, graph, opsets, chosen, head, ordered, inputs };
}

/** The operator sets a model imports, by domain. */
function opsetsOf(model: ModelProto, where: string): ReadonlyMap<string, number> {
  const opsets = new Map<string, number>();
  for (const { domain, version } of model.opsetImport) {
    const name = domain === 'ai.onnx' ? '' : domain;
    const opset = toNumber(version);
    const [oldest, newest] = OPSETS.get(name) ?? [1, Infinity];
    if (!(opset >= oldest && opset <= newest)) {
      refuseFile(
        where,
        'wrong_version',
        'opset_import',
        `must be from ${oldest} to ${newest} for ${name === '' ? 'ONNX' : name}`,
        'export the model with another opset',
        opset,
      );
    }
    opsets.set(name, opset);
  }
  if (opsets.size === 0) {
    refuseFile(where, 'missing', 'opset_import', 'must name an operator set', 'export it again');
  }
  return opsets;
}

function decode(bytes: Uint8Array, where: string): ModelProto {
  try {
    return decodeModel(bytes);
  } catch (error) {
    return refuseFile(
      where,
      'malformed',
      'file',
      `must be an ONNX model, but its bytes cannot be decoded (${(error as Error).message})`,
      'check that the file is complete',
    );
  }
}

function checkGraph(graph: GraphProto, where: string): void {
  if (graph.output.length === 0) {
    refuseFile(where, 'missing', 'graph.output', 'must name the logits', 'export the model again');
  }
  if (graph.sparseInitializer.length > 0) {
    refuseFile(
      where,
      'unsupported',
      'graph.sparse_initializer',
      'holds weights in a sparse format that is not read',
      'store the weights densely',
    );
  }
}
