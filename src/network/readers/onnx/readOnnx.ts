import { InputError } from '../../../errors/inputError.js';
import type { Network } from '../../network.js';
import { refuseFile } from '../refuseFile.js';
import { decodeModel, type GraphProto, type ModelProto, toNumber } from './decodeModel.js';
import { readingsOf } from './graphInput.js';
import { lowerGraph } from './lowerGraph.js';
import { orderNodes, resolveNames } from './onnxGraph.js';
import { stripSoftmax } from './stripSoftmax.js';

const OLDEST_OPSET = 7;
const NEWEST_OPSET = 21;

/**
 * Reads an ONNX model as a network.
 *
 * Weights are the exact doubles of the stored numbers. The batch is one point. A softmax at the
 * end is taken off; `notes` says so, and everything else that was changed.
 *
 * @param bytes - the file's content
 * @param path - where the file is: external weights are read from its folder
 * @param where - the name for messages
 * @throws InputError with every operator that is not piecewise affine, or every fault found
 *
 * @example
 * ```ts
 * const network = readOnnx(await readFile('model.onnx'), 'model.onnx');
 * network.inputSize; // the entries of one point, without the batch
 * ```
 */
export function readOnnx(bytes: Uint8Array, path: string, where = path): Network {
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
  const own = model.opsetImport.find(({ domain }) => domain === '' || domain === 'ai.onnx');
  const opset = own ? toNumber(own.version) : 1;
  if (!(opset >= OLDEST_OPSET && opset <= NEWEST_OPSET)) {
    refuseFile(
      where,
      'wrong_version',
      'opset_import',
      `must be from ${OLDEST_OPSET} to ${NEWEST_OPSET}`,
      'export the model with another opset',
      opset,
    );
  }
  checkGraph(model.graph, where);
  return readGraph(model.graph, opset, bytes.length, path, where);
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
  opset: number,
  fileSize: number,
  path: string,
  where: string,
): Network {
  const graph = resolveNames(proto, opset, where);
  const [result] = proto.output;
  const { output, softmax, notes } = stripSoftmax(graph, result.name);
  if (proto.output.length > 1) {
    notes.push(
      `The model has ${proto.output.length} outputs; only the first, "${result.name}", was read.`,
    );
  }
  const ordered = orderNodes(graph, output, where);
  const read = new Set([output, ...ordered.flatMap((node) => node.inputs)]);
  const inputs = proto.input.filter(({ name }) => graph.inputs.has(name) && read.has(name));
  if (inputs.length !== 1) {
    refuseFile(
      where,
      'unsupported',
      'graph.input',
      `must be one input the output depends on, but there are ${inputs.length}`,
      'export a model with one input',
      inputs.map(({ name }) => name),
    );
  }
  // A fixed first axis can be a batch or not: the second reading is tried when shapes do not fit.
  let first: InputError | undefined;
  const declared = result.type?.tensorType?.shape?.dim[0]?.dimValue ?? 0;
  for (const input of readingsOf(inputs[0], toNumber(declared), where)) {
    try {
      return lowerGraph({ graph, ordered, output, softmax, input, notes, fileSize, path, where });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      first ??= error;
      if (!error.problems.every(({ code }) => code === 'shape_mismatch')) break;
    }
  }
  throw first;
}
