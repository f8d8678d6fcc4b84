import { InputError } from '../../errors/inputError.js';
import type { Network } from '../../network/network.js';
import { type Beside, besideGiven } from '../beside.js';
import type { ReadOptions } from '../readOptions.js';
import { refuseFile } from '../refuseFile.js';
import { BatchMixed } from './batchAxis.js';
import { decodeModel, type GraphProto, type ModelProto, toNumber } from './decodeModel.js';
import { type GraphInput, readingsOf } from './graphInput.js';
import { chooseOutput, findHead } from './head.js';
import { lowerGraph } from './lowerGraph.js';
import { namesProbabilities } from './namesProbabilities.js';
import { orderNodes, resolveNames } from './onnxGraph.js';

/** The oldest and the newest operator sets whose meaning is known here. */
const OPSETS: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['', [7, 25]],
  ['ai.onnx.ml', [1, 5]],
]);

/**
 * Reads an ONNX model as a network.
 *
 * Weights are the exact numbers stored; what follows from them is kept as it is. The batch is one
 * point. A softmax or a sigmoid at the end is taken off, label outputs are passed over; `notes` says
 * so, and everything else that was changed.
 *
 * @param bytes - the file's content
 * @param where - the name for messages
 * @param beside - the files with external weights; none if absent
 * @throws InputError with every operator that is not read, or every fault found
 *
 * @example
 * ```ts
 * const network = readOnnx(await readFile('model.onnx'), 'model.onnx');
 * network.inputSize; // the entries of one point, without the batch
 * ```
 */
export function readOnnx(
  bytes: Uint8Array,
  where: string,
  beside: Beside = besideGiven({}),
  options: ReadOptions = {},
): Network {
  const model = decode(bytes, where);
  if (!model.graph) {
    refuseFile(
      where,
      'malformed',
      'graph',
      'must be there: this is no ONNX model',
      'export it again',
    );
  }
  const opsets = opsetsOf(model, where);
  checkGraph(model.graph, where);
  // Nodes of a domain the file imports nothing of are refused by name, one by one.
  const opsetOf = (domain: string) => opsets.get(domain === 'ai.onnx' ? '' : domain) ?? 0;
  return readGraph(model.graph, opsetOf, where, beside, options);
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

function readGraph(
  proto: GraphProto,
  opsetOf: (domain: string) => number,
  where: string,
  beside: Beside,
  options: ReadOptions,
): Network {
  const graph = resolveNames(proto, opsetOf, where);
  const chosen = chooseOutput(graph, proto.output, options.output, where);
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
  const notes = [...chosen.notes, ...head.notes];
  if (inputs.length > 1) {
    const names = inputs.map(({ name }) => `"${name}"`).join(', ');
    notes.push(`The inputs ${names} were joined in this order.`);
  }
  const output = proto.output.find(({ name }) => name === chosen.name);
  const declared = toNumber(output?.type?.tensorType?.shape?.dim[0]?.dimValue ?? 0);
  const isProbability = head.link === 'none' && namesProbabilities(graph, chosen.name);
  const work = { graph, ordered, head, isProbability, notes, beside, where, options };
  const lower = (reading: readonly GraphInput[], follow: boolean) =>
    lowerGraph({ ...work, inputs: reading, follow });
  const [batched, whole] = readingsOf(inputs, where);
  const fixed = batched[0].batch > 1;
  if (options.batch === 'none') return lower(whole, false);
  if (options.batch === 'first' || !fixed) return lower(batched, false);
  return readFixedBatch(
    () => lower(batched, true),
    () => lower(whole, false),
    declared === 0 || declared === batched[0].batch,
  );
}

/**
 * A first axis of fixed length is a batch if nothing mixes it and the output has as many rows;
 * otherwise the whole input is one point.
 */
function readFixedBatch(
  batched: () => Network,
  whole: () => Network,
  fitsOutput: boolean,
): Network {
  let found: { readonly network: Network } | { readonly error: InputError };
  try {
    found = { network: batched() };
  } catch (error) {
    if (error instanceof BatchMixed) return whole();
    if (!(error instanceof InputError)) throw error;
    found = { error };
  }
  if ('network' in found && fitsOutput) return found.network;
  try {
    return whole();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    if ('network' in found) return found.network;
    // The error of a reading that only does not fit its shapes hides nothing of the other's.
    throw error.problems.every(({ code }) => code === 'shape_mismatch') ? found.error : error;
  }
}
