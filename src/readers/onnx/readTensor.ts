import type { Beside } from '../beside.js';
import { Refusal } from '../lowering/refusal.js';
import { type ConstantTensor, constantTensor } from '../lowering/tensor.js';
import { type ProtoInteger, type TensorProto, toNumber } from './decodeModel.js';
import { readExternalData } from './externalData.js';
import { bfloat16ToNumber, float16ToNumber } from './smallFloats.js';

/** How the numbers of one ONNX data type are stored. */
interface NumberType {
  readonly name: string;
  readonly bytes: number;
  readonly integer: boolean;
  /** Reads one number of raw, little-endian data. */
  readonly read: (view: DataView, at: number) => number;
  /** The repeated field that holds the numbers when they are not raw. */
  readonly field: (tensor: TensorProto) => ArrayLike<ProtoInteger>;
  /** What the field's entries stand for, where they are bit patterns. */
  readonly fromField?: (bits: number) => number;
}

/** TensorProto.DataType of the numeric types. */
const NUMBER_TYPES: Readonly<Record<number, NumberType>> = {
  1: float('float32', 4, (v, at) => v.getFloat32(at, true), 'floatData'),
  2: integer('uint8', 1, (v, at) => v.getUint8(at), 'int32Data'),
  3: integer('int8', 1, (v, at) => v.getInt8(at), 'int32Data'),
  4: integer('uint16', 2, (v, at) => v.getUint16(at, true), 'int32Data'),
  5: integer('int16', 2, (v, at) => v.getInt16(at, true), 'int32Data'),
  6: integer('int32', 4, (v, at) => v.getInt32(at, true), 'int32Data'),
  7: integer('int64', 8, (v, at) => Number(v.getBigInt64(at, true)), 'int64Data'),
  9: integer('bool', 1, (v, at) => v.getUint8(at), 'int32Data'),
  10: {
    ...float('float16', 2, (v, at) => float16ToNumber(v.getUint16(at, true)), 'int32Data'),
    fromField: float16ToNumber,
  },
  11: float('float64', 8, (v, at) => v.getFloat64(at, true), 'doubleData'),
  12: integer('uint32', 4, (v, at) => v.getUint32(at, true), 'uint64Data'),
  13: integer('uint64', 8, (v, at) => Number(v.getBigUint64(at, true)), 'uint64Data'),
  16: {
    ...float('bfloat16', 2, (v, at) => bfloat16ToNumber(v.getUint16(at, true)), 'int32Data'),
    fromField: bfloat16ToNumber,
  },
};

/** Whether a data type holds floating-point numbers. */
export function isFloatType(dataType: number): boolean {
  return NUMBER_TYPES[dataType]?.integer === false;
}

/**
 * Reads a stored tensor into doubles, exactly (64-bit integers beyond 2^53 excepted).
 *
 * Sizes are compared before anything is allocated, so a false claim costs nothing.
 *
 * @param name - for messages
 * @param beside - the files with external data
 * @throws Refusal when shape, type and data contradict each other, or a number is NaN
 */
export function readTensor(tensor: TensorProto, name: string, beside: Beside): ConstantTensor {
  const path = `initializer "${name}"`;
  const refuse = (code: 'truncated' | 'unsupported' | 'out_of_range', rule: string): never => {
    throw new Refusal(code, rule, 'export the model again', { path });
  };
  const type = Object.hasOwn(NUMBER_TYPES, tensor.dataType)
    ? NUMBER_TYPES[tensor.dataType]
    : refuse('unsupported', `has ONNX data type ${tensor.dataType}, which is no number type`);
  const shape = tensor.dims.map(toNumber);
  const count = shape.reduce((product, length) => product * length, 1);
  if (!shape.every((length) => length >= 0) || !Number.isSafeInteger(count)) {
    refuse('out_of_range', `has shape [${shape.join(', ')}]; lengths must be whole and at least 0`);
  }
  const external = tensor.dataLocation === 1;
  const field = type.field(tensor);
  const raw = !external && tensor.rawData.length > 0;
  const stored = external ? count : raw ? tensor.rawData.length / type.bytes : field.length;
  if (stored !== count) {
    refuse(
      'truncated',
      `has ${stored} numbers of type ${type.name} stored, but its shape [${shape.join(', ')}] needs ${count}`,
    );
  }
  let values: Float64Array;
  if (external || raw) {
    const bytes = external ? readExternalData(tensor, beside, count * type.bytes) : tensor.rawData;
    // A DataView reads at any address: raw data need not be aligned.
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    values = new Float64Array(count);
    for (let i = 0, at = 0; i < count; i++, at += type.bytes) values[i] = type.read(view, at);
  } else {
    const { fromField } = type;
    values = Float64Array.from(field, (entry) => {
      const number = toNumber(entry);
      return fromField ? fromField(number) : number;
    });
  }
  const bad = values.findIndex(Number.isNaN);
  if (bad >= 0) {
    throw new Refusal('not_finite', 'must be a number', 'train or export the model again', {
      path: `${path}[${bad}]`,
      value: Number.NaN,
    });
  }
  return constantTensor(shape, values, name, type.integer);
}

type Field = 'floatData' | 'int32Data' | 'int64Data' | 'doubleData' | 'uint64Data';

function float(name: string, bytes: number, read: NumberType['read'], field: Field): NumberType {
  return { name, bytes, integer: false, read, field: (tensor) => tensor[field] };
}

function integer(name: string, bytes: number, read: NumberType['read'], field: Field): NumberType {
  return { name, bytes, integer: true, read, field: (tensor) => tensor[field] };
}
