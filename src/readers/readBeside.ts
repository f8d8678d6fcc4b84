import { closeSync, fstatSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, resolve, sep } from 'node:path';
import { Refusal } from './lowering/refusal.js';

/** Which bytes of a file that belongs to a model. */
export interface FilePart {
  /** Relative to the model's folder. */
  readonly location: string;
  readonly offset: number;
  /** In bytes; null for everything from the offset on. */
  readonly length: number | null;
}

/**
 * Reads weights kept in a file beside the model, and only inside the model's folder: a model must
 * not be able to read its user's other files.
 *
 * @param modelPath - the model's own file
 * @param most - a longer part is refused before it is read
 * @param path - where the location stands, for messages
 * @throws Refusal when the file is elsewhere, missing, too short or too long
 */
export function readBeside(
  modelPath: string,
  { location, offset, length }: FilePart,
  most: number,
  path: string,
): Uint8Array {
  const place = { path, value: location };
  const file = openInside(dirname(modelPath), location, place);
  try {
    const stat = fstatSync(file);
    if (stat.size < offset + (length ?? 0)) {
      throw new Refusal(
        'truncated',
        `must be a file of at least ${offset + (length ?? 0)} bytes, but has ${stat.size}`,
        'copy the whole file next to the model',
        place,
      );
    }
    const size = length ?? stat.size - offset;
    if (size > most) {
      throw new Refusal(
        'too_large',
        `has ${size} bytes, more than the ${most} there can be`,
        'copy the file that belongs to the model',
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
  // Opening anything but a plain file (a pipe, a device) may never return.
  if (!statSync(path).isFile()) {
    throw new Refusal(
      'wrong_type',
      'must be a plain file',
      'put the data next to the model',
      place,
    );
  }
  return openSync(path, 'r');
}
