import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readArff } from '../src/data/arff.js';
import { readIdx } from '../src/data/idx.js';
import { readNpy } from '../src/data/npy.js';
import { numbersOf } from '../src/data/numberTable.js';
import { readTextTable } from '../src/data/textTable.js';
import { zipEntry } from '../src/data/zipEntry.js';
import { InputError } from '../src/errors/inputError.js';

const RUNS = 10 * Number(process.env.FARFIELD_RUNS ?? 60);

interface Damage {
  readonly changes: readonly { readonly at: number; readonly byte: number }[];
  readonly length: number | null;
  readonly tail: Uint8Array;
}

/** Bytes of a file with some of them changed, and cut or prolonged. */
const damage: fc.Arbitrary<Damage> = fc.record({
  changes: fc.array(fc.record({ at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }) }), {
    maxLength: 4,
  }),
  length: fc.option(fc.nat(), { freq: 3 }),
  tail: fc.uint8Array({ maxLength: 6 }),
});

function damaged(file: Buffer, { changes, length, tail }: Damage): Buffer {
  const bytes = Buffer.from(file);
  for (const { at, byte } of changes) bytes[at % bytes.length] = byte;
  const kept = length === null ? bytes : bytes.subarray(0, length % bytes.length);
  return Buffer.concat([kept, tail]);
}

function npyFile(): Buffer {
  const header = `${"{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2), }".padEnd(117)}\n`;
  const length = Buffer.from([header.length, 0]);
  const data = Buffer.from(Float64Array.of(1, 2, 3, 4).buffer);
  const magic = Buffer.from('\x93NUMPY\x01\x00', 'latin1');
  return Buffer.concat([magic, length, Buffer.from(header), data]);
}

function zipFile(): Buffer {
  const data = deflateRawSync('content');
  const local = Buffer.alloc(30);
  local.writeUInt16LE(1, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(data.length, 20);
  entry.writeUInt16LE(1, 28);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(local.length + 1 + data.length, 16);
  return Buffer.concat([local, Buffer.from('a'), data, entry, Buffer.from('a'), end]);
}

const FILES: readonly [string, Buffer, (bytes: Buffer) => unknown][] = [
  ['NPY', npyFile(), (bytes) => readNpy(bytes, 'f')],
  [
    'IDX',
    Buffer.from([0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 4]),
    (bytes) => readIdx(bytes, 'f', 3),
  ],
  ['ZIP', zipFile(), (bytes) => zipEntry(bytes, 'a', 'f')],
  [
    'CSV',
    Buffer.from('a,b\n1,2\n"3",-4e5\n'),
    (bytes) => numbersOf(readTextTable(bytes.toString('utf8'), 'f')),
  ],
  [
    'ARFF',
    Buffer.from('@relation r\n@attribute a numeric\n@data\n1\n2\n'),
    (bytes) => numbersOf(readArff(bytes.toString('utf8'), 'f')),
  ],
];

describe('a damaged file', () => {
  it.each(FILES)('of %s is read or refused with a reason, never anything else', (_, file, read) => {
    expect(() => read(file)).not.toThrow();
    let refused = 0;
    fc.assert(
      fc.property(damage, (how) => {
        try {
          read(damaged(file, how));
        } catch (error) {
          refused++;
          expect(error).toBeInstanceOf(InputError);
          expect((error as InputError).message).toMatch(/^f: /);
        }
      }),
      { numRuns: RUNS },
    );
    expect(refused).toBeGreaterThan(0);
  });

  it('of NPY that is read has the size its header states, and finite or not finite doubles', () => {
    fc.assert(
      fc.property(damage, (how) => {
        let read: ReturnType<typeof readNpy>;
        try {
          read = readNpy(damaged(npyFile(), how), 'f');
        } catch {
          return;
        }
        expect(read.values.length).toBe(read.rows * read.columns);
      }),
      { numRuns: RUNS },
    );
  });
});
