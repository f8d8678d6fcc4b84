import { describe, expect, it, test } from 'vitest';
import { Rational } from '../../exact/rational.js';
import { evaluate } from '../../network/evaluate.js';
import { readNetwork } from '../../network/networkFile.js';
import { affine, networkOf, ON_BOUNDARY, TURNING } from '../controls/cases.js';
import { plainPieces } from '../plain/plainPieces.js';
import { logitAlong, movementAlong } from './movementAlong.js';

const at = (value: number) => Rational.of(value);
const linear = (rows: number[][], origin: number[], direction: number[], from = 0) =>
  plainPieces(affine(rows), origin, direction, at(from))!;

describe('the pieces of a line', () => {
  const file = networkOf(
    2,
    {
      type: 'dense',
      weights: [
        [1, 0],
        [-1, 1],
        [0, 1],
      ],
      bias: [-3, 2, 0],
    },
    { type: 'relu' },
    {
      type: 'dense',
      weights: [
        [1, 1, 0],
        [0, 1, 1],
      ],
      bias: [0, 1],
    },
    { type: 'clip', lower: -1, upper: 7.5 },
    { type: 'residual', layers: [{ type: 'leaky-relu', slope: 0.25 }] },
    { type: 'maximum', groups: [[0, 1], [1]] },
  );

  it('are affine, as evaluation has it, and begin where a unit changes sides', () => {
    const [origin, direction] = [
      [0.5, 1],
      [1, 0.25],
    ];
    const pieces = plainPieces(file, origin, direction, at(-6))!;
    expect(pieces.length).toBeGreaterThan(4);
    const network = readNetwork(file);
    pieces.forEach(({ from, to, slope, intercept }, k) => {
      const end = to ?? from.add(at(8));
      expect(k === 0 || pieces[k - 1].to === from).toBe(true);
      for (const share of [0.25, 0.5, 0.75]) {
        const t = from.toNumber() + share * (end.toNumber() - from.toNumber());
        const logits = evaluate(
          network,
          origin.map((x, i) => x + t * direction[i]),
        );
        logits.forEach((logit, c) => {
          expect(intercept[c].toNumber() + t * slope[c].toNumber()).toBeCloseTo(logit, 10);
        });
      }
    });
  });

  it('know when a unit rests on a kink, and how many change sides at once', () => {
    const flat = networkOf(
      2,
      {
        type: 'dense',
        weights: [
          [1, 0],
          [0, 1],
        ],
        bias: [0, 0],
      },
      { type: 'relu' },
    );
    expect(plainPieces(flat, [1, 0], [1, 0], at(0))![0].boundary).toBe(true);
    // A unit that is 0 everywhere has no other side.
    const { network, origin, direction } = ON_BOUNDARY;
    expect(plainPieces(network, origin, direction, at(0))![0].boundary).toBe(false);
    const twice = networkOf(
      1,
      { type: 'dense', weights: [[1], [2]], bias: [-1, -2] },
      { type: 'relu' },
    );
    const pieces = plainPieces(twice, [0], [1], at(0))!;
    expect(pieces.map(({ crossings }) => crossings)).toEqual([0, 2]);
  });
});

describe('Definition 6 along several pieces', () => {
  it('p rises on all of them where the first logit falls first', () => {
    const pieces = plainPieces(TURNING.network, TURNING.origin, TURNING.direction, at(-6))!;
    expect(pieces).toHaveLength(3);
    expect([0, 1].map((c) => movementAlong(pieces, c, 0))).toEqual([1, -1]);
    expect([0, 1].map((c) => logitAlong(pieces, c, 0))).toEqual(['both', 'both']);
  });

  it('the class in the middle is overtaken', () => {
    const rows = [[2], [1], [0]];
    expect(movementAlong(linear(rows, [0], [1], -1), 1, 0)).toBe('both');
    // From 0 on it only falls: its derivative is 0 at 0, which is a point.
    expect(movementAlong(linear(rows, [0], [1]), 1, 0)).toBe(-1);
    expect(movementAlong(linear(rows, [0], [1]), 1, 0, 'left open')).toBeNull();
  });

  it('a column with coefficients of both signs is settled from its largest slope on', () => {
    // Along x_1; x_2 moves p_2 by −e^{2t − 1} + e^t·2, which is 0 at t = 1 + ln 2 and turns there.
    const rows = [
      [2, 1],
      [1, -2],
      [0, 0],
    ];
    const turned = plainPieces(affine(rows), [0, 0], [1, 0], at(0))!;
    expect(movementAlong(turned, 2, 1)).toBe('both');
    expect(movementAlong(plainPieces(affine(rows), [0, 0], [1, 0], at(1))!, 2, 1)).toBe(-1);
  });

  it('what cancels among equal slopes moves nothing, and does not hide what is left', () => {
    // x_2 moves p_0 by e^{t}·(1 − 1) beside what a third row adds.
    const still = linear(
      [
        [1, 0],
        [1, 1],
        [1, -1],
      ],
      [0, 0],
      [1, 0],
    );
    expect(movementAlong([{ ...still[0], to: at(5) }], 0, 1)).toBe(0);
    expect(movementAlong(still, 0, 1)).toBe(0);
    const left = linear(
      [
        [1, 0],
        [1, 1],
        [1, -1],
        [0, 3],
      ],
      [0, 0],
      [1, 0],
    );
    expect(movementAlong([{ ...left[0], to: at(5) }], 0, 1)).toBe(-1);
    expect(movementAlong(left, 0, 1)).toBe(-1);
  });

  it('coefficients that change sign twice are settled on parts of the piece', () => {
    // e^{2t}·a − e^t·b + c has no zero for small b, two for large b.
    const rates = (b: number) =>
      linear(
        [
          [2, -1],
          [1, b],
          [0, -1],
          [-1, 0],
        ],
        [0, 0],
        [1, 0],
        -3,
      );
    expect(movementAlong(rates(0.5), 3, 1)).toBe(1);
    expect(movementAlong(rates(9), 3, 1)).toBe('both');
  });

  test('a probability that does not move is told from one that hardly does', () => {
    expect(
      movementAlong(
        linear(
          [
            [1, 0],
            [1, 0],
          ],
          [1, 1],
          [1, 0],
        ),
        0,
        0,
      ),
    ).toBe(0);
    expect(
      movementAlong(
        linear(
          [
            [1 + 2 ** -52, 0],
            [1, 0],
          ],
          [1, 1],
          [1, 0],
        ),
        0,
        0,
      ),
    ).toBe(1);
  });
});
