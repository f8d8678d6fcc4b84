import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDyadic,
  type Dyadic,
  dyadicOf,
  multiplyDyadic,
  subtractDyadic,
} from '../src/exact/dyadic.js';
import { Rational } from '../src/exact/rational.js';
import { DenseMap } from '../src/network/denseMap.js';
import type { LinearMap } from '../src/network/linearMap.js';
import { Numbers } from '../src/network/numbers.js';
import { AffineOperation } from '../src/network/operations/affine.js';
import { SparseMap } from '../src/network/sparseMap.js';
import { certifiedAffine, sharperError } from '../src/tail/certifiedAffine.js';
import { CertifiedVector } from '../src/tail/certifiedVector.js';
import { anyDouble, mixedDouble, ordinaryDouble } from './doubles.js';
import { holdsAlways, RUNS } from './runs.js';

interface Setting {
  readonly operation: AffineOperation;
  readonly inputs: CertifiedVector[];
  /** True inputs, each within the error of the stored ones. */
  readonly truth: Dyadic[][];
}

/** One or two maps, dense or sparse, of up to `width` inputs that are known exactly or not. */
function settings(number: fc.Arbitrary<number>, width: number): fc.Arbitrary<Setting> {
  return fc
    .record({
      rows: fc.integer({ min: 1, max: 4 }),
      columns: fc.array(fc.integer({ min: 1, max: width }), { minLength: 1, maxLength: 2 }),
      numbers: fc.infiniteStream(number),
      choices: fc.infiniteStream(fc.nat()),
    })
    .map(({ rows, columns, numbers, choices }) => {
      const next = () => numbers.next().value;
      const choose = (count: number) => choices.next().value % count;
      const maps = columns.map((size) => {
        const weights = Array.from({ length: rows }, () => Array.from({ length: size }, next));
        return choose(2) === 0 ? denseMap(weights) : sparseMap(weights, () => choose(2) === 0);
      });
      const truth: Dyadic[][] = [];
      const inputs = columns.map((size, k) => {
        const vector = new CertifiedVector(size);
        const real: Dyadic[] = [];
        const uncertain = choose(2) === 0;
        for (let j = 0; j < size; j++) {
          // Zeros, so that sparse products are used; copies with the sign turned, so that sums cancel.
          const value =
            choose(4) === 0 ? 0 : j > 0 && choose(3) === 0 ? -vector.values[j - 1] : next();
          vector.values[j] = value;
          vector.errors[j] =
            uncertain && choose(2) === 0 ? Math.abs(value) * 2 ** -(20 + choose(40)) : 0;
          // Anywhere the error allows, its ends among them.
          const share = multiplyDyadic(dyadicOf(vector.errors[j]), dyadicOf((choose(5) - 2) / 2));
          real[j] = addDyadic(dyadicOf(value), share);
        }
        vector.listActive();
        truth[k] = real;
        return vector;
      });
      const bias = Float64Array.from({ length: rows }, next);
      return { operation: new AffineOperation(maps, Numbers.from(bias)), inputs, truth };
    });
}

function exactResult({ operation, truth }: Setting, i: number, homogeneous: boolean): Rational {
  let sum: Dyadic = homogeneous ? dyadicOf(0) : dyadicOf(operation.bias.nearest[i]);
  operation.maps.forEach((map, k) => {
    const { columns, values } = map.row(i);
    for (let n = 0; n < values.length; n++) {
      sum = addDyadic(sum, multiplyDyadic(dyadicOf(values[n]), truth[k][columns[n]]));
    }
  });
  return Rational.ofDyadic(sum);
}

/** Checks the bounds; returns how many were finite. */
function boundsHold(setting: Setting): number {
  const { operation, inputs } = setting;
  let finite = 0;
  for (const homogeneous of [true, false]) {
    const out = new CertifiedVector(operation.size);
    certifiedAffine(operation, inputs, homogeneous, out);
    for (let i = 0; i < operation.size; i++) {
      const exact = exactResult(setting, i, homogeneous);
      const sharper = sharperError(operation, inputs, i, homogeneous);
      for (const error of [out.errors[i], sharper]) {
        // Where the value is no number, the vector itself must say that nothing is known.
        if (!Number.isFinite(out.values[i])) expect(out.errors[i]).toBe(Infinity);
        if (error === Infinity || !Number.isFinite(out.values[i])) continue;
        finite++;
        const off = Rational.of(out.values[i]).subtract(exact);
        const magnitude = off.sign < 0 ? off.negate() : off;
        expect([magnitude.toNumber(), error, magnitude.compare(Rational.of(error)) <= 0]).toEqual([
          magnitude.toNumber(),
          error,
          true,
        ]);
      }
    }
  }
  return finite;
}

function holds(setting: Setting): void {
  boundsHold(setting);
}

