import { type ProtoInteger, toNumber } from './decodeModel.js';
import { openModel } from './openModel.js';

/** The inputs and the output of an ONNX file, as its user feeds and reads them. */
export interface ModelLayout {
  /** The inputs that the output depends on, in the order of the file. */
  readonly inputs: readonly {
    readonly name: string;
    /** Of the type TensorProto.DataType; 1 is float32. */
    readonly elementType: number;
    /** Lengths of the axes, 0 for those that are open. */
    readonly shape: readonly number[];
  }[];
  readonly output: {
    readonly name: string;
    /** As of inputs; 0 for what is no tensor. */
    readonly elementType: number;
    /** The tensor of probabilities that a ZipMap makes dictionaries of; null for a tensor. */
    readonly zipped: string | null;
    /** Whether it is an output of the model, and not a tensor inside it. */
    readonly isOutput: boolean;
    /** How many numbers it holds for one point, where that is declared. */
    readonly columns: number | null;
  };
  /** The version of ONNX's own operator set; null if the file imports none. */
  readonly opset: number | null;
  /** Whether it keeps weights in files beside it. */
  readonly hasFilesBeside: boolean;
}

/**
 * Reads names, types and shapes of an ONNX file, and no weights.
 *
 * @param where - the file's name, for messages
 * @param output - the tensor that is read as the output; the first that is no label if absent
 * @throws InputError as `readOnnx` does of a file whose graph is broken
 */
export function modelLayout(bytes: Uint8Array, where: string, output?: string): ModelLayout {
  const { proto, graph, opsets, chosen, inputs } = openModel(bytes, where, { output });
  const declared = proto.output.find(({ name }) => name === chosen.name);
  const producer = graph.producers.get(chosen.name);
  return {
    inputs: inputs.map(({ name, type }) => ({
      name,
      elementType: type?.tensorType?.elemType ?? 1,
      shape: (type?.tensorType?.shape?.dim ?? []).map(({ dimValue, dimParam }) =>
        dimParam ? 0 : toNumber(dimValue),
      ),
    })),
    output: {
      name: chosen.name,
      elementType: declared?.type?.tensorType?.elemType ?? 0,
      zipped: producer?.key === 'ai.onnx.ml.ZipMap' ? (producer.inputs[0] ?? null) : null,
      isOutput: declared !== undefined,
      columns: columnsOf(declared?.type?.tensorType?.shape?.dim),
    },
    opset: opsets.get('') ?? null,
    hasFilesBeside: proto.initializer.some(({ dataLocation }) => dataLocation === 1),
  };
}

/** The length of the last axis of several, the first being that of points. */
function columnsOf(
  dimensions: readonly { readonly dimValue: ProtoInteger; readonly dimParam: string }[] = [],
): number | null {
  const last = dimensions.length > 1 ? dimensions[dimensions.length - 1] : null;
  const length = last && !last.dimParam ? toNumber(last.dimValue) : 0;
  return length > 0 ? length : null;
}
