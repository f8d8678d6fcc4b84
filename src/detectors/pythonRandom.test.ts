import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { testsNeeding } from '../../properties/testsNeeding.js';
import { PythonRandom } from './pythonRandom.js';

const SEEDS = [0, 1, 3, 42, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1];
// From a list and from a set, on both sides of the size that decides, and more words than the state holds.
const SIZES = [
  [30, 3],
  [10, 10],
  [21, 2],
  [22, 2],
  [85, 6],
  [86, 6],
  [1000, 100],
  [5000, 900],
] as const;

describe('the random numbers of Python', () => {
  it('are those that a published split was drawn with', () => {
    const split = (seed: number) => {
      const random = new PythonRandom(seed);
      return [0, 1, 2].map(() => random.sample(30, 3));
    };
    // `held_out` of Gram[openood] and Gram[openood,seed=3] in fixtures/after-2022/tiny-new.json.
    expect(split(0)).toEqual([
      [27, 12, 24],
      [28, 13, 1],
      [8, 16, 15],
    ]);
    expect(split(3)).toEqual([
      [7, 18, 17],
      [4, 11, 29],
      [19, 15, 20],
    ]);
  });

  testsNeeding('python3', spawnSync('python3', ['--version']).status === 0).it(
    'are those of Python itself, for small and large seeds, lists and sets',
    () => {
      const script = `import json, random
drawn = []
for seed in ${JSON.stringify(SEEDS)}:
    random.seed(seed)
    drawn.append([random.sample(range(n), k) for n, k in ${JSON.stringify(SIZES)}])
print(json.dumps(drawn))`;
      const python = JSON.parse(spawnSync('python3', ['-c', script], { encoding: 'utf8' }).stdout);
      const ours = SEEDS.map((seed) => {
        const random = new PythonRandom(seed);
        return SIZES.map(([size, count]) => random.sample(size, count));
      });
      expect(ours).toEqual(python);
    },
  );
});
