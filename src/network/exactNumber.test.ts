import { describe, expect, it } from 'vitest';
import { problemsOf } from '../../properties/problemsOf.js';
import { InputError } from '../errors/inputError.js';
import { enclosedTail } from '../tail/enclosedTail.js';
import { exactTail } from '../tail/exactTail.js';
import { expandedTail } from '../tail/expandedTail.js';
import { evaluate } from './evaluate.js';
import { readNetwork } from './networkFile.js';

const file = (layer: unknown, ...more: unknown[]) => ({
  format: 'farfield-network',
  version: 1,
  inputs: 1,
  layers: [layer, ...more],
});
const refusals = (layer: unknown) => problemsOf(() => readNetwork(file(layer)));

describe('constants of a network file that are no doubles', () => {
  const thirds = readNetwork(
    file(
      { type: 'dense', weights: [['1/3'], [-1]], bias: ['-2/7', 0.5] },
      { type: 'leaky-relu', slope: '1/10' },
      { type: 'clip', lower: '-4/3', upper: '200/3' },
      {
        type: 'dense',
        weights: [
          ['3/1', 0],
          [0, 1],
        ],
        bias: [0, '1/9'],
      },
    ),
  );

  it('are the fractions they are for exact engines', () => {
    const { slope, intercept, from } = exactTail(thirds, [0], [1]);
    // 1/3·x − 2/7 reaches 200/3 at x = 200 + 6/7; −1/10·(x − 1/2) reaches −4/3 at x = 83/6.
    expect(String(from)).toBe('1406/7');
    expect(slope.map(String)).toEqual(['0/1', '0/1']);
    expect(intercept.map(String)).toEqual(['200/1', '-11/9']);
  });

  it('are the nearest doubles for float64 ones', () => {
    const [y] = evaluate(readNetwork(file({ type: 'dense', weights: [['1/3']], bias: [0] })), [3]);
    expect(y).toBe((1 / 3) * 3);
  });

  it('may be enclosed, and what follows is', () => {
    // √2 lies between.
    const root = { lower: '7/5', upper: '3/2' };
    const network = readNetwork(file({ type: 'dense', weights: [[root], [1]], bias: [0, root] }));
    const { slope, intercept, regime, top } = expandedTail(network, [0], [1]);
    expect(regime).toBe('saturating');
    expect(top).toEqual([0]);
    expect(slope![0].lower.toNumber()).toBeLessThanOrEqual(1.4);
    expect(slope![0].upper.toNumber()).toBeGreaterThanOrEqual(1.5);
    expect(intercept![1].rational).toBeNull();
    expect(() => exactTail(network, [0], [1])).toThrow(InputError);
  });

  it('that are doubles after all stay doubles', () => {
    const half = readNetwork(
      file({ type: 'dense', weights: [['1/2']], bias: [{ lower: 1, upper: 1 }] }),
    );
    const plain = readNetwork(file({ type: 'dense', weights: [[0.5]], bias: [1] }));
    expect(enclosedTail(half, [0], [1])).toEqual(enclosedTail(plain, [0], [1]));
  });

  it.each([
    ['a text that is no fraction', '0.5', 'not_a_number'],
    ['a whole number as a text', '3', 'not_a_number'],
    ['nothing', '', 'not_a_number'],
    ['null', null, 'not_a_number'],
    ['a list', [1], 'not_a_number'],
    ['a division by zero', '1/0', 'out_of_range'],
    ['one beyond doubles', `1${'0'.repeat(400)}/3`, 'not_finite'],
    ['one too long to compute with', `${'9'.repeat(5000)}/7`, 'too_large'],
    ['an enclosure the wrong way round', { lower: '3/2', upper: '7/5' }, 'out_of_range'],
    ['half an enclosure', { lower: 1 }, 'malformed'],
    ['an enclosure and more', { lower: 1, upper: 2, middle: 1.5 }, 'malformed'],
    ['an enclosure of no numbers', { lower: 'a', upper: 2 }, 'not_a_number'],
    ['an infinite end', { lower: 0, upper: Infinity }, 'not_finite'],
  ])('%s is refused', (_, value, code) => {
    const found = refusals({ type: 'dense', weights: [[value]], bias: [0] });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(new RegExp(`^${code} layers\\[0\\]\\.weights\\[0\\]\\[0\\]`));
    expect(refusals({ type: 'leaky-relu', slope: value })[0]).toMatch(`${code} layers[0].slope`);
  });

  it('bounds of a clip that may be in either order are refused', () => {
    const wide = { lower: 0, upper: 2 };
    expect(refusals({ type: 'clip', lower: wide, upper: 1 })).toEqual([
      'out_of_range layers[0].lower',
    ]);
    expect(refusals({ type: 'clip', lower: '2/3', upper: '1/3' })).toEqual([
      'out_of_range layers[0].lower',
    ]);
  });
});
