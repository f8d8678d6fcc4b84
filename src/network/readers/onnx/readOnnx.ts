import { InputError } from '../../../errors/inputError.js';
import type { Problem, ProblemCode } from '../../../errors/problem.js';
import type { Network } from '../../network.js';
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
 */
export function readOnnx(bytes: Uint8Array, path: string, where = path): Network {
  const fail = (code: ProblemCode, at: string, rule: string, remedy: string, value?: unknown) => {
    const problem: Problem = { code, path: at, rule, remedy };
    throw new InputError(where, [value === undefined ? problem : { ...problem, value }]);
  };
  let model: ModelProto;
  try {
    model = decodeModel(bytes);
  } catch (error) {
    return fail(
      'malformed',
      'file',
      `must be an ONNX model, but its bytes cannot be decoded (${(error as Error).message})`,
      'check that the file is complete',
    ) as never;
  }
  const graph =
    model.graph ??
    (fail(
      'malformed',
      'graph',
      'must be there: this is no ONNX model',
      'export it again',
    ) as never);
  const opset = opsetOf(model);
  if (!(opset >= OLDEST_OPSET && opset <= NEWEST_OPSET)) {
    fail(
      'wrong_version',
      'opset_import',
      `must be from ${OLDEST_OPSET} to ${NEWEST_OPSET}`,
      'export the model with another opset',
      opset,
    );
  }
  return readGraph(graph, opset, bytes.length, path, where, fail);
}

function readGraph(
  proto: GraphProto,
  opset: number,
  fileSize: number,
  path: string,
  where: string,
  fail: (code: ProblemCode, at: string, rule: string, remedy: string, value?: unknown) => void,
): Network {
  if (proto.output.length === 0) {
    fail('missing', 'graph.output', 'must name the logits', 'export the model again');
  }
  if (proto.sparseInitializer.length > 0) {
    fail(
      'unsupported',
      'graph.sparse_initializer',
      'holds weights in a sparse format that is not read',
      'store the weights densely',
    );
  }
  const graph = resolveNames(proto, opset, where);
  const { output, softmax, notes } = stripSoftmax(graph, proto.output[0].name);
  if (proto.output.length > 1) {
    notes.push(
      `The model has ${proto.output.length} outputs; only the first, "${proto.output[0].name}", was read.`,
    );
  }
  const ordered = orderNodes(graph, output, where);
  const read = new Set([output, ...ordered.flatMap((node) => node.inputs)]);
  const inputs = proto.input.filter(({ name }) => graph.inputs.has(name) && read.has(name));
  if (inputs.length !== 1) {
    fail(
      'unsupported',
      'graph.input',
      `must be one input the output depends on, but there are ${inputs.length}`,
      'export a model with one input',
      inputs.map(({ name }) => name),
    );
  }
  // A fixed first axis can be a batch or not: the second reading is tried when shapes do not fit.
  let first: InputError | undefined;
  const declared = proto.output[0].type?.tensorType?.shape?.dim[0]?.dimValue ?? 0;
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

function opsetOf(model: ModelProto): number {
  const own = model.opsetImport.find(({ domain }) => domain === '' || domain === 'ai.onnx');
  return own ? toNumber(own.version) : 1;
}
