import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../properties/temporaryFolder.js';
import { InputError } from '../errors/inputError.js';
import { readArff } from './arff.js';
import { readIdx } from './idx.js';
import { readNpy } from './npy.js';
import { readTable } from './table.js';
import { readTextTable } from './textTable.js';

const folder = temporaryFolder('table');

async function fileWith(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

/** The message of the InputError that reading ends with. */
async function messageOf(reading: () => unknown): Promise<string> {
  try {
    await reading();
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as InputError).message;
  }
  throw new Error('was read');
}

describe('readTable', () => {
  it.each([
    ['a,b\n1,2\n3,-4.5e1\n'],
    ['\n\na,b\n1,2'],
    ['a;b;c\n1;;2\n\n\n;;\n-4;5;,'],
    ['a,b\n\n1,2'],
    ['a,b\n1,2,3\n1\n'],
  ])(
    'text without quotes is split into the cells and lines that a reader of quotes finds',
    (text) => {
      const outcome = (content: string) => {
        try {
          return readTextTable(content, 'small.csv');
        } catch (error) {
          return (error as InputError).message;
        }
      };
      // One quote is enough to have it read by the parser of RFC 4180.
      expect(outcome(text)).toEqual(outcome(text.replace('a', '"a"')));
    },
  );
  it.each([
    ['a,b\n1,2\n3,-4.5e1\n'],
    ['"a";"b"\r\n1;2\r\n\r\n3;-45\r\n'],
    ['\uFEFFa\tb\n1\t2\n3\t-45'],
  ])(
    'reads commas, semicolons and tabs, quotes, byte order marks and blank lines',
    async (text) => {
      const table = await readTable(await fileWith('t.csv', text));
      expect(table.columns).toEqual(['a', 'b']);
      expect([...table.values.values]).toEqual([1, 2, 3, -45]);
    },
  );

  it('reads gzipped files', async () => {
    const table = await readTable(await fileWith('t.csv.gz', gzipSync('a\n7\n')));
    expect([...table.values.values]).toEqual([7]);
  });

  it('names file, line and column of every bad cell at once', async () => {
    const path = await fileWith('bad.csv', 'a,pH\n1,2\n"x\ny",NaN\n3,\n1e999,"4,5"\n');
    const message = await messageOf(() => readTable(path));
    expect(message).toContain(path);
    expect(message).toContain('line 3, column 1 (a)="x\\ny" must be a number');
    expect(message).toContain('line 3, column 2 (pH)="NaN" must be a finite number');
    expect(message).toContain('line 5, column 2 (pH)="" is empty');
    expect(message).toContain('line 6, column 1 (a)="1e999" must be a finite number');
    expect(message).toContain('write decimals with a point');
  });

  it('names the line of a ragged row, a duplicate column and an unfinished quote', async () => {
    const ragged = await fileWith('ragged.csv', 'a,b\n1,2\n1\n');
    expect(await messageOf(() => readTable(ragged))).toContain('line 3, column 2="1 cells"');
    const twice = await fileWith('twice.csv', 'a,a\n1,2\n');
    expect(await messageOf(() => readTable(twice))).toContain('line 1, column 2="a"');
    const quote = await fileWith('quote.csv', 'a,b\n1,2\n"1,2\n');
    expect(await messageOf(() => readTable(quote))).toMatch(/line \d+, column \d+ cannot be split/);
  });

  it('lists twenty problems and counts the rest', async () => {
    const path = await fileWith('many.csv', `a\n${'x\n'.repeat(33)}`);
    expect(await messageOf(() => readTable(path))).toContain('and 13 more problems');
  });

  it.each([
    ['missing.csv', null, 'cannot be read'],
    ['empty.csv', '', 'is empty'],
    ['header.csv', 'a,b\n', 'at least one row'],
    ['binary.csv', Buffer.from([1, 0, 2]), 'zero bytes'],
    ['cut.csv.gz', gzipSync('a\n1\n2\n3\n').subarray(0, 20), 'not a whole gzip archive'],
    ['t.xlsx', 'a', 'must end in .csv'],
  ])('refuses %s', async (name, content, part) => {
    const path = content === null ? join(folder, name) : await fileWith(name, content);
    expect(await messageOf(() => readTable(path))).toContain(part);
  });
});

