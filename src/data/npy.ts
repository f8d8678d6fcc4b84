import { InputError } from '../errors/inputError.js';
import type { ProblemCode } from '../errors/problem.js';

/** A matrix read from an NPY file, row-major. */
export interface NpyMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/** Beyond this many entries a header is damaged, not large. */
const MOST_ENTRIES = 2 ** 27;

/**
 * Reads an NPY file (NumPy's format, versions 1 to 3) of one or two dimensions as doubles; one
 * dimension becomes one column.
 *
 * Types: float32, float64, and integers of 8 to 64 bits and booleans, either byte order. Integers
 * beyond 2⁵³ are refused rather than rounded.
 *
 * @throws InputError `malformed`, `unsupported`, `truncated`, `too_large`, naming the file
 *
 * Source: NumPy Enhancement Proposal 1.
 */
export function readNpy(bytes: Buffer, file: string): NpyMatrix {
  const fail = (code: ProblemCode, path: string, rule: string, remedy: string): never => {
    throw new InputError(file, [{ code, path, rule, remedy }]);
  };
  if (bytes.length < 12 || bytes.toString('latin1', 0, 6) !== '\x93NUMPY') {
    fail('malformed', 'file', 'does not begin as an NPY file', 'save it with numpy.save');
  }
  const version = bytes[6];
  if (version < 1 || version > 3) {
    fail('wrong_version', 'file', `has NPY version ${version}`, 'save it with version 1, 2 or 3');
  }
  const start = version === 1 ? 10 : 12;
  const length = version === 1 ? bytes.readUInt16LE(8) : bytes.readUInt32LE(8);
  if (start + length > bytes.length) {
    fail('truncated', 'header', 'ends before its stated length', 'fetch the file again');
  }
  const header = bytes.toString(version === 3 ? 'utf8' : 'latin1', start, start + length);
  const type = /'descr'\s*:\s*'([^']*)'/.exec(header)?.[1];
  const shapeText = /'shape'\s*:\s*\(([^)]*)\)/.exec(header)?.[1];
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(header)?.[1];
  if (type === undefined || shapeText === undefined || order === undefined) {
    return fail(
      'malformed',
      'header',
      'must state descr, fortran_order and shape of a plain array',
      'save an array of numbers',
    );
  }
  const shape = shapeText
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(Number);
  if (
    shape.length < 1 ||
    shape.length > 2 ||
    !shape.every((n) => Number.isSafeInteger(n) && n > 0)
  ) {
    fail('unsupported', 'shape', `is (${shapeText})`, 'save one or two dimensions, none empty');
  }
  const rows = shape[0];
  const columns = shape[1] ?? 1;
  if (rows * columns > MOST_ENTRIES) {
    fail('too_large', 'shape', `is (${shapeText}), more than ${MOST_ENTRIES} entries`, 'split it');
  }
  const reader = READERS[type.slice(1)];
  if (!reader) {
    return fail(
      'unsupported',
      'descr',
      `is ${JSON.stringify(type)}`,
      `save one of ${Object.keys(READERS).join(', ')}, without objects`,
    );
  }
  const data = bytes.subarray(start + length);
  if (data.length !== rows * columns * reader.bytes) {
    fail(
      'truncated',
      'data',
      `has ${data.length} bytes where the header states ${rows * columns * reader.bytes}`,
      'fetch the file again',
    );
  }
  const little = type[0] !== '>';
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const values = new Float64Array(rows * columns);
  for (let k = 0; k < values.length; k++) {
    const value = reader.read(view, k * reader.bytes, little);
    const exact = Number(value);
    if (typeof value === 'bigint' && BigInt(exact) !== value) {
      fail('too_large', `entry ${k}`, `is ${value}, not a double`, 'save it as float64');
    }
    const [i, j] = order === 'True' ? [k % rows, Math.floor(k / rows)] : [0, k];
    values[i * columns + j] = exact;
  }
  return { rows, columns, values };
}

interface Reader {
  readonly bytes: number;
  read(view: DataView, offset: number, little: boolean): number | bigint;
}

const READERS: Readonly<Record<string, Reader>> = {
  f4: { bytes: 4, read: (view, offset, little) => view.getFloat32(offset, little) },
  f8: { bytes: 8, read: (view, offset, little) => view.getFloat64(offset, little) },
  i1: { bytes: 1, read: (view, offset) => view.getInt8(offset) },
  u1: { bytes: 1, read: (view, offset) => view.getUint8(offset) },
  b1: { bytes: 1, read: (view, offset) => view.getUint8(offset) },
  i2: { bytes: 2, read: (view, offset, little) => view.getInt16(offset, little) },
  u2: { bytes: 2, read: (view, offset, little) => view.getUint16(offset, little) },
  i4: { bytes: 4, read: (view, offset, little) => view.getInt32(offset, little) },
  u4: { bytes: 4, read: (view, offset, little) => view.getUint32(offset, little) },
  i8: { bytes: 8, read: (view, offset, little) => view.getBigInt64(offset, little) },
  u8: { bytes: 8, read: (view, offset, little) => view.getBigUint64(offset, little) },
};
