import { expect, it } from 'vitest';
import { randomNetwork } from '../bench/randomNetwork.js';
import { directionSlopes } from './directionSlopes.js';
import { directionSlopesOnThreads, tailsOnThreads } from './rayThreads.js';
import { type Ray, type Tail, tails } from './tail.js';

const network = randomNetwork([30, 60, 60, 4], 5);
const origins = [1, 2].map((n) => Float64Array.from({ length: 30 }, (_, i) => Math.sin(n * i)));
const rays = Array.from({ length: 60 }, (_, k): Ray => {
  const direction = new Float64Array(30);
  direction[k >> 1] = k % 2 === 0 ? 1 : -1;
  return { origin: origins[k % 2], direction };
});

/** What a tail says, its fractions only of one ray. */
function said(found: readonly Tail[]) {
  return found.map(({ regime, top, pattern, boundary, from, fromBounds, ...tail }, n) => ({
    ...{ regime, top, pattern, boundary, from, fromBounds },
    numbers: [tail.slope, tail.slopeError, tail.intercept, tail.interceptError],
    decisions: tail.decisions,
    exact: n === 7 ? tail.exact.slope.map(String) : null,
  }));
}

it('tails are the same on any number of threads', async () => {
  const here = said(tails(network, rays));
  for (const workers of [0, 1, 2, 3]) {
    expect(said(await tailsOnThreads(network, rays, { workers }))).toEqual(here);
  }
});

it('slopes are the same on any number of threads', async () => {
  const directions = rays.map(({ direction }) => direction);
  const numbers = ({ slope, slopeError, ...more }: ReturnType<typeof directionSlopes>[number]) => [
    [slope, slopeError, more.regime, more.top, more.gap, more.settledExactly],
    more.exactSlope.map(String),
  ];
  const some = directions.slice(0, 9);
  const here = directionSlopes(network, some).map(numbers);
  for (const workers of [0, 2]) {
    const there = await directionSlopesOnThreads(network, some, { workers });
    expect(there.map(numbers)).toEqual(here);
  }
});

it('a wrong ray is named before a thread starts', async () => {
  const wrong = [...rays, { origin: origins[0], direction: [1] }];
  await expect(tailsOnThreads(network, wrong, { workers: 2 })).rejects.toThrow(
    /rays\[60\]\.direction\.length=1/,
  );
  await expect(tailsOnThreads(network, rays, { workers: -1 })).rejects.toThrow(/workers/);
});
