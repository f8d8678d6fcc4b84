import { expect, test } from 'vitest';
import { InputError } from '../errors/inputError.js';
import { type Layer, readNetwork } from '../network/networkFile.js';
import { exactTail } from './exactTail.js';
import { roundedTail } from './roundedTail.js';
import { tail, tails } from './tail.js';

const relu: Layer = { type: 'relu' };

function dense(weights: number[][], bias = weights.map(() => 0)): Layer {
  return { type: 'dense', weights, bias };
}

function networkOf(inputs: number, ...layers: Layer[]) {
  return readNetwork({ format: 'farfield-network', version: 1, inputs, layers });
}

test('logits(x) = relu(x − 3) along 0 + 2t is affine from t = 3/2', () => {
  const { from, slope, intercept, regime, top, boundary, exact } = tail(
    networkOf(1, dense([[1]], [-3]), relu),
    [0],
    [2],
  );
  expect([from, Array.from(slope), Array.from(intercept)]).toEqual([1.5, [2], [-3]]);
  expect([regime, top, boundary]).toEqual(['saturating', [0], false]);
  expect(exact.from.toString()).toBe('3/2');
});

test('a change of sign at negative t does not count', () => {
  expect(tail(networkOf(1, dense([[1]], [3]), relu), [0], [2]).from).toBe(0);
});

test('the germ decides a kink that lies at infinity: slope 0, intercept positive or negative', () => {
  const network = networkOf(2, dense([[1, 0]], [-1]), relu, dense([[1], [-1]]));
  const still = [0, 1];
  expect(tail(network, [3, 0], still)).toMatchObject({ regime: 'flat', boundary: false });
  expect(Array.from(tail(network, [3, 0], still).intercept)).toEqual([2, -2]);
  expect(Array.from(tail(network, [0, 0], still).intercept)).toEqual([0, 0]);
  expect(tail(network, [1, 0], still).boundary).toBe(true);
});

test.each([
  ['leaky ReLU', { type: 'leaky-relu', slope: 0.5 }, [-0.5, 1]],
  ['absolute value', { type: 'leaky-relu', slope: -1 }, [1, 1]],
  ['clip', { type: 'clip', lower: -1, upper: 1 }, [0, 0]],
  [
    'maximum',
    {
      type: 'maximum',
      groups: [
        [0, 1],
        [1, 0],
      ],
    },
    [1, 1],
  ],
  [
    'residual',
    {
      type: 'residual',
      layers: [
        dense([
          [1, 1],
          [0, 2],
        ]),
      ],
    },
    [-1, 3],
  ],
] as [string, Layer, number[]][])('%s: its slopes along (−t, t)', (_, layer, slopes) => {
  const network = networkOf(1, dense([[-1], [1]]), layer);
  const { slope, exact } = tail(network, [0], [1]);
  expect(Array.from(slope, (value) => value + 0)).toEqual(slopes);
  expect(exact.slope.map((value) => value.toNumber())).toEqual(slopes);
});

test('a clip changes piece where its input crosses either bound, and lies on one for ever', () => {
  const clip: Layer = { type: 'clip', lower: -1, upper: 1 };
  expect(tail(networkOf(1, dense([[2]]), clip), [-4], [1]).from).toBe(4.5);
  expect(tail(networkOf(1, dense([[-2]]), clip), [-4], [1]).from).toBe(4.5);
  const still = networkOf(2, dense([[1, 0]]), clip);
  expect(tail(still, [1, 0], [0, 1]).boundary).toBe(true);
  expect(tail(still, [0.5, 0], [0, 1]).boundary).toBe(false);
});

test('a maximum of equal germs is a boundary, unless both are units that are off', () => {
  const pool: Layer = { type: 'maximum', groups: [[0, 1]] };
  expect(tail(networkOf(1, dense([[1], [1]]), pool), [0], [1]).boundary).toBe(true);
  expect(tail(networkOf(1, dense([[-1], [-2]], [0, 1]), relu, pool), [0], [1]).boundary).toBe(
    false,
  );
  expect(tail(networkOf(1, dense([[1], [-2]]), relu, pool), [0], [1]).boundary).toBe(false);
});

