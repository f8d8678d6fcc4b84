import { decodeMessage } from './messages.js';

/** A whole number as protobuf delivers it: beyond 32 bits it is an object. */
export type ProtoInteger = number | { toNumber(): number };

/** The messages of an ONNX file; a field the file leaves out is absent or has its default. */
export interface ModelProto {
  readonly irVersion: ProtoInteger;
  readonly graph: GraphProto | null;
  readonly opsetImport: readonly { readonly domain: string; readonly version: ProtoInteger }[];
}

export interface GraphProto {
  readonly node: readonly NodeProto[];
  readonly initializer: readonly TensorProto[];
  readonly sparseInitializer: readonly { readonly values: TensorProto | null }[];
  readonly input: readonly ValueInfoProto[];
  readonly output: readonly ValueInfoProto[];
}

export interface NodeProto {
  readonly name: string;
  readonly opType: string;
  readonly domain: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly attribute: readonly AttributeProto[];
}

export interface AttributeProto {
  readonly name: string;
  readonly f: number;
  readonly i: ProtoInteger;
  readonly s: Uint8Array;
  readonly t: TensorProto | null;
  readonly floats: readonly number[];
  readonly ints: readonly ProtoInteger[];
  readonly strings: readonly Uint8Array[];
}

export interface ValueInfoProto {
  readonly name: string;
  readonly type: {
    readonly tensorType: {
      readonly elemType: number;
      readonly shape: {
        readonly dim: readonly { readonly dimValue: ProtoInteger; readonly dimParam: string }[];
      } | null;
    } | null;
  } | null;
}

export interface TensorProto {
  readonly name: string;
  readonly dims: readonly ProtoInteger[];
  readonly dataType: number;
  readonly floatData: readonly number[];
  readonly int32Data: readonly number[];
  readonly int64Data: readonly ProtoInteger[];
  readonly doubleData: readonly number[];
  readonly uint64Data: readonly ProtoInteger[];
  readonly rawData: Uint8Array;
  readonly externalData: readonly { readonly key: string; readonly value: string }[];
  /** 0: in the file, 1: in a file beside it. */
  readonly dataLocation: number;
}

/**
 * Decodes the protobuf layer of an ONNX file; weights stay slices of `bytes`.
 *
 * @throws Error when the bytes are no such message
 */
export function decodeModel(bytes: Uint8Array): ModelProto {
  return decodeMessage('ModelProto', bytes) as unknown as ModelProto;
}

/** A protobuf integer as a number: the nearest double beyond 2^53. */
export function toNumber(value: ProtoInteger): number {
  return typeof value === 'number' ? value : value.toNumber();
}
