import { describe, expect, it } from 'vitest';
import {
  encodeOnnx,
  float32,
  int64,
  modelType,
} from '../../../properties/support/readers/encodeOnnx.js';
import { decodeMessage, encodeMessage } from './messages.js';

const model = encodeOnnx({
  inputs: { x: [1, 'n'] },
  initializers: {
    w: float32([2, 1], [1.5, -2]),
    listed: { dims: [3], dataType: 1, floatData: [0.5, 2, -3] },
    doubles: { dims: [2], dataType: 11, doubleData: [0.1, 1e300] },
    halves: { dims: [2], dataType: 10, int32Data: [0x3c01, 0xfbff] },
    shape: int64([-1, 300]),
    counts: { dims: [2], dataType: 7, int64Data: [-5, 2 ** 40] },
  },
  nodes: [
    { op: 'Gemm', in: ['x', 'w'], out: ['y'], attributes: { alpha: { float: 0.25 } } },
    { op: 'Cast', in: ['y'], out: ['z'], attributes: { to: { int: 11 }, axes: { ints: [0, -1] } } },
  ],
});

/** With whole numbers as texts, bytes as lists, and defaults. */
const plain = (message: object) => JSON.parse(JSON.stringify(message, readable));

function readable(_: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return [...value];
  const whole = value as { low?: number; high?: number } | null;
  return typeof whole?.low === 'number' ? String(value) : value;
}

describe('messages of ONNX files', () => {
  it('are read as another implementation reads them, defaults included', () => {
    const theirs = modelType.toObject(modelType.decode(model), {
      defaults: true,
      arrays: true,
      bytes: Array,
    });
    const ours = decodeMessage('ModelProto', new Uint8Array(model));
    expect(numbers(plain(ours))).toEqual(numbers(plain(theirs)));
  });

  it('are written as another implementation writes them, byte for byte', () => {
    const object = {
      irVersion: 7,
      producerName: 'farfield',
      opsetImport: [{ domain: '', version: 13 }],
      graph: {
        node: [
          {
            opType: 'Concat',
            input: ['a', 'b'],
            output: ['c'],
            attribute: [{ name: 'axis', type: 2, i: -1 }],
          },
        ],
        initializer: [
          {
            name: 'w',
            dims: [2, 300],
            dataType: 1,
            floatData: [0.5, -1],
            rawData: Uint8Array.of(1, 2),
          },
        ],
        input: [
          {
            name: 'a',
            type: {
              tensorType: {
                elemType: 1,
                shape: { dim: [{ dimParam: 'n' }, { dimValue: 2 ** 40 }] },
              },
            },
          },
        ],
        output: [],
      },
    };
    const theirs = modelType.encode(modelType.fromObject(object)).finish();
    expect([...encodeMessage('ModelProto', object)]).toEqual([...theirs]);
  });

  it('may hold lists of numbers one by one, and fields that are not in the schema', () => {
    // dims 3 and 4 one by one, an unknown text of number 40, dataType 7.
    const bytes = Uint8Array.of(0x08, 3, 0x08, 4, 0xc2, 0x02, 2, 0x68, 0x69, 0x10, 7);
    const { dims, dataType, name } = decodeMessage('TensorProto', bytes) as {
      dims: unknown[];
      dataType: number;
      name: string;
    };
    expect([dims.map(Number), dataType, name]).toEqual([[3, 4], 7, '']);
  });

  it.each([
    ['a length beyond the end', [0x3a, 0x05, 0x0a]],
    ['a message that ends within a field', [0x3a, 0x02, 0x12, 0x05, 1, 2, 3, 4, 5]],
    ['a list that ends within a number', [0x3a, 0x05, 0x2a, 0x03, 0x0a, 0x01, 0x80, 0x01]],
    ['a number without an end', [0x08, 0x80]],
  ])('are refused with %s', (_, bytes) => {
    expect(() => decodeMessage('ModelProto', Uint8Array.from(bytes))).toThrow();
  });
});

/** Whole numbers of 64 bits come as numbers or as texts. */
function numbers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(numbers);
  if (typeof value === 'string' && /^-?\d+$/.test(value)) return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, numbers(inner)]));
}