test('operands of a maximum that are tied for ever never part: `from` is not theirs', () => {
  const pool: Layer = { type: 'maximum', groups: [[0, 1, 2]] };
  const [from, behind] = [
    (origin: number, ...layers: Layer[]) => {
      const network = networkOf(1, ...layers);
      const [certified, exact] = [tail(network, [origin], [1]), exactTail(network, [origin], [1])];
      expect([certified.boundary, certified.from]).toEqual([exact.boundary, exact.from.toNumber()]);
      return [exact.from.toString(), exact.boundary];
    },
    dense([[1], [1], [0]], [0, 0, 5]),
  ];
  // Two of them tied, the third overtaken at t = 5.
  expect(from(0, behind, pool)).toEqual(['5/1', true]);
  // max(0, 0) of units that are off: its Jacobian is 0 on either side, and they went off at t = 2.
  expect(from(-1, dense([[-1], [-1], [-1]], [1, 1, 1]), relu, pool)).toEqual(['2/1', false]);
  // max(0, 0) of constants: a germ of exactly (0, 0), reported as that of a ReLU would be.
  expect(from(0, dense([[0], [0], [-1]]), pool)).toEqual(['0/1', true]);
});

test('float64 overflow on the way to a finite slope decides nothing', () => {
  // 1e308 + 1e308 overflows in one of the partial sums; the slope is −1e308.
  const row = [1e308, -1.5e308, -1.5e308, 0, 1e308];
  const network = networkOf(5, dense([row]), relu, dense([[1], [0]]));
  const ones = [1, 1, 1, 1, 1];
  const { pattern, top, regime } = tail(network, ones, ones);
  expect(exactTail(network, ones, ones).pattern[1]).toEqual(Int32Array.of(0));
  expect(pattern[1]).toEqual(Int32Array.of(0));
  expect([top, regime]).toEqual([[0, 1], 'flat']);
});

test('a unit too small to bound does not spoil its neighbour in a residual sum', () => {
  // Slopes: (2^-500, −1) plus relu(2^-500, ½) makes the second unit −½, which is off.
  const inner = dense([
    [1, 0],
    [0, -0.5],
  ]);
  const network = networkOf(2, { type: 'residual', layers: [inner, relu] }, relu, dense([[1, 1]]));
  const { pattern, slope } = tail(network, [0, 0], [2 ** -500, -1]);
  expect(pattern.at(-2)).toEqual(Int32Array.of(1, 0));
  expect(slope[0]).toBeLessThan(1e-100);
});

test('slopes that differ by one rounding far apart in magnitude are told apart', () => {
  const network = networkOf(
    2,
    dense([
      [1, 2 ** -80],
      [1, 0],
      [1, 0],
    ]),
  );
  expect(tail(network, [0, 0], [1, 1]).top).toEqual([0]);
  expect(tail(network, [0, 0], [1, -1]).top).toEqual([1, 2]);
  expect(tail(network, [0, 0], [1, -1]).decisions.exact).toBe(3);
});

test('the rounded tail holds the nearest doubles, infinite where there is none', () => {
  const network = networkOf(1, dense([[2 ** 600]]), dense([[2 ** 600], [-1]]));
  const rounded = roundedTail(exactTail(network, [0], [1]));
  expect(rounded.slope).toEqual([Infinity, -(2 ** 600)]);
  expect(rounded.top).toEqual([0]);
});

test('a batch names the ray that is wrong; a single ray names its field', () => {
  const network = networkOf(
    2,
    dense([
      [1, 0],
      [0, 1],
    ]),
  );
  const thrown = (act: () => unknown) => {
    try {
      act();
    } catch (error) {
      if (error instanceof InputError) return [error.code, error.path];
    }
    return null;
  };
  expect(thrown(() => tail(network, [1], [1, 1]))).toEqual(['shape_mismatch', 'origin.length']);
  expect(thrown(() => tail(network, [1, 1], [1, Number.NaN]))).toEqual([
    'not_finite',
    'direction[1]',
  ]);
  expect(thrown(() => tail(network, [1, 1], [0, -0]))).toEqual(['zero_direction', 'direction']);
  const ray = { origin: [1, 1], direction: [1, 1] };
  expect(thrown(() => tails(network, [ray, { ...ray, origin: [1, Infinity] }]))).toEqual([
    'not_finite',
    'rays[1].origin[1]',
  ]);
  expect(tails(network, [])).toEqual([]);
});
