import { readFile, stat } from 'node:fs/promises';
import { checkArguments } from '../errors/checkArguments.js';
import { text as anyText, record } from '../errors/kinds.js';
import type { Network } from '../network/network.js';
import { besideFile } from './besideFile.js';
import { checkFileSize, isOnnx, readBytes, readOptions } from './networkOfBytes.js';
import type { ReadOptions } from './readOptions.js';
import { refuseFile } from './refuseFile.js';

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
  return (await loadModel(path, options)).network;
}

/** A network and the ONNX file it was read from; null for one of another format. */
export interface LoadedModel {
  readonly network: Network;
  readonly onnx: Uint8Array | null;
}

/** As `loadNetwork`, and the bytes of the file where it is an ONNX file. */
export async function loadModel(path: string, options: ReadOptions = {}): Promise<LoadedModel> {
  checkArguments('loadNetwork', { path: [path, anyText], options: [options, record(readOptions)] });
  checkFileSize(path, await sizeOf(path));
  const bytes = await readFile(path);
  const network = await readBytes(bytes, path, besideFile(path), options);
  return { network, onnx: isOnnx(bytes, path) ? bytes : null };
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
