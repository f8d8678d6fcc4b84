import type { Beside } from '../beside.js';
import { Refusal } from '../lowering/refusal.js';
import { type ConstantTensor, constantTensor, countOf } from '../lowering/tensor.js';
import { float16ToNumber } from '../onnx/smallFloats.js';
import { isObject, wholeNumbers } from './json.js';

/** How one number type of a weight file is stored. */
interface WeightType {
  readonly bytes: number;
  readonly integer: boolean;
  readonly read: (view: DataView, at: number) => number;
}

const WEIGHT_TYPES: Readonly<Record<string, WeightType>> = {
  float32: { bytes: 4, integer: false, read: (view, at) => view.getFloat32(at, true) },
  float16: {
    bytes: 2,
    integer: false,
    read: (view, at) => float16ToNumber(view.getUint16(at, true)),
  },
  int32: { bytes: 4, integer: true, read: (view, at) => view.getInt32(at, true) },
  uint16: { bytes: 2, integer: true, read: (view, at) => view.getUint16(at, true) },
  uint8: { bytes: 1, integer: true, read: (view, at) => view.getUint8(at) },
  bool: { bytes: 1, integer: true, read: (view, at) => view.getUint8(at) },
};

/** All shards of a model may hold this many bytes together. */
const MOST_BYTES = 2 ** 31;

/** One weight as the manifest describes it. */
interface WeightEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: WeightType;
  /** Turns a quantised number into the float32 it stands for. */
  readonly decode: (stored: number) => number;
  readonly path: string;
}

/**
 * Reads the weights of a TensorFlow.js model, by name.
 *
 * @param manifest - `weightsManifest` of the model.json
 * @param beside - the shards
 * @throws Refusal at the first fault: a missing shard, a size that does not fit, a weight not finite
 */
export function readWeights(manifest: unknown, beside: Beside): Map<string, ConstantTensor> {
  if (!Array.isArray(manifest)) {
    throw new Refusal('missing', 'must be a list of weight groups', 'save the model again');
  }
  const weights = new Map<string, ConstantTensor>();
  manifest.forEach((group: unknown, g) => {
    const path = `weightsManifest[${g}]`;
    if (!isObject(group) || !Array.isArray(group.paths) || !Array.isArray(group.weights)) {
      throw new Refusal('wrong_type', 'must have paths and weights', 'save the model again', {
        path,
      });
    }
    const entries = group.weights.map((entry, w) => weightEntry(entry, `${path}.weights[${w}]`));
    const size = entries.reduce((sum, { shape, type }) => sum + countOf(shape) * type.bytes, 0);
    const bytes = readShards(group.paths, beside, size, path);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = 0;
    for (const entry of entries) {
      if (weights.has(entry.name)) {
        throw new Refusal('duplicate', 'must be a name of its own', 'save the model again', {
          path: `${entry.path}.name`,
          value: entry.name,
        });
      }
      weights.set(entry.name, readWeight(entry, view, at));
      at += countOf(entry.shape) * entry.type.bytes;
    }
  });
  return weights;
}

function readWeight(
  { name, shape, type, decode, path }: WeightEntry,
  view: DataView,
  start: number,
): ConstantTensor {
  const values = new Float64Array(countOf(shape));
  for (let i = 0; i < values.length; i++) {
    values[i] = decode(type.read(view, start + i * type.bytes));
    if (!Number.isFinite(values[i])) {
      throw new Refusal('not_finite', 'must be a finite number', 'train or save the model again', {
        path: `${path} "${name}"[${i}]`,
        value: values[i],
      });
    }
  }
  return constantTensor(shape, values, name);
}

function readShards(
  paths: readonly unknown[],
  beside: Beside,
  size: number,
  path: string,
): Uint8Array {
  if (!(size <= MOST_BYTES)) {
    throw new Refusal('too_large', `claims ${size} bytes of weights`, 'save the model again', {
      path,
    });
  }
  const shards: Uint8Array[] = [];
  let held = 0;
  paths.forEach((location, p) => {
    const part = { location: String(location), offset: 0, length: null };
    const shard = beside(part, size - held, `${path}.paths[${p}]`);
    held += shard.length;
    shards.push(shard);
  });
  if (held !== size) {
    throw new Refusal(
      'truncated',
      `has shards of ${held} bytes, but its weights take ${size}`,
      'copy all shards of the model',
      { path },
    );
  }
  return shards.length === 1 ? shards[0] : joined(shards, size);
}

function joined(shards: readonly Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const shard of shards) {
    bytes.set(shard, at);
    at += shard.length;
  }
  return bytes;
}

function weightEntry(entry: unknown, path: string): WeightEntry {
  const refuse = (rule: string, field: string, value: unknown): never => {
    throw new Refusal('out_of_range', rule, 'save the model again', {
      path: `${path}.${field}`,
      value,
    });
  };
  if (!isObject(entry) || typeof entry.name !== 'string') {
    return refuse('must be a string', 'name', isObject(entry) ? entry.name : entry);
  }
  const shape = wholeNumbers(entry.shape);
  if (!shape) return refuse('must be a list of whole numbers', 'shape', entry.shape);
  const quantized = isObject(entry.quantization) ? entry.quantization : null;
  const stored = String(quantized?.dtype ?? entry.dtype);
  const type = Object.hasOwn(WEIGHT_TYPES, stored)
    ? WEIGHT_TYPES[stored]
    : refuse(`must be one of ${Object.keys(WEIGHT_TYPES).join(', ')}`, 'dtype', stored);
  const scale = Number(quantized?.scale ?? 1);
  const min = Number(quantized?.min ?? 0);
  const affine = quantized !== null && type.integer;
  const decode = affine ? (number: number) => Math.fround(number * scale + min) : identity;
  return { name: entry.name, shape, type, decode, path };
}

function identity(number: number): number {
  return number;
}
