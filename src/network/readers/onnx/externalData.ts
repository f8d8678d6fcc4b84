import { closeSync, fstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, resolve, sep } from 'node:path';
import { Refusal } from '../lowering/refusal.js';
import type { TensorProto } from './decodeModel.js';

/**
 * Reads the numbers a tensor keeps in a file beside the model, and only inside the model's folder:
 * a model must not be able to read its user's other files.
 *
 * @param modelPath - the ONNX file
 * @param size - the number of bytes the tensor needs
 * @throws Refusal when the file is elsewhere, missing or too short
 */
export function readExternalData(tensor: TensorProto, modelPath: string, size: number): Uint8Array {
  const entries = new Map(tensor.externalData.map(({ key, value }) => [key, value]));
  const location = entries.get('location') ?? '';
  const place = { path: `initializer "${tensor.name}".location`, value: location };
  const offset = Number(entries.get('offset') ?? 0);
  const length = Number(entries.get('length') ?? size);
  if (!Number.isSafeInteger(offset) || offset < 0 || length !== size) {
    throw new Refusal(
      'inconsistent',
      `has external data of offset ${entries.get('offset')} and length ${entries.get('length')}; its shape needs ${size} bytes`,
      'export the model again',
      place,
    );
  }
  const file = openInside(dirname(modelPath), location, place);
  try {
    const stat = fstatSync(file);
    if (!stat.isFile() || stat.size < offset + size) {
      throw new Refusal(
        'truncated',
        `must be a file of at least ${offset + size} bytes, but has ${stat.size}`,
        'copy the whole file next to the model',
        place,
      );
    }
    const bytes = new Uint8Array(size);
    let done = 0;
    while (done < size) {
      const count = readSync(file, bytes, done, size - done, offset + done);
      if (count === 0) throw new Refusal('truncated', 'ended early', 'copy it again', place);
      done += count;
    }
    return bytes;
  } finally {
    closeSync(file);
  }
}

function openInside(folder: string, location: string, place: { path: string; value: string }) {
  const outside = new Refusal(
    'out_of_range',
    'must name a file inside the folder of the model',
    'put the data next to the model and name it relatively',
    place,
  );
  if (location === '' || location.includes('\0') || isAbsolute(location)) throw outside;
  if (location.split(/[\\/]/).includes('..')) throw outside;
  let path: string;
  try {
    path = realpathSync(resolve(folder, location));
  } catch {
    throw new Refusal(
      'not_found',
      'must name an existing file next to the model',
      'copy the data file along with the model',
      place,
    );
  }
  // A link inside the folder may still lead out of it.
  if (!path.startsWith(realpathSync(folder) + sep)) throw outside;
  return openSync(path, 'r');
}