describe('the error bound of an affine operation', () => {
  it('holds for ordinary doubles, narrow and wide', () => {
    let finite = 0;
    const count = (setting: Setting) => {
      finite += boundsHold(setting);
    };
    holdsAlways(fc.property(settings(ordinaryDouble(), 8), count));
    holdsAlways(fc.property(settings(ordinaryDouble(), 60), count), 0.5);
    // It must hold by being a bound, not by giving up.
    expect(finite).toBeGreaterThan(3 * RUNS);
  });

  it('holds for magnitudes 2^±60 that cancel', () => {
    holdsAlways(fc.property(settings(mixedDouble(), 12), holds));
  });

  it('holds for subnormals, 2^±1000, −0 and one-rounding differences', () => {
    holdsAlways(fc.property(settings(anyDouble(), 6), holds), 2);
    holdsAlways(fc.property(settings(anyDouble(), 40), holds), 0.3);
  });

  it('is at most a few hundred roundings of the sum of magnitudes, for inputs known exactly', () => {
    holdsAlways(
      fc.property(settings(ordinaryDouble(), 30), ({ operation, inputs }) => {
        for (const vector of inputs) {
          vector.errors.fill(0);
          vector.listActive();
        }
        const out = new CertifiedVector(operation.size);
        certifiedAffine(operation, inputs, false, out);
        for (let i = 0; i < operation.size; i++) {
          let magnitudes = Math.abs(operation.bias.nearest[i]);
          operation.maps.forEach((map, k) => {
            const largest = Math.max(...inputs[k].values.map(Math.abs));
            const { values } = map.row(i);
            for (let n = 0; n < values.length; n++) magnitudes += Math.abs(values[n]) * largest;
          });
          expect(out.errors[i]).toBeLessThanOrEqual(magnitudes * 300 * 2 ** -53);
        }
      }),
    );
  });

  it('is zero where all inputs are known to be zero', () => {
    const map = denseMap([[3, 0.1]]);
    const operation = new AffineOperation([map], Numbers.from(Float64Array.of(0.3)));
    const out = new CertifiedVector(1);
    certifiedAffine(operation, [new CertifiedVector(2)], false, out);
    expect([out.values[0], out.errors[0]]).toEqual([0.3, 0]);
  });

  it('is infinite where a product may underflow or overflow', () => {
    for (const [weight, input] of [
      [2 ** -500, 1],
      [1, 2 ** -500],
      [2 ** 1000, 2 ** 1000],
    ]) {
      const operation = new AffineOperation(
        [denseMap([[weight]])],
        Numbers.from(new Float64Array(1)),
      );
      const x = new CertifiedVector(1);
      x.setExact(Float64Array.of(input));
      const out = new CertifiedVector(1);
      certifiedAffine(operation, [x], true, out);
      expect(out.errors[0]).toBe(Infinity);
    }
  });

  it('takes no more roundings than any order of summation has', () => {
    // 1 + 2^-53 rounds to 1 each time: 40 additions lose 40 halves of a unit in the last place.
    const tiny = 2 ** -53;
    const size = 40;
    const row = [1, ...new Array<number>(size).fill(tiny)];
    const operation = new AffineOperation(
      [sparseMap([row], () => true), sparseMap([row], () => true)],
      Numbers.from(new Float64Array(1)),
    );
    const inputs = [0, 1].map(() => {
      const vector = new CertifiedVector(3 * size);
      vector.setExact(Float64Array.from({ length: 3 * size }, (_, j) => (j <= size ? 1 : 0)));
      return vector;
    });
    const wide = operation.maps.map((map) => widened(map, 3 * size));
    const widest = new AffineOperation(wide, operation.bias);
    const truth = inputs.map((vector) => Array.from(vector.values, dyadicOf));
    expect(boundsHold({ operation: widest, inputs, truth })).toBe(4);
    const out = new CertifiedVector(1);
    certifiedAffine(widest, inputs, true, out);
    const lost = subtractDyadic(dyadicOf(2 + 2 * size * tiny), dyadicOf(out.values[0]));
    expect(Rational.ofDyadic(lost).toNumber()).toBeGreaterThan(40 * tiny);
  });
});

function denseMap(weights: readonly number[][]): DenseMap {
  return new DenseMap(weights.length, weights[0].length, Float64Array.from(weights.flat()));
}

/** A sparse map of the entries that are kept. */
function sparseMap(weights: readonly number[][], keep: () => boolean): SparseMap {
  const starts = [0];
  const indices: number[] = [];
  const values: number[] = [];
  for (const row of weights) {
    row.forEach((value, j) => {
      if (!keep()) return;
      indices.push(j);
      values.push(value);
    });
    starts.push(indices.length);
  }
  return new SparseMap(
    weights[0].length,
    Int32Array.from(starts),
    Int32Array.from(indices),
    Float64Array.from(values),
  );
}

/** The same map with more inputs, which it does not read: few are active, so products are sparse. */
function widened(map: LinearMap, columns: number): SparseMap {
  const { columns: indices, values } = map.row(0);
  return new SparseMap(
    columns,
    Int32Array.of(0, values.length),
    Int32Array.from(indices),
    Float64Array.from(values),
  );
}