/** An NPY file of doubles or of another type, as NumPy writes it. */
function npy(header: string, data: Buffer): Buffer {
  const text = `${header.padEnd(117)}\n`;
  const length = Buffer.alloc(2);
  length.writeUInt16LE(text.length);
  return Buffer.concat([
    Buffer.from('\x93NUMPY\x01\x00', 'latin1'),
    length,
    Buffer.from(text),
    data,
  ]);
}

describe('readNpy', () => {
  const six = Buffer.from(Float64Array.of(1, 2, 3, 4, 5, 6).buffer);

  it('reads row-major and column-major matrices', () => {
    const rows = npy("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }", six);
    expect([...readNpy(rows, 'a.npy').values]).toEqual([1, 2, 3, 4, 5, 6]);
    const columns = npy("{'descr': '<f8', 'fortran_order': True, 'shape': (2, 3), }", six);
    expect([...readNpy(columns, 'a.npy').values]).toEqual([1, 3, 5, 2, 4, 6]);
  });

  it('reads big-endian integers of one dimension as a column', () => {
    const data = Buffer.from([0, 0, 0, 7, 255, 255, 255, 254]);
    const read = readNpy(
      npy("{'descr': '>i4', 'fortran_order': False, 'shape': (2,), }", data),
      'a',
    );
    expect([...read.values]).toEqual([7, -2]);
    expect(read.columns).toBe(1);
  });

  it('refuses integers that are no doubles, cut data, objects and three dimensions', async () => {
    const big = Buffer.from(BigInt64Array.of(2n ** 53n + 1n).buffer);
    const header = (type: string, shape: string) =>
      `{'descr': '${type}', 'fortran_order': False, 'shape': ${shape}, }`;
    for (const [bytes, part] of [
      [npy(header('<i8', '(1,)'), big), 'not a double'],
      [npy(header('<f8', '(2, 4)'), six), 'has 48 bytes where the header states 64'],
      [npy(header('|O', '(1,)'), six), 'descr is "|O"'],
      [npy(header('<f8', '(1, 2, 3)'), six), 'shape is (1, 2, 3)'],
      [six, 'does not begin as an NPY file'],
    ] as const) {
      expect(await messageOf(() => readNpy(bytes, 'a.npy'))).toContain(part);
    }
  });
});

describe('readArff', () => {
  it('reads quoted names and skips comments without losing the line number', async () => {
    const text =
      "% c\n@relation r\n@attribute 'a b' numeric\n@ATTRIBUTE c {x, y}\n\n@data\n% c\n1, x\n";
    const table = readArff(text, 'r.arff');
    expect(table.columns).toEqual(['a b', 'c']);
    expect(table.rows).toEqual([['1', 'x']]);
    expect(table.lines).toEqual([8]);
  });

  it('names the line of a declaration it cannot read and of sparse rows', async () => {
    expect(
      await messageOf(() => readArff('@relation r\nnonsense\n@data\n1\n', 'r.arff')),
    ).toContain('line 2, column 1="nonsense"');
    const sparse = '@attribute a numeric\n@data\n{0 1}\n';
    expect(await messageOf(() => readArff(sparse, 'r.arff'))).toContain(
      'line 3, column 1 is a sparse',
    );
    expect(await messageOf(() => readArff('@attribute a numeric\n', 'r.arff'))).toContain('@data');
  });
});

describe('readIdx', () => {
  it('refuses files of another kind or length', async () => {
    expect(await messageOf(() => readIdx(Buffer.from('hello'), 'x', 1))).toContain(
      'does not begin',
    );
    const cut = Buffer.from([0, 0, 8, 1, 0, 0, 0, 9, 1]);
    expect(await messageOf(() => readIdx(cut, 'x', 1))).toContain('1 bytes of data where');
    expect(await messageOf(() => readIdx(cut, 'x', 3))).toContain('1 dimensions instead of 3');
  });
});
