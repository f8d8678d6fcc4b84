import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDyadic, dyadicOf, multiplyDyadic } from '../src/exact/dyadic.js';
import { Rational } from '../src/exact/rational.js';
import type { Layer, NetworkFile } from '../src/network/networkFile.js';
import { readNetwork } from '../src/network/networkFile.js';
import { DyadicGerms } from '../src/tail/dyadicGerms.js';
import { tailOfGerms } from '../src/tail/enclosedTail.js';
import { type ExactTail, exactTail, exactTailOf } from '../src/tail/exactTail.js';
import { tail } from '../src/tail/tail.js';
import { mixedDouble } from './doubles.js';
import { type NetworkAndRay, networkAndRay } from './networks.js';
import { holdsAlways, RUNS } from './runs.js';

type Dense = Extract<Layer, { type: 'dense' }>;

/** Networks that begin with dense, ReLU or leaky ReLU, dense. */
const homogeneous = networkAndRay(fc.oneof(fc.integer({ min: -2, max: 2 }), mixedDouble()), {
  depth: 3,
  activations: ['relu', 'relu', 'leaky-relu'],
}).filter(({ network }) => network.layers.length >= 3);

const anyRay = networkAndRay(fc.oneof(fc.integer({ min: -2, max: 2 }), mixedDouble()));

/** What two equal tails share, as text. */
function summary({ from, slope, intercept, regime, top, boundary }: ExactTail) {
  return {
    from: from.toString(),
    slope: slope.map(String),
    intercept: intercept.map(String),
    regime,
    top,
    boundary,
  };
}

function tailOf({ network, origin, direction }: NetworkAndRay): ExactTail {
  return exactTail(readNetwork(network), origin, direction);
}

/** The tail with the first two dense layers changed. */
function tailWith(ray: NetworkAndRay, change: (first: Dense, second: Dense) => [Dense, Dense]) {
  const [first, activation, second, ...rest] = ray.network.layers;
  const [one, two] = change(first as Dense, second as Dense);
  return tailOf({ ...ray, network: { ...ray.network, layers: [one, activation, two, ...rest] } });
}

describe('a tail is left as it is', () => {
  it('by scaling a unit by 2^k and what reads it by 2^−k', () => {
    holdsAlways(
      fc.property(
        homogeneous,
        fc.infiniteStream(fc.integer({ min: -9, max: 9 })),
        (ray, powers) => {
          const factors: number[] = [];
          const changed = tailWith(ray, (first, second) => {
            factors.push(...first.bias.map(() => 2 ** powers.next().value));
            return [
              {
                type: 'dense',
                weights: first.weights.map((row, i) => row.map((w) => w * factors[i])),
                bias: first.bias.map((b, i) => b * factors[i]),
              },
              {
                ...second,
                weights: second.weights.map((row) => row.map((w, i) => w / factors[i])),
              },
            ];
          });
          expect(summary(changed)).toEqual(summary(tailOf(ray)));
        },
      ),
    );
  });

  it('by permuting units', () => {
    holdsAlways(
      fc.property(homogeneous, fc.nat(), (ray, salt) => {
        const changed = tailWith(ray, (first, second) => {
          const order = first.bias.map((_, i) => i).sort((i, j) => rank(i, salt) - rank(j, salt));
          return [
            {
              type: 'dense',
              weights: order.map((i) => first.weights[i]),
              bias: order.map((i) => first.bias[i]),
            },
            { ...second, weights: second.weights.map((row) => order.map((i) => row[i])) },
          ];
        });
        expect(summary(changed)).toEqual(summary(tailOf(ray)));
      }),
    );
  });

  it('by splitting a unit in two, each with half of what it gives on', () => {
    holdsAlways(
      fc.property(homogeneous, fc.nat(), (ray, choice) => {
        const changed = tailWith(ray, (first, second) => {
          const unit = choice % first.bias.length;
          return [
            {
              type: 'dense',
              weights: [...first.weights, first.weights[unit]],
              bias: [...first.bias, first.bias[unit]],
            },
            {
              ...second,
              weights: second.weights.map((row) => [
                ...row.map((w, i) => (i === unit ? w / 2 : w)),
                row[unit] / 2,
              ]),
            },
          ];
        });
        expect(summary(changed)).toEqual(summary(tailOf(ray)));
      }),
    );
  });

  it('by identity layers, before or after it', () => {
    holdsAlways(
      fc.property(anyRay, (ray) => {
        const { inputs, layers } = ray.network;
        const outputs = readNetwork(ray.network).outputSize;
        const network = {
          ...ray.network,
          layers: [identity(inputs), ...layers, identity(outputs)],
        };
        expect(summary(tailOf({ ...ray, network }))).toEqual(summary(tailOf(ray)));
      }),
    );
  });

  it('by a residual block of zeros', () => {
    holdsAlways(
      fc.property(anyRay, ({ network, ...ray }) => {
        const { weights, bias } = identity(network.inputs);
        const zero: Dense = {
          type: 'dense',
          weights: weights.map((row) => row.map(() => 0)),
          bias,
        };
        const layers: Layer[] = [{ type: 'residual', layers: [zero] }, ...network.layers];
        const changed = tailOf({ ...ray, network: { ...network, layers } });
        expect(summary(changed)).toEqual(summary(tailOf({ ...ray, network })));
      }),
    );
  });

  it('but for `from` and boundaries by x = relu(x) − relu(−x), which has kinks of its own', () => {
    let later = 0;
    holdsAlways(
      fc.property(anyRay, (ray) => {
        const { inputs, layers } = ray.network;
        const before = tailOf(ray);
        const { weights, bias } = identity(inputs);
        const network: NetworkFile = {
          ...ray.network,
          layers: [
            {
              type: 'dense',
              weights: weights.flatMap((row) => [row, row.map((w) => -w)]),
              bias: [...bias, ...bias],
            },
            { type: 'relu' },
            { type: 'dense', weights: weights.map((row) => row.flatMap((w) => [w, -w])), bias },
            ...layers,
          ],
        };
        const after = tailOf({ ...ray, network });
        // The new kinks are where a coordinate of the ray crosses 0.
        const crossings = ray.origin.map((a, d) => {
          const b = ray.direction[d];
          return b === 0 ? Rational.zero : Rational.of(-a).divide(Rational.of(b));
        });
        const from = crossings.reduce((x, y) => (y.compare(x) > 0 ? y : x), before.from);
        const still = ray.origin.some((a, d) => a === 0 && ray.direction[d] === 0);
        if (from.compare(before.from) > 0) later++;
        expect(summary(after)).toEqual({
          ...summary(before),
          from: from.toString(),
          boundary: before.boundary || still,
        });
      }),
    );
    expect(later).toBeGreaterThan(RUNS / 100);
  });
});

