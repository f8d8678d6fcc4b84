import { expect, it } from 'vitest';
import { float64Oracle } from '../check/oracles/float64Oracle.js';
import { Rational } from '../exact/rational.js';
import { networkOf } from './controls/cases.js';
import { answering } from './controls/lies.js';
import { posteriorGradient } from './posteriorGradient.js';
import { RayAnalysis } from './rayAnalysis.js';

/** z = (2x_1 + x_2, x_1 + 3x_2), logits (0, z_1 − z_2). */
const subject = RayAnalysis.of({
  network: networkOf(
    2,
    {
      type: 'dense',
      weights: [
        [2, 1],
        [1, 3],
      ],
      bias: [0, 0],
    },
    {
      type: 'dense',
      weights: [
        [0, 0],
        [1, -1],
      ],
      bias: [0, 0],
    },
  ),
  origin: [1, 1],
  direction: [1, 0],
});
const confirm = (of: RayAnalysis) =>
  posteriorGradient.asPrinted.confirm!(of, float64Oracle, 'holds').verdict;

it('numbers bear the coefficient of 1/t out, and contradict one of another speed of the units', () => {
  expect(confirm(subject)).toBe('confirmed');
  const { plainTail } = subject;
  const { penultimate } = plainTail!;
  const more = new Rational(5n, 4n);
  const slope = penultimate!.slope.map((value) => value.multiply(more));
  const lie = { ...plainTail!, penultimate: { ...penultimate!, slope } };
  expect(confirm(answering(subject, { plainTail: () => lie }))).toBe('contradicted');
});

it('rays beside it on which a unit that does not move is another constant are not compared', () => {
  // z = (max(0, x_1), max(0, 1 − max(0, x_2 − 1))): 1 here, and 0 from x_2 = 2 on.
  const flat = RayAnalysis.of({
    network: networkOf(
      2,
      {
        type: 'dense',
        weights: [
          [1, 2 ** -8],
          [0, 1],
        ],
        bias: [0, -1],
      },
      { type: 'relu' },
      {
        type: 'dense',
        weights: [
          [1, 0],
          [0, -1],
        ],
        bias: [0, 1],
      },
      { type: 'relu' },
      {
        type: 'dense',
        weights: [
          [0, 0],
          [1, -8],
        ],
        bias: [0, 0],
      },
    ),
    origin: [256, -1],
    direction: [1, 0],
  });
  expect(confirm(flat)).toBe('confirmed');
});
