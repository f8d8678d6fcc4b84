import protobuf from 'protobufjs/light.js';
import { type FieldRule, onnxSchema } from '../../../src/readers/onnx/schema.js';

/** A small ONNX model as a test writes it down. */
export interface OnnxModel {
  readonly opset?: number;
  /** Extra operator sets, by domain. */
  readonly domains?: Readonly<Record<string, number>>;
  readonly nodes: readonly OnnxModelNode[];
  /** A string is a symbolic length; null leaves the shape out. */
  readonly inputs?: Readonly<Record<string, readonly (number | string)[] | null>>;
  readonly outputs?: Readonly<Record<string, readonly (number | string)[] | null>>;
  readonly initializers?: Readonly<Record<string, OnnxTensor>>;
  /** Lists the initialisers as inputs too, as older exporters do. */
  readonly listInitializers?: boolean;
}

export interface OnnxModelNode {
  readonly op: string;
  readonly in: readonly string[];
  readonly out: readonly string[];
  readonly name?: string;
  readonly domain?: string;
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>;
}

export type OnnxAttribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly text: string }
  | { readonly texts: readonly string[] }
  | { readonly ints: readonly number[] }
  | { readonly floats: readonly number[] }
  | { readonly tensor: OnnxTensor };

/** The fields of a TensorProto, names as in the schema. */
export type OnnxTensor = Readonly<Record<string, unknown>>;

/** By another implementation than what reads the files. */
export const modelType = protobuf.Root.fromJSON({
  nested: Object.fromEntries(
    Object.entries(onnxSchema).map(([name, fields]) => [name, { fields: fieldsOf(fields) }]),
  ),
}).lookupType('ModelProto');

function fieldsOf(rules: Readonly<Record<string, FieldRule>>) {
  return Object.fromEntries(
    Object.entries(rules).map(([name, [type, id, rule]]) => [
      name,
      rule ? { type, id, rule } : { type, id },
    ]),
  );
}

/** Writes the model as the bytes of an `.onnx` file. */
export function encodeOnnx(model: OnnxModel): Uint8Array {
  const initializers = Object.entries(model.initializers ?? {});
  const inputs = Object.entries(model.inputs ?? { x: [1, 4] }).map(valueInfo);
  if (model.listInitializers) {
    for (const [name, { dims, dataType }] of initializers) {
      inputs.push(valueInfo([name, dims as number[]], dataType as number));
    }
  }
  return modelType
    .encode(
      modelType.fromObject({
        irVersion: 8,
        producerName: 'test',
        opsetImport: [
          { domain: '', version: model.opset ?? 17 },
          ...Object.entries(model.domains ?? {}).map(([domain, version]) => ({ domain, version })),
        ],
        graph: {
          name: 'test',
          node: model.nodes.map((node) => ({
            opType: node.op,
            input: node.in,
            output: node.out,
            name: node.name ?? '',
            domain: node.domain ?? '',
            attribute: Object.entries(node.attributes ?? {}).map(attribute),
          })),
          initializer: initializers.map(([name, tensor]) => ({ name, ...tensor })),
          input: inputs,
          output: Object.entries(model.outputs ?? { y: null }).map(valueInfo),
        },
      }),
    )
    .finish();
}

/** A float32 tensor with raw data. */
export function float32(dims: readonly number[], values: ArrayLike<number>): OnnxTensor {
  return {
    dims,
    dataType: 1,
    rawData: new Uint8Array(Float32Array.from(values).buffer),
  };
}

/** An int64 tensor with raw data. */
export function int64(
  values: readonly number[],
  dims: readonly number[] = [values.length],
): OnnxTensor {
  const rawData = new Uint8Array(BigInt64Array.from(values.map(BigInt)).buffer);
  return { dims, dataType: 7, rawData };
}

function valueInfo(
  [name, shape]: [string, readonly (number | string)[] | null],
  elemType = 1,
): object {
  if (shape === null) return { name, type: { tensorType: { elemType: 1 } } };
  const dim = shape.map((length) =>
    typeof length === 'string' ? { dimParam: length } : { dimValue: length },
  );
  return {
    name,
    type: {
      tensorType: { elemType: typeof elemType === 'number' ? elemType || 1 : 1, shape: { dim } },
    },
  };
}

/** AttributeProto.type is required by ONNX: 1 float, 2 int, 3 string, 4 tensor, 6 floats, 7 ints, 8 strings. */
function attribute([name, value]: [string, OnnxAttribute]): object {
  if ('int' in value) return { name, type: 2, i: value.int };
  if ('float' in value) return { name, type: 1, f: value.float };
  if ('text' in value) return { name, type: 3, s: new TextEncoder().encode(value.text) };
  if ('texts' in value) {
    return { name, type: 8, strings: value.texts.map((text) => new TextEncoder().encode(text)) };
  }
  if ('ints' in value) return { name, type: 7, ints: value.ints };
  if ('floats' in value) return { name, type: 6, floats: value.floats };
  return { name, type: 4, t: value.tensor };
}
