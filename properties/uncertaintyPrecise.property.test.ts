import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDyadic,
  compareDyadic,
  type Dyadic,
  dyadicOf,
  multiplyDyadic,
} from '../src/exact/dyadic.js';
import { Rational } from '../src/exact/rational.js';
import { jacobian } from '../src/network/jacobian.js';
import type { Network } from '../src/network/network.js';
import { type Layer, readNetwork } from '../src/network/networkFile.js';
import { loadPrecise } from '../src/uncertainty/precise/loadPrecise.js';
import { anyDouble, mixedDouble } from './doubles.js';
import { holdsAlways } from './runs.js';

const DIGITS = 40;
const precise = await loadPrecise({ digits: DIGITS });

/** Networks of all four operations with the given weights: 2 inputs, 3 logits. */
function networks(weight: fc.Arbitrary<number>): fc.Arbitrary<Network> {
  const dense = (rows: number, columns: number): fc.Arbitrary<Layer> =>
    fc.record({
      type: fc.constant('dense' as const),
      weights: fc.array(fc.array(weight, { minLength: columns, maxLength: columns }), {
        minLength: rows,
        maxLength: rows,
      }),
      bias: fc.array(weight, { minLength: rows, maxLength: rows }),
    });
  const rectifier = fc.oneof(
    fc.constant<Layer>({ type: 'relu' }),
    fc.constantFrom(0.01, 0.25, -1).map((slope): Layer => ({ type: 'leaky-relu', slope })),
    fc.constant<Layer>({ type: 'clip', lower: -2.5, upper: 7.1 }),
    dense(4, 4).map((inner): Layer => ({ type: 'residual', layers: [inner, { type: 'relu' }] })),
    fc.constant<Layer>({ type: 'maximum', groups: [[0, 1], [2, 3], [1, 2, 3], [0]] }),
  );
  return fc
    .tuple(dense(4, 2), fc.array(rectifier, { minLength: 0, maxLength: 3 }), dense(3, 4))
    .map(([first, middle, last]) =>
      readNetwork({
        format: 'farfield-network',
        version: 1,
        inputs: 2,
        layers: [first, ...middle, last],
      }),
    );
}

/** The logits in integer arithmetic, by the definition of each operation. */
function exactLogits(network: Network, x: readonly Dyadic[]): readonly Dyadic[] {
  const values: (readonly Dyadic[])[] = [x];
  const larger = (a: Dyadic, b: Dyadic) => (compareDyadic(a, b) < 0 ? b : a);
  for (const { operation, inputs } of network.nodes) {
    const input = values[inputs[0]];
    switch (operation.kind) {
      case 'affine':
        values.push(
          Array.from(operation.bias.nearest, (bias, i) =>
            operation.maps.reduce((sum, map, k) => {
              const row = map.row(i);
              return Array.from(row.columns).reduce(
                (partial, column, j) =>
                  addDyadic(
                    partial,
                    multiplyDyadic(dyadicOf(row.values[j]), values[inputs[k]][column]),
                  ),
                sum,
              );
            }, dyadicOf(bias)),
          ),
        );
        break;
      case 'activation':
        values.push(
          input.map((value, i) => {
            const f = operation.functionOf(i);
            const lines = f.kind === 'piecewise' ? f.lines! : expect.fail('not piecewise');
            const piece = lines.breakpoints.filter(
              (breakpoint) => compareDyadic(value, dyadicOf(breakpoint)) > 0,
            ).length;
            return addDyadic(
              dyadicOf(lines.intercepts[piece]),
              multiplyDyadic(value, dyadicOf(lines.slopes[piece])),
            );
          }),
        );
        break;
      case 'maximum':
        values.push(
          operation.groups.map((group) => Array.from(group, (i) => input[i]).reduce(larger)),
        );
        break;
    }
  }
  return values[network.output];
}

function holdsFor(weight: fc.Arbitrary<number>, coordinate: fc.Arbitrary<number>, share: number) {
  const point = fc.array(coordinate, { minLength: 2, maxLength: 2 });
  holdsAlways(
    fc.property(networks(weight), point, point, coordinate, (network, origin, direction, t) => {
      const found = precise.logits(network, origin, direction, t);
      const x = origin.map((value, d) =>
        addDyadic(dyadicOf(value), multiplyDyadic(dyadicOf(t), dyadicOf(direction[d]))),
      );
      exactLogits(network, x).forEach((exact, c) => {
        const error = rationalOf(found[c].toFixed()).subtract(Rational.ofDyadic(exact));
        const magnitude = error.sign < 0 ? error.negate() : error;
        expect(magnitude.compare(new Rational(1n, 10n ** BigInt(DIGITS)))).toBeLessThanOrEqual(0);
      });
    }),
    share,
  );
}

/** A finite decimal, such as `-12.5`, as the fraction it is. */
function rationalOf(decimal: string): Rational {
  const [whole, places = ''] = decimal.split('.');
  return new Rational(BigInt(`${whole}${places}`), 10n ** BigInt(places.length));
}

describe('high-precision logits', () => {
  it('differ from the exact ones by at most 10^-digits, for all networks of mixed magnitudes', () => {
    holdsFor(mixedDouble(), mixedDouble(), 0.5);
  });

  it('differ from the exact ones by at most 10^-digits, for all networks of any doubles', () => {
    holdsFor(anyDouble(), mixedDouble(), 0.1);
  });

  it('have the Jacobian of float64, where the point is on no boundary', () => {
    const weight = fc.integer({ min: -3, max: 3 });
    const point = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 2, maxLength: 2 });
    let interior = 0;
    holdsAlways(
      fc.property(networks(weight), point, (network, x) => {
        const { rows, boundary } = precise.jacobian(network, x, [0, 0], 0);
        if (boundary) return;
        interior++;
        const float = jacobian(network, x);
        rows.forEach((row, c) => {
          row.forEach((entry, d) => {
            expect(Math.abs(entry.toNumber() - float[c][d])).toBeLessThanOrEqual(
              1e-13 * (1 + Math.abs(float[c][d])),
            );
          });
        });
      }),
    );
    expect(interior).toBeGreaterThan(20);
  });
});
