import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomNetwork } from '../src/bench/randomNetwork.js';
import { withPlainLoops } from '../src/kernel/kernelMemory.js';
import type { Network } from '../src/network/network.js';
import { type NetworkFile, readNetwork } from '../src/network/networkFile.js';
import { exactTail } from '../src/tail/exactTail.js';
import { type Ray, type Tail, tail, tails } from '../src/tail/tail.js';
import { anyDouble, mixedDouble, ordinaryDouble } from './doubles.js';
import { networkAndRay } from './networks.js';
import { holdsAlways } from './runs.js';
import { testTrainedModels } from './trainedModels.js';

/** All that a tail says before anything exact is asked of it. */
function said({ enclosed: _, exact: __, ...plain }: Tail): object {
  return plain;
}

/** Rays that share some of a few origins, not next to each other; axis and dense directions. */
function raysOf(inputs: number, next: () => number, choose: (count: number) => number): Ray[] {
  const origins = [0, 1].map(() => Float64Array.from({ length: inputs }, next));
  return Array.from({ length: 8 }, (_, r) => {
    const direction = new Float64Array(inputs);
    if (choose(2) === 0) direction[choose(inputs)] = next();
    else
      direction.forEach((__, i) => {
        direction[i] = next();
      });
    if (direction.every((value) => value === 0)) direction[0] = 1;
    const origin = origins[choose(2)];
    // The same point as another array, or as the same one.
    return { origin: r % 3 === 0 ? Array.from(origin) : origin, direction };
  });
}

function oneByOne(fresh: () => Network, rays: readonly Ray[]): void {
  const together = tails(fresh(), rays);
  rays.forEach(({ origin, direction }, r) => {
    const alone = fresh();
    expect([r, said(together[r])]).toEqual([r, said(tail(alone, origin, direction))]);
  });
  const plain = withPlainLoops(() => tails(fresh(), rays));
  expect(plain.map(said)).toEqual(together.map(said));
}

function asAlone(number: fc.Arbitrary<number>, options: { depth: number; width: number }) {
  return fc.property(
    networkAndRay(number, options),
    fc.infiniteStream(number),
    fc.infiniteStream(fc.nat()),
    ({ network }: { network: NetworkFile }, numbers, choices) => {
      const next = () => numbers.next().value;
      const choose = (count: number) => choices.next().value % count;
      oneByOne(() => readNetwork(network), raysOf(network.inputs, next, choose));
    },
  );
}

describe('rays in a batch have the tails they have alone, number by number', () => {
  it('on ordinary doubles, wide enough for the kernel', () => {
    holdsAlways(asAlone(ordinaryDouble(), { depth: 3, width: 8 }), 0.5);
    holdsAlways(asAlone(ordinaryDouble(), { depth: 2, width: 60 }), 0.05);
  });

  it('on doubles of magnitudes 2^±60 and of all magnitudes', () => {
    holdsAlways(asAlone(mixedDouble(), { depth: 3, width: 6 }), 0.5);
    holdsAlways(asAlone(anyDouble(), { depth: 3, width: 5 }), 0.5);
  });

  it('on random networks of three hidden layers of 64 units, where each is also the exact tail', () => {
    for (const seed of [1, 2, 3]) {
      const fresh = () => randomNetwork([20, 64, 64, 64, 5], seed);
      let state = seed;
      const next = () => Math.sin(state++ * 12.9898);
      const rays = raysOf(20, next, (count) => Math.floor(Math.abs(next()) * count) % count);
      oneByOne(fresh, rays);
      const network = fresh();
      for (const found of tails(network, rays.slice(0, 2))) {
        const { regime, top, pattern, boundary } = found.exact;
        expect(found).toMatchObject({ regime, top, boundary });
        expect(found.pattern).toEqual(pattern);
      }
      const [first] = rays;
      expect(tails(network, rays)[0].exact.slope.map(String)).toEqual(
        exactTail(network, first.origin, first.direction).slope.map(String),
      );
    }
  });
});

testTrainedModels('has the same tails in a batch as ray by ray', async (_, load) => {
  const network = await load();
  const { inputSize } = network;
  const origin = Float64Array.from({ length: inputSize }, (__, i) => Math.abs(Math.sin(i)));
  const rays = Array.from({ length: 6 }, (__, k): Ray => {
    const direction = new Float64Array(inputSize);
    direction[Math.floor((k * inputSize) / 6)] = k % 2 === 0 ? 1 : -1;
    return { origin, direction };
  });
  const dense = { origin, direction: origin.map((value, i) => value - 0.01 * i - 1e-3) };
  const all = [...rays, dense];
  const together = tails(network, all);
  all.forEach((ray, r) => {
    // A different start in between, so that nothing is shared.
    tail(network, dense.direction, dense.direction);
    expect([r, said(tail(network, ray.origin, ray.direction))]).toEqual([r, said(together[r])]);
  });
});
