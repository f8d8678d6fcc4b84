import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { mapConcurrently } from './mapConcurrently.js';

describe('mapConcurrently', () => {
  it('keeps the order of the items and the limit', async () => {
    let underWay = 0;
    let most = 0;
    const doubled = await mapConcurrently([5, 1, 4, 2, 3], 2, async (item) => {
      underWay++;
      most = Math.max(most, underWay);
      await sleep(item);
      underWay--;
      return 2 * item;
    });
    expect(doubled).toEqual([10, 2, 8, 4, 6]);
    expect(most).toBe(2);
  });

  it('takes any limit, however far beyond the number of items', async () => {
    expect(await mapConcurrently([1, 2], 2 ** 40, async (item) => -item)).toEqual([-1, -2]);
    expect(await mapConcurrently([], 8, async (item) => item)).toEqual([]);
  });

  it('throws the first failure once nothing is under way, and starts nothing after it', async () => {
    const started: number[] = [];
    let ended = 0;
    const run = mapConcurrently([1, 2, 3, 4], 2, async (item) => {
      started.push(item);
      if (item === 1) throw new Error('one');
      await sleep(10);
      ended++;
    });
    await expect(run).rejects.toThrow('one');
    expect(started).toEqual([1, 2]);
    expect(ended).toBe(1);
  });
});