describe('a tail changes as it must', () => {
  it('when the ray starts later: from − s, intercept + s·slope', () => {
    const start = fc.integer({ min: 0, max: 100 }).map((n) => n / 8);
    holdsAlways(
      fc.property(anyRay, start, ({ network: file, origin, direction }, s) => {
        const network = readNetwork(file);
        const before = exactTail(network, origin, direction);
        const v = direction.map(dyadicOf);
        const moved = origin.map((value, d) =>
          addDyadic(dyadicOf(value), multiplyDyadic(v[d], dyadicOf(s))),
        );
        const after = exactTailOf(network, tailOfGerms(new DyadicGerms(network, moved, v)));
        const left = before.from.subtract(Rational.of(s));
        expect(summary(after)).toEqual({
          ...summary(before),
          from: (left.sign > 0 ? left : Rational.zero).toString(),
          intercept: before.intercept.map((a, c) =>
            a.add(before.slope[c].multiply(Rational.of(s))).toString(),
          ),
        });
      }),
    );
  });

  it('when the direction is scaled by 2^k: from / 2^k, slope · 2^k', () => {
    holdsAlways(
      fc.property(anyRay, fc.integer({ min: -20, max: 20 }), (ray, power) => {
        const before = tailOf(ray);
        const after = tailOf({ ...ray, direction: ray.direction.map((v) => v * 2 ** power) });
        const factor = Rational.of(2 ** power);
        expect(summary(after)).toEqual({
          ...summary(before),
          from: before.from.divide(factor).toString(),
          slope: before.slope.map((b) => b.multiply(factor).toString()),
        });
      }),
    );
  });

  it('when the classes are permuted, in both engines', () => {
    holdsAlways(
      fc.property(anyRay, fc.nat(), (ray, salt) => {
        const before = tailOf(ray);
        const order = before.slope.map((_, c) => c).sort((i, j) => rank(i, salt) - rank(j, salt));
        const head = ray.network.layers[ray.network.layers.length - 1] as Dense;
        const network = {
          ...ray.network,
          layers: ray.network.layers.with(-1, {
            type: 'dense',
            weights: order.map((c) => head.weights[c]),
            bias: order.map((c) => head.bias[c]),
          }),
        };
        const after = tailOf({ ...ray, network });
        expect(after.slope.map(String)).toEqual(order.map((c) => before.slope[c].toString()));
        expect(after.from.toString()).toBe(before.from.toString());
        const top = [...order.keys()].filter((n) => before.top.includes(order[n]));
        expect(after.top).toEqual(top);
        expect(tail(readNetwork(network), ray.origin, ray.direction).top).toEqual(top);
      }),
    );
  });

  it('when the origin is shifted and the first bias takes it back: not at all', () => {
    const integer = fc.integer({ min: -3, max: 3 });
    holdsAlways(
      fc.property(networkAndRay(integer), integer, (ray, shift) => {
        const [layer, ...rest] = ray.network.layers as [Dense, ...Layer[]];
        const first = { ...layer, weights: layer.weights.map((row) => row.map(Math.round)) };
        const still = { ...ray, network: { ...ray.network, layers: [first, ...rest] } };
        const sums = first.weights.map((row) => row.reduce((sum, w) => sum + w, 0));
        const bias = first.bias.map((b, i) => b - shift * sums[i]);
        const moved = {
          network: { ...ray.network, layers: [{ ...first, bias }, ...rest] },
          origin: ray.origin.map((value) => value + shift),
          direction: ray.direction,
        };
        expect(summary(tailOf(moved))).toEqual(summary(tailOf(still)));
      }),
    );
  });
});

function identity(size: number): Dense {
  return {
    type: 'dense',
    weights: Array.from({ length: size }, (_, i) =>
      Array.from({ length: size }, (__, j) => (i === j ? 1 : 0)),
    ),
    bias: new Array<number>(size).fill(0),
  };
}

/** An order without rhyme or reason. */
function rank(index: number, salt: number): number {
  return Math.imul(index + 1, 0x9e3779b1 ^ salt) >>> 0;
}
