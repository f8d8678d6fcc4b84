import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { checkArguments } from '../errors/checkArguments.js';
import { text as anyText, flag, oneOf, optional, record, whole } from '../errors/kinds.js';
import type { Network } from '../network/network.js';
import { readNetwork } from '../network/networkFile.js';
import { withZeroLogit } from '../network/withZeroLogit.js';
import { readNnet } from './nnet.js';
import { readOnnx } from './onnx/readOnnx.js';
import type { ReadOptions } from './readOptions.js';
import { refuseFile } from './refuseFile.js';
import { isTfjsModel, readTfjs } from './tfjs/readTfjs.js';

type Format = 'json' | 'nnet' | 'onnx';

/** The largest file read, in bytes: what protobuf, and a string in memory, can hold. */
const LARGEST: Readonly<Record<Format, number>> = {
  json: 2 ** 28,
  nnet: 2 ** 28,
  onnx: 2 ** 31 - 1,
};

/**
 * Reads a network from a file: farfield's JSON, `.onnx`, `.nnet`, or the `model.json` of a
 * TensorFlow.js layers model. The function analysed is the real-number function of the stored
 * weights; the network's `notes` say what was taken off or rounded.
 *
 * The format is told by the file's ending, else by its first bytes.
 *
 * @param path - a plain file
 * @param options - how to read what the file leaves open
 * @throws InputError naming the file, with everything that is wrong with it
 *
 * @example
 * ```ts
 * const network = await loadNetwork('network.json'); // or .onnx, .nnet, model.json
 * network.inputSize; // 2
 * ```
 */
export async function loadNetwork(path: string, options: ReadOptions = {}): Promise<Network> {
  checkArguments('loadNetwork', { path: [path, anyText], options: [options, readOptions] });
  const size = await sizeOf(path);
  const named = formatOfName(path);
  // Before the content is known, the largest limit applies.
  if (size > LARGEST[named ?? 'onnx']) refuseSize(path, size, LARGEST[named ?? 'onnx']);
  const bytes = await readFile(path);
  const format = named ?? formatOfContent(bytes);
  if (bytes.length > LARGEST[format]) refuseSize(path, bytes.length, LARGEST[format]);
  if (format === 'onnx') return readOnnx(bytes, path, path, options);
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  if (format === 'nnet') return asBinary(readNnet(text, path, options), path, options);
  const json = parse(text, path);
  const network = isTfjsModel(json) ? readTfjs(json, path, options) : readNetwork(json, path);
  return asBinary(network, path, options);
}

const readOptions = record({
  output: optional(anyText),
  batch: optional(oneOf('first', 'none')),
  binary: optional(flag),
  memory: optional(whole(1)),
});

/** Formats without a name for their output: one output z as the logits (0, z), if asked for. */
function asBinary(network: Network, path: string, { binary }: ReadOptions): Network {
  if (!binary) return network;
  if (network.outputSize === 1) return withZeroLogit(network);
  return refuseFile(
    path,
    'inconsistent',
    'outputs',
    'must be one output where --binary is given',
    'leave --binary out',
    network.outputSize,
  );
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) =>
    refuseFile(path, 'not_found', 'file', `must be readable (${error.code})`, 'check the path'),
  );
  if (!found.isFile()) {
    refuseFile(path, 'wrong_type', 'file', 'must be a plain file', 'give the file of the network');
  }
  if (found.size === 0) {
    refuseFile(path, 'empty', 'file', 'must not be empty', 'copy the file again');
  }
  return found.size;
}

function refuseSize(path: string, size: number, most: number): never {
  return refuseFile(
    path,
    'too_large',
    'file.size',
    `must be at most ${most} bytes`,
    'keep weights in external data beside the model',
    size,
  );
}

function formatOfName(path: string): Format | null {
  switch (extname(path).toLowerCase()) {
    case '.onnx':
      return 'onnx';
    case '.nnet':
      return 'nnet';
    case '.json':
      return 'json';
    default:
      return null;
  }
}

function formatOfContent(bytes: Uint8Array): Format {
  const start = Buffer.from(bytes.subarray(0, 64)).toString('latin1').trimStart();
  if (start.startsWith('{') || start.startsWith('ï»¿{')) return 'json';
  return /^(\/\/|\d+\s*,)/.test(start) ? 'nnet' : 'onnx';
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return refuseFile(
      path,
      'malformed',
      'file',
      `must be JSON (${(error as Error).message.slice(0, 100)})`,
      'check that the file is complete',
    );
  }
}
