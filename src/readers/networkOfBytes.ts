import { checkArguments } from '../errors/checkArguments.js';
import {
  text as anyText,
  flag,
  instanceOf,
  oneOf,
  optional,
  record,
  whole,
} from '../errors/kinds.js';
import type { Network } from '../network/network.js';
import { readNetwork } from '../network/networkFile.js';
import { withZeroLogit } from '../network/withZeroLogit.js';
import { type Beside, besideGiven } from './beside.js';
import type { ReadOptions } from './readOptions.js';
import { refuseFile } from './refuseFile.js';

type Format = 'json' | 'nnet' | 'onnx';

/** The largest file read, in bytes: what protobuf, and a string in memory, can hold. */
const LARGEST: Readonly<Record<Format, number>> = {
  json: 2 ** 28,
  nnet: 2 ** 28,
  onnx: 2 ** 31 - 1,
};

/** How bytes become a network, and the other files of it. */
export interface BytesOptions extends ReadOptions {
  /** External data and shards, by the names the model gives them. */
  readonly files?: Readonly<Record<string, Uint8Array>> | undefined;
}

/**
 * Reads a network from the bytes of a file, as {@link loadNetwork} reads it from a disk.
 *
 * @param bytes - the content of farfield's JSON, an ONNX model, `.nnet`, or the `model.json` of a
 *   TensorFlow.js layers model
 * @param name - the file's name, for messages; its ending tells the format, else the first bytes do
 * @param options - how to read what the file leaves open, and the files that belong to it
 * @throws InputError naming the file, with everything that is wrong with it
 *
 * @example
 * ```ts
 * const file = { format: 'farfield-network', version: 1, inputs: 1,
 *   layers: [{ type: 'dense', weights: [[1], [0]], bias: [0, 0] }] };
 * const bytes = new TextEncoder().encode(JSON.stringify(file));
 * (await networkOfBytes(bytes, 'network.json')).inputSize; // 1
 * ```
 */
export async function networkOfBytes(
  bytes: Uint8Array,
  name: string,
  options: BytesOptions = {},
): Promise<Network> {
  checkArguments('networkOfBytes', {
    bytes: [bytes, instanceOf(Uint8Array, 'pass the bytes of the file')],
    name: [name, anyText],
    options: [options, bytesOptions],
  });
  if (bytes.length === 0) {
    refuseFile(name, 'empty', 'file', 'must not be empty', 'copy the file again');
  }
  return readBytes(bytes, name, besideGiven(options.files ?? {}), options);
}

/** What {@link ReadOptions} may hold. */
export const readOptions = {
  output: optional(anyText),
  batch: optional(oneOf('first', 'none')),
  binary: optional(flag),
  memory: optional(whole(1)),
};

const bytesOptions = record({ ...readOptions, files: optional(record({})) });

/**
 * Reads a network from bytes. Readers of other programs' formats are loaded when a file needs them.
 *
 * @param beside - the files that belong to it
 */
export async function readBytes(
  bytes: Uint8Array,
  name: string,
  beside: Beside,
  options: ReadOptions,
): Promise<Network> {
  const format = formatOf(bytes, name);
  checkFileSize(name, bytes.length, format);
  if (format === 'onnx') {
    const { readOnnx } = await import('./onnx/readOnnx.js');
    return readOnnx(bytes, name, beside, options);
  }
  const text = new TextDecoder().decode(bytes);
  if (format === 'nnet') {
    const { readNnet } = await import('./nnet.js');
    return asBinary(readNnet(text, name, options), name, options);
  }
  const json = parse(text, name);
  if (typeof json !== 'object' || json === null || !('modelTopology' in json)) {
    return asBinary(readNetwork(json, name), name, options);
  }
  const { readTfjs } = await import('./tfjs/readTfjs.js');
  return asBinary(readTfjs(json, name, beside, options), name, options);
}

/** Whether bytes are taken for an ONNX file. */
export function isOnnx(bytes: Uint8Array, name: string): boolean {
  return formatOf(bytes, name) === 'onnx';
}

function formatOf(bytes: Uint8Array, name: string): Format {
  return formatOfName(name) ?? formatOfContent(bytes);
}

/**
 * Refuses a file larger than its format can be.
 *
 * @param format - the largest limit applies if it is not known yet
 */
export function checkFileSize(name: string, size: number, format = formatOfName(name)): void {
  const most = LARGEST[format ?? 'onnx'];
  if (size <= most) return;
  refuseFile(
    name,
    'too_large',
    'file.size',
    `must be at most ${most} bytes`,
    'keep weights in external data beside the model',
    size,
  );
}

/** Formats without a name for their output: one output z as the logits (0, z), if asked for. */
function asBinary(network: Network, name: string, { binary }: ReadOptions): Network {
  if (!binary) return network;
  if (network.outputSize === 1) return withZeroLogit(network);
  return refuseFile(
    name,
    'inconsistent',
    'outputs',
    'must be one output where --binary is given',
    'leave --binary out',
    network.outputSize,
  );
}

function formatOfName(name: string): Format | null {
  const ending = /\.(onnx|nnet|json)$/i.exec(name)?.[1].toLowerCase();
  return (ending as Format | undefined) ?? null;
}

function formatOfContent(bytes: Uint8Array): Format {
  // A byte order mark is no part of what is decoded.
  const start = new TextDecoder().decode(bytes.subarray(0, 64)).trimStart();
  if (start.startsWith('{')) return 'json';
  return /^(\/\/|\d+\s*,)/.test(start) ? 'nnet' : 'onnx';
}

function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return refuseFile(
      name,
      'malformed',
      'file',
      `must be JSON (${(error as Error).message.slice(0, 100)})`,
      'check that the file is complete',
    );
  }
}
