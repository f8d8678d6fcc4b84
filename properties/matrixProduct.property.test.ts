import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDyadic, type Dyadic, dyadicOf, multiplyDyadic } from '../src/exact/dyadic.js';
import { Rational } from '../src/exact/rational.js';
import { matrixKernel, withPlainLoops } from '../src/kernel/kernelMemory.js';
import { MatrixProduct } from '../src/kernel/matrixProduct.js';
import { anyDouble, mixedDouble, ordinaryDouble } from './doubles.js';
import { holdsAlways, RUNS } from './runs.js';

interface Setting {
  readonly rows: number;
  readonly columns: number;
  readonly vectors: number;
  readonly values: Float64Array;
  readonly x: Float64Array;
  readonly start: Float64Array;
}

/** A matrix, some vectors with zeros and with neighbours that cancel, and what they are added to. */
function settings(number: fc.Arbitrary<number>, most = 21): fc.Arbitrary<Setting> {
  return fc
    .record({
      rows: fc.integer({ min: 0, max: most }),
      columns: fc.integer({ min: 0, max: most }),
      vectors: fc.integer({ min: 0, max: 5 }),
      numbers: fc.infiniteStream(number),
      choices: fc.infiniteStream(fc.integer({ min: 0, max: 5 })),
    })
    .map(({ rows, columns, vectors, numbers, choices }) => {
      const next = () => numbers.next().value;
      const values = Float64Array.from({ length: rows * columns }, next);
      const x = new Float64Array(vectors * columns);
      for (let k = 0; k < x.length; k++) {
        const choice = choices.next().value;
        x[k] = choice === 0 ? 0 : choice === 1 && k > 0 ? -x[k - 1] : next();
      }
      return {
        rows,
        columns,
        vectors,
        values,
        x,
        start: Float64Array.from({ length: vectors * rows }, next),
      };
    });
}

/** The bits of numbers; every NaN alike. */
function bits(values: Float64Array): bigint[] {
  return Array.from(
    new BigUint64Array(values.map((v) => (Number.isNaN(v) ? Number.NaN : v)).buffer),
  );
}

/** What every way of multiplying gives, by name: each in WebAssembly, or all in plain loops. */
function everyWay(setting: Setting): Record<string, Float64Array> {
  const { rows, columns, vectors, values, x, start } = setting;
  const matrix = new MatrixProduct(rows, columns, values, 0);
  const first = x.subarray(0, columns);
  const y = start.subarray(0, rows);
  const active = Int32Array.from(first.keys()).filter((j) => first[j] !== 0);
  const magnitudes = first.map(Math.abs);
  const after = (out: Float64Array, act: (out: Float64Array) => void) => {
    const result = out.slice();
    act(result);
    return result;
  };
  const ways = (): Record<string, Float64Array> => ({
    many: after(start, (out) => matrix.addMany(x, vectors, out)),
    ...(vectors === 0
      ? {}
      : {
          one: after(y, (out) => matrix.add(first, out)),
          sparse: after(y, (out) => matrix.addSparse(first, active, active.length, out)),
          absolute: after(y, (out) => matrix.addAbsolute(magnitudes, active, active.length, out)),
          transposed: after(first, (out) => matrix.addTransposed(y, out)),
        }),
  });
  // The first use of a matrix does not pack it.
  ways();
  return ways();
}

function sameBits(setting: Setting): void {
  const fast = everyWay(setting);
  const plain = withPlainLoops(() => everyWay(setting));
  for (const way of Object.keys(fast)) {
    expect([way, bits(fast[way])]).toEqual([way, bits(plain[way])]);
  }
  const { rows, values, x, vectors } = setting;
  if (vectors === 0) return;
  expect(bits(fast.one)).toEqual(bits(fast.many.subarray(0, rows).slice()));
  // Zeros left out change nothing but the sign of a zero.
  const finite = [values, x].every((numbers) => numbers.every(Number.isFinite));
  if (finite) expect(Array.from(fast.sparse, noSign)).toEqual(Array.from(fast.one, noSign));
}

