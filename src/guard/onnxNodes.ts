import { encodeMessage, type Message } from '../readers/onnx/messages.js';

/** A node to write, of ONNX's own operator set. */
export interface NodeToWrite {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly output: string;
  /** Its output's if absent. */
  readonly name?: string;
  readonly attributes?: Readonly<Record<string, Attribute>>;
}

/** A tensor to write: float32 numbers or whole ones. */
export interface TensorToWrite {
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
  readonly type: 'float32' | 'int64';
}

type Attribute =
  | { readonly int: number }
  | { readonly ints: readonly number[] }
  | { readonly float: number }
  | { readonly tensor: TensorToWrite };

/** Numbers of TensorProto.DataType. */
export const ELEMENT = { float32: 1, int64: 7, truth: 9 } as const;

/** The bytes of a node. */
export function encodeNode(node: NodeToWrite): Uint8Array {
  return encodeMessage('NodeProto', nodeObject(node));
}

/** The bytes of the declaration of a tensor, of float32 if not said; a text is a length that is open. */
export function encodeTensor(
  name: string,
  shape: readonly (number | string)[],
  element: number = ELEMENT.float32,
): Uint8Array {
  return encodeMessage('ValueInfoProto', valueObject(name, shape, element));
}

/** The bytes of a model of opset 13. */
export function encodeModel(
  nodes: readonly NodeToWrite[],
  input: readonly [name: string, shape: readonly (number | string)[]],
  output: readonly [name: string, shape: readonly (number | string)[]],
): Uint8Array {
  return encodeMessage('ModelProto', {
    irVersion: 7,
    producerName: 'farfield',
    opsetImport: [{ domain: '', version: 13 }],
    graph: {
      name: 'network',
      node: nodes.map(nodeObject),
      input: [valueObject(...input)],
      output: [valueObject(...output)],
    },
  });
}

function nodeObject({
  operator,
  inputs,
  output,
  name = output,
  attributes = {},
}: NodeToWrite): Message {
  return {
    opType: operator,
    name,
    input: inputs,
    output: [output],
    attribute: Object.entries(attributes).map(([name, value]) => attributeObject(name, value)),
  };
}

function valueObject(
  name: string,
  shape: readonly (number | string)[],
  elemType: number = ELEMENT.float32,
): Message {
  const dim = shape.map((length) =>
    typeof length === 'string' ? { dimParam: length } : { dimValue: length },
  );
  return { name, type: { tensorType: { elemType, shape: { dim } } } };
}

/** AttributeProto.type: 1 float, 2 int, 4 tensor, 7 ints. */
function attributeObject(name: string, value: Attribute): object {
  if ('int' in value) return { name, type: 2, i: value.int };
  if ('ints' in value) return { name, type: 7, ints: value.ints };
  if ('float' in value) return { name, type: 1, f: value.float };
  return { name, type: 4, t: tensorObject(value.tensor) };
}

function tensorObject({ shape, values, type }: TensorToWrite): object {
  const numbers = Array.from(values);
  const size = type === 'float32' ? 4 : 8;
  const rawData = new Uint8Array(size * numbers.length);
  const view = new DataView(rawData.buffer);
  numbers.forEach((value, i) => {
    if (type === 'float32') view.setFloat32(4 * i, value, true);
    else view.setBigInt64(8 * i, BigInt(value), true);
  });
  return { dims: shape, dataType: ELEMENT[type], rawData };
}
