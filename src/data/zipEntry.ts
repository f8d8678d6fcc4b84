import { inflateRawSync } from 'node:zlib';
import { InputError } from '../errors/inputError.js';
import { LARGEST_DATA_BYTES } from './dataFile.js';

/**
 * The content of one file of a ZIP archive, found by the end of its name; stored or deflated.
 *
 * @throws InputError `malformed` if it is no ZIP archive or damaged, `missing` without such a file
 */
export function zipEntry(archive: Buffer, nameEnd: string, where: string): Buffer {
  const malformed = (rule: string) =>
    new InputError(where, [
      { code: 'malformed', path: 'archive', rule, remedy: 'fetch the file again' },
    ]);
  const directory = archive.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (directory === -1 || directory + 22 > archive.length) throw malformed('is no ZIP archive');
  try {
    const entries = archive.readUInt16LE(directory + 10);
    let at = archive.readUInt32LE(directory + 16);
    for (let n = 0; n < entries; n++) {
      const nameLength = archive.readUInt16LE(at + 28);
      const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
      if (name.endsWith(nameEnd)) return contentAt(archive, at);
      at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
    }
  } catch (error) {
    throw malformed(`is damaged (${(error as Error).message})`);
  }
  throw new InputError(where, [
    {
      code: 'missing',
      path: nameEnd,
      rule: 'must be in the archive',
      remedy: 'the data set may have been repackaged: place the file in FARFIELD_DATA by hand',
    },
  ]);
}

/** @param entry - offset of the file's record in the central directory */
function contentAt(archive: Buffer, entry: number): Buffer {
  const method = archive.readUInt16LE(entry + 10);
  const size = archive.readUInt32LE(entry + 20);
  const local = archive.readUInt32LE(entry + 42);
  const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
  if (start + size > archive.length) throw new RangeError('a file ends after the archive');
  const content = archive.subarray(start, start + size);
  if (method === 0) return content;
  if (method !== 8) throw new RangeError(`compression method ${method}`);
  return inflateRawSync(content, { maxOutputLength: LARGEST_DATA_BYTES });
}
