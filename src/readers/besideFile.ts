import { closeSync, fstatSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, resolve, sep } from 'node:path';
import { type Beside, sizeOfPart } from './beside.js';
import { Refusal } from './lowering/refusal.js';

/**
 * The files in the folder of a model, and only those: a model must not be able to read its user's
 * other files.
 *
 * @param modelPath - the model's own file
 */
export function besideFile(modelPath: string): Beside {
  return (part, most, path) => {
    const place = { path, value: part.location };
    const file = openInside(dirname(modelPath), part.location, place);
    try {
      const size = sizeOfPart(part, fstatSync(file).size, most, place);
      const bytes = new Uint8Array(size);
      let done = 0;
      while (done < size) {
        const count = readSync(file, bytes, done, size - done, part.offset + done);
        if (count === 0) throw new Refusal('truncated', 'ended early', 'copy it again', place);
        done += count;
      }
      return bytes;
    } finally {
      closeSync(file);
    }
  };
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