const noSign = (value: number) => value + 0;

/** Checks the proven bound on every finite result; returns how many there were. */
function boundHolds({ rows, columns, vectors, values, x, start }: Setting): number {
  const out = start.slice();
  const matrix = new MatrixProduct(rows, columns, values, 0);
  matrix.addMany(x, 0, out);
  matrix.addMany(x, vectors, out);
  let finite = 0;
  const roundings = BigInt(columns + 1);
  // γ_n = nu/(1 − nu), and half a smallest number for every product that underflows.
  const gamma = new Rational(roundings, 2n ** 53n - roundings);
  const underflow = new Rational(BigInt(columns), 2n ** 1075n);
  for (let v = 0; v < vectors; v++) {
    for (let i = 0; i < rows; i++) {
      const computed = out[v * rows + i];
      if (!Number.isFinite(computed)) continue;
      finite++;
      let exact: Dyadic = dyadicOf(start[v * rows + i]);
      let magnitude: Dyadic = dyadicOf(Math.abs(start[v * rows + i]));
      for (let j = 0; j < columns; j++) {
        const [w, value] = [dyadicOf(values[i * columns + j]), dyadicOf(x[v * columns + j])];
        exact = addDyadic(exact, multiplyDyadic(w, value));
        magnitude = addDyadic(magnitude, absolute(multiplyDyadic(w, value)));
      }
      const off = Rational.of(computed).subtract(Rational.ofDyadic(exact));
      const bound = gamma.multiply(Rational.ofDyadic(magnitude)).add(underflow);
      expect((off.sign < 0 ? off.negate() : off).compare(bound)).toBeLessThanOrEqual(0);
    }
  }
  return finite;
}

function absolute({ mantissa, exponent }: Dyadic): Dyadic {
  return { mantissa: mantissa < 0n ? -mantissa : mantissa, exponent };
}

describe('the matrix kernel', () => {
  it('runs in WebAssembly here, so that what follows compares two implementations', () => {
    expect(matrixKernel()).toBe('webassembly-simd');
    expect(withPlainLoops(matrixKernel)).toBe('javascript');
  });

  it('gives the bits of plain loops, however many vectors, of any shape, zero sizes among them', () => {
    holdsAlways(fc.property(settings(ordinaryDouble()), sameBits));
    holdsAlways(fc.property(settings(anyDouble()), sameBits));
  });

  it('gives the bits of plain loops for infinities and NaN', () => {
    const wild = fc.oneof(anyDouble(), fc.constantFrom(Infinity, -Infinity, Number.NaN));
    holdsAlways(fc.property(settings(wild, 9), sameBits));
  });

  it('obeys the bound for any order of summation: cancellation, subnormals, huge numbers', () => {
    let finite = 0;
    const count = (setting: Setting) => {
      finite += boundHolds(setting);
    };
    holdsAlways(fc.property(settings(ordinaryDouble(), 9), count), 0.5);
    holdsAlways(fc.property(settings(mixedDouble(), 9), count), 0.5);
    holdsAlways(fc.property(settings(anyDouble(), 9), count));
    expect(finite).toBeGreaterThan(10 * RUNS);
  });

  it('loses no more than the bound in the worst order: 1 and many halves of its last place', () => {
    const columns = 1000;
    const row = Float64Array.from({ length: columns }, (_, j) => (j === 0 ? 1 : 2 ** -53));
    const x = new Float64Array(columns).fill(1);
    const setting = { rows: 1, columns, vectors: 1, values: row, x, start: new Float64Array(1) };
    expect(boundHolds(setting)).toBe(1);
    const out = new Float64Array(1);
    new MatrixProduct(1, columns, row).add(x, out);
    expect(out[0]).toBe(1);
  });
});
