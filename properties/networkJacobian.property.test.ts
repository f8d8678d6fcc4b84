import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dyadicOf, ZERO } from '../src/exact/dyadic.js';
import { Rational } from '../src/exact/rational.js';
import { evaluate, valuesAt } from '../src/network/evaluate.js';
import { jacobian, jacobianOn, pullBackAt } from '../src/network/jacobian.js';
import { readNetwork } from '../src/network/networkFile.js';
import { patternOf } from '../src/network/pattern.js';
import { recession } from '../src/network/recession.js';
import { DyadicGerms } from '../src/tail/dyadicGerms.js';
import { exactJacobianOn } from '../src/tail/exactJacobian.js';
import { exactTail } from '../src/tail/exactTail.js';
import { ordinaryDouble } from './doubles.js';
import { type NetworkAndRay, networkAndRay } from './networks.js';
import { holdsAlways, RUNS } from './runs.js';

/** Small eighths and eighths: float64 is exact on them. */
const eighths = networkAndRay(fc.integer({ min: -2, max: 2 }), { depth: 3, width: 4 }).map(
  (source): NetworkAndRay =>
    JSON.parse(JSON.stringify(source), (_, value) =>
      typeof value === 'number' ? Math.round(8 * value) / 8 : value,
    ),
);

describe('evaluation in float64', () => {
  it('is exact on small integers', () => {
    holdsAlways(
      fc.property(eighths, ({ network: file, origin }) => {
        const network = readNetwork(file);
        const point = origin.map(dyadicOf);
        const germs = new DyadicGerms(
          network,
          point,
          point.map(() => ZERO),
        ).vector(network.output);
        const exact = germs.intercepts.map((mantissa) =>
          Rational.ofDyadic({ mantissa, exponent: germs.interceptExponent }).toNumber(),
        );
        expect(Array.from(evaluate(network, origin), (value) => value + 0)).toEqual(exact);
      }),
    );
  });

  it('is within rounding of the exact value on ordinary doubles', () => {
    holdsAlways(
      fc.property(networkAndRay(ordinaryDouble(), { depth: 2 }), ({ network: file, origin }) => {
        const network = readNetwork(file);
        const exact = exactTail(
          network,
          origin,
          origin.map(() => 0),
        ).intercept;
        const values = valuesAt(network, Float64Array.from(origin));
        // No value on the way is larger, and none of at most 4 layers has more than 8 terms.
        const scale = Math.max(...values.flatMap((value) => Array.from(value, Math.abs)), 1);
        evaluate(network, origin).forEach((value, c) => {
          expect(Math.abs(value - exact[c].toNumber())).toBeLessThan(scale * 4096 * 1e-13);
        });
      }),
    );
  });
});

describe('the Jacobian in float64', () => {
  it('is that of central differences on the same piece', () => {
    let compared = 0;
    holdsAlways(
      fc.property(
        networkAndRay(ordinaryDouble(), { depth: 2, width: 4 }),
        ({ network: file, origin }) => {
          const network = readNetwork(file);
          const matrix = jacobian(network, origin);
          const here = patternOf(network, valuesAt(network, Float64Array.from(origin)));
          const step = 2 ** -20;
          origin.forEach((_, d) => {
            const at = (sign: number) => origin.with(d, origin[d] + sign * step);
            const same = [-1, 1].every((sign) => {
              const there = patternOf(network, valuesAt(network, Float64Array.from(at(sign))));
              return JSON.stringify(there) === JSON.stringify(here);
            });
            if (!same) return;
            const [up, down] = [evaluate(network, at(1)), evaluate(network, at(-1))];
            matrix.forEach((row, c) => {
              compared++;
              const slope = (up[c] - down[c]) / (2 * step);
              const scale = 1 + Math.abs(up[c]) + Math.abs(row[d]);
              expect(Math.abs(slope - row[d])).toBeLessThan(scale * 1e-4);
            });
          });
        },
      ),
    );
    expect(compared).toBeGreaterThan(RUNS / 2);
  });

  it('is the exact one on the same pattern, for small numbers', () => {
    holdsAlways(
      fc.property(eighths, ({ network: file, origin }) => {
        const network = readNetwork(file);
        const pattern = patternOf(network, valuesAt(network, Float64Array.from(origin)));
        const exact = exactJacobianOn(network, pattern).map((row) => row.map((v) => v.toNumber()));
        const plain = jacobianOn(network, pattern).map((row) => Array.from(row, (v) => v + 0));
        expect(plain).toEqual(exact);
        expect(jacobian(network, origin).map((row) => Array.from(row, (v) => v + 0))).toEqual(
          exact,
        );
      }),
    );
  });

  it('is, on the pattern at infinity, the Jacobian of the exact tail', () => {
    holdsAlways(
      fc.property(eighths, ({ network: file, origin, direction }) => {
        const network = readNetwork(file);
        const { pattern, jacobian: exact } = exactTail(network, origin, direction);
        const plain = jacobianOn(network, pattern).map((row) => Array.from(row, (v) => v + 0));
        expect(plain).toEqual(exact.map((row) => row.map((v) => v.toNumber())));
      }),
    );
  });

  it('is linear: a pull-back is the sum of the rows it weighs', () => {
    holdsAlways(
      fc.property(
        eighths,
        fc.infiniteStream(fc.integer({ min: -3, max: 3 })),
        ({ network: file, origin }, numbers) => {
          const network = readNetwork(file);
          const values = valuesAt(network, Float64Array.from(origin));
          const weights = Float64Array.from(
            { length: network.outputSize },
            () => numbers.next().value,
          );
          const rows = jacobianOn(network, patternOf(network, values));
          const expected = origin.map((_, d) =>
            rows.reduce((sum, row, c) => sum + weights[c] * row[d], 0),
          );
          expect(Array.from(pullBackAt(network, values, weights), (v) => v + 0)).toEqual(
            expected.map((v) => v + 0),
          );
        },
      ),
    );
  });
});

describe('the bias-free network', () => {
  it('is positively homogeneous', () => {
    holdsAlways(
      fc.property(
        eighths,
        fc.integer({ min: 0, max: 20 }),
        ({ network: file, direction }, power) => {
          const network = recession(readNetwork(file));
          const once = evaluate(network, direction);
          const scaled = evaluate(
            network,
            direction.map((value) => value * 2 ** power),
          );
          expect(Array.from(scaled, (v) => v + 0)).toEqual(
            Array.from(once, (v) => v * 2 ** power + 0),
          );
        },
      ),
    );
  });

  it('is made once, and is its own', () => {
    const network = readNetwork({
      format: 'farfield-network',
      version: 1,
      inputs: 1,
      layers: [
        { type: 'dense', weights: [[2]], bias: [5] },
        { type: 'clip', lower: -1, upper: 1 },
      ],
    });
    expect(recession(network)).toBe(recession(network));
    expect(Array.from(evaluate(recession(network), [3]))).toEqual([0]);
    expect(Array.from(evaluate(network, [3]))).toEqual([1]);
  });
});
