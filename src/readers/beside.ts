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
 * Gives bytes of the files that belong to a model: on a disk those beside it, else those handed over
 * with it.
 *
 * @param most - a longer part is refused before it is read
 * @param path - where the location stands, for messages
 * @throws Refusal when the file is missing, too short or too long
 */
export type Beside = (part: FilePart, most: number, path: string) => Uint8Array;

/** The bytes of files handed over by name, as the model names them. */
export function besideGiven(files: Readonly<Record<string, Uint8Array>>): Beside {
  return (part, most, path) => {
    const { location, offset } = part;
    const place = { path, value: location };
    if (!Object.hasOwn(files, location)) {
      throw new Refusal(
        'not_found',
        'must be among the files handed over with the model',
        'pass its bytes as `files`, under this name',
        place,
      );
    }
    const size = sizeOfPart(part, files[location].length, most, place);
    return files[location].subarray(offset, offset + size);
  };
}

/**
 * How many bytes a part of a file has.
 *
 * @param held - the bytes of the whole file
 * @throws Refusal `truncated`, `too_large`
 */
export function sizeOfPart(
  { offset, length }: FilePart,
  held: number,
  most: number,
  place: { readonly path: string; readonly value: string },
): number {
  const needed = offset + (length ?? 0);
  if (held < needed) {
    throw new Refusal(
      'truncated',
      `must be a file of at least ${needed} bytes, but has ${held}`,
      'copy the whole file next to the model',
      place,
    );
  }
  const size = length ?? held - offset;
  if (size > most) {
    throw new Refusal(
      'too_large',
      `has ${size} bytes, more than the ${most} there can be`,
      'copy the file that belongs to the model',
      place,
    );
  }
  return size;
}
