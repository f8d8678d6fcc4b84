import { expect, test } from 'vitest';
import { InputError } from '../errors/inputError.js';
import { GraphBuilder } from '../network/graphBuilder.js';
import { type Layer, readNetwork } from '../network/networkFile.js';
import { recession } from '../network/recession.js';
import { piecewise } from '../network/univariate.js';
import { boxTail } from './boxTail.js';
import { directionSlopes } from './directionSlopes.js';

function networkOf(inputs: number, ...layers: Layer[]) {
  return readNetwork({ format: 'farfield-network', version: 1, inputs, layers });
}

test('biases do not matter', () => {
  const network = networkOf(
    1,
    { type: 'dense', weights: [[1], [-1]], bias: [-100, 200] },
    { type: 'relu' },
    {
      type: 'dense',
      weights: [
        [3, 0],
        [1, 1],
      ],
      bias: [7, 9],
    },
  );
  const [up, down] = directionSlopes(network, [[2], [-1]]);
  expect([up.regime, up.top, Array.from(up.slope)]).toEqual(['saturating', [0], [6, 2]]);
  expect([down.regime, down.top, Array.from(down.slope)]).toEqual(['saturating', [1], [0, 1]]);
  expect(up.exactSlope.map(String)).toEqual(['6/1', '2/1']);
});

test('a clip ends flat: its slope is 0', () => {
  const network = networkOf(
    1,
    { type: 'dense', weights: [[1], [2]], bias: [0, 0] },
    { type: 'clip', lower: -1, upper: 1 },
  );
  const [{ regime, gap, slope }] = directionSlopes(network, [[1]]);
  expect([regime, gap, Array.from(slope)]).toEqual(['flat', null, [0, 0]]);
});

test('a tie that rounding hides is found in exact integers', () => {
  const network = networkOf(3, {
    type: 'dense',
    weights: [
      [0.1, 0.2, -0.3],
      [0.2, -0.3, 0.1],
      [-1, -1, -1],
    ],
    bias: [0, 0, 0],
  });
  const [slopes] = directionSlopes(network, [[1, 1, 1]]);
  expect([slopes.regime, slopes.top, slopes.settledExactly]).toEqual(['tied', [0, 1], 2]);
  expect(slopes.gap!.lower).toBeLessThanOrEqual(3);
  expect(slopes.gap!.upper).toBeGreaterThanOrEqual(3);
});

test('wrong directions are named by their place', () => {
  const network = networkOf(2, { type: 'dense', weights: [[1, 0]], bias: [0] });
  const thrown = (directions: number[][]) => {
    try {
      directionSlopes(network, directions);
    } catch (error) {
      if (error instanceof InputError) return [error.code, error.path];
    }
    return null;
  };
  expect(thrown([[0, 0]])).toEqual(['zero_direction', 'direction']);
  expect(thrown([[1, 0], [1]])).toEqual(['shape_mismatch', 'directions[1].length']);
  expect(
    thrown([
      [1, 0],
      [1, Infinity],
    ]),
  ).toEqual(['not_finite', 'directions[1][1]']);
  expect(directionSlopes(network, [])).toEqual([]);
});

test('refuses what grows faster than its input, by name', () => {
  const builder = new GraphBuilder(1);
  const square = piecewise('squared-relu', [0], [[0], [0, 0, 1]]);
  const network = builder.build(builder.activation(square, 0, 'square'));
  for (const call of [
    () => recession(network),
    () => directionSlopes(network, [[1]]),
    () => boxTail(network, { lower: [0], upper: [1] }, [1]),
  ]) {
    expect(call).toThrow(InputError);
    expect(call).toThrow('squared-relu');
  }
});
