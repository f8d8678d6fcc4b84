import { InputError } from '../errors/inputError.js';
import type { ProblemCode } from '../errors/problem.js';

/** An array of bytes with its shape, as the MNIST files hold them. */
export interface IdxArray {
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/**
 * Reads an IDX file of unsigned bytes, the format of MNIST.
 *
 * @param dimensions - how many the file must have: 3 for images, 1 for labels
 * @throws InputError `malformed`, `unsupported`, `truncated`, naming the file
 *
 * Source: LeCun, Cortes and Burges, "The MNIST database".
 *
 * @example
 * ```ts
 * readIdx(Buffer.from([0, 0, 8, 1, 0, 0, 0, 2, 7, 3]), 'labels', 1).bytes; // 7, 3
 * ```
 */
export function readIdx(data: Buffer, file: string, dimensions: number): IdxArray {
  const fail = (code: ProblemCode, rule: string, remedy: string): never => {
    throw new InputError(file, [{ code, path: 'file', rule, remedy }]);
  };
  if (data.length < 4 || data[0] !== 0 || data[1] !== 0) {
    fail('malformed', 'does not begin as an IDX file', 'fetch it again');
  }
  if (data[2] !== 8) {
    fail('unsupported', `holds type ${data[2]}, not unsigned bytes (8)`, 'use the MNIST files');
  }
  if (data[3] !== dimensions) {
    fail(
      'unsupported',
      `has ${data[3]} dimensions instead of ${dimensions}`,
      'images have 3, labels 1: check which file is which',
    );
  }
  const start = 4 + 4 * dimensions;
  if (data.length < start) fail('truncated', 'ends within its header', 'fetch it again');
  const shape = Array.from({ length: dimensions }, (_, k) => data.readUInt32BE(4 + 4 * k));
  const size = shape.reduce((product, n) => product * n, 1);
  if (data.length - start !== size) {
    fail(
      'truncated',
      `has ${data.length - start} bytes of data where the header states ${shape.join(' × ')}`,
      'fetch it again',
    );
  }
  return { shape, bytes: data.subarray(start) };
}
