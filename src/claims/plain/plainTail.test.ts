import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rational } from '../../exact/rational.js';
import { arbitraryOf } from '../../generate/arbitraries.js';
import { RayAnalysis } from '../rayAnalysis.js';
import { plainEvaluation } from './plainEvaluation.js';
import { tailBeginning } from './plainPieces.js';
import { plainStep } from './plainStep.js';
import { plainTail } from './plainTail.js';

const texts = (values: readonly Rational[]) => values.map(String);

describe('the tail by plain evaluation', () => {
  it('is found by hand for a skip connection and a clip', () => {
    const file = {
      format: 'farfield-network',
      version: 1,
      inputs: 1,
      layers: [
        { type: 'residual', layers: [{ type: 'dense', weights: [[2]], bias: [1] }] },
        { type: 'relu' },
        { type: 'dense', weights: [[1], [-1]], bias: [0, 5] },
      ],
    } as const;
    // x + (2x + 1) = 3x + 1 from x = 10 on, upwards.
    const tail = plainTail(file, [10], [1])!;
    expect(texts(tail.slope)).toEqual(['3/1', '-3/1']);
    expect(texts(tail.intercept)).toEqual(['31/1', '-26/1']);
    expect(tail.jacobian.map(texts)).toEqual([['3/1'], ['-3/1']]);
    expect(texts(plainEvaluation(file, [10], [1], Rational.of(0.5)).logits)).toEqual([
      '65/2',
      '-55/2',
    ]);
  });

  it('is that of the engines for generated networks', () => {
    fc.assert(
      fc.property(arbitraryOf.ray(), (source) => {
        const { tail, plainTail: plain } = RayAnalysis.of(source);
        expect(plain).not.toBeNull();
        expect(texts(plain!.slope)).toEqual(texts(tail.slope));
        expect(texts(plain!.intercept)).toEqual(texts(tail.intercept));
        expect(plain!.boundary).toBe(tail.boundary);
        if (!tail.boundary) {
          expect(plain!.jacobian.map(texts)).toEqual(tail.jacobian.map(texts));
        }
        expect(plain!.penultimate && texts(plain!.penultimate.slope)).toEqual(
          tail.penultimate && texts(tail.penultimate.slope),
        );
      }),
      { numRuns: 500, seed: 11 },
    );
  });

  it('begins where the engines say, or at a kink of which they know that nothing hangs on it', () => {
    let same = 0;
    fc.assert(
      fc.property(arbitraryOf.ray(), ({ network, origin, direction }) => {
        const { tail, plainTail: plain } = new RayAnalysis(network, origin, direction);
        const from = tailBeginning(network, origin, direction, plain!);
        expect(from.compare(tail.from)).toBeGreaterThanOrEqual(0);
        if (from.compare(tail.from) === 0) same++;
      }),
      { numRuns: 500, seed: 12 },
    );
    expect(same).toBeGreaterThan(400);
  });

  it('moves by V times a step', () => {
    fc.assert(
      fc.property(arbitraryOf.ray(), (source) => {
        const ray = RayAnalysis.of(source);
        const plain = ray.plainTail!;
        for (let d = 0; d < ray.inputs; d++) {
          const step = plainStep(ray.file, ray.origin, ray.direction, plain.power, d);
          if (step === null) continue;
          step.forEach((change, c) => {
            expect(change.sign).toBe(ray.tail.jacobian[c][d].sign);
          });
        }
      }),
      { numRuns: 300, seed: 12 },
    );
  });

  it('takes a clip between two equal bounds for the constant it is, without a kink', () => {
    // The pre-activation is 1 for ever, the one value both bounds have.
    const tail = plainTail(
      {
        format: 'farfield-network',
        version: 1,
        inputs: 2,
        layers: [
          { type: 'dense', weights: [[0, -1]], bias: [0] },
          { type: 'clip', lower: 1, upper: 1 },
          { type: 'dense', weights: [[0], [1]], bias: [0, 0] },
        ],
      },
      [0, -1],
      [1, 0],
    )!;
    expect(tail.boundary).toBe(false);
    expect(tail.jacobian.flat().map(String)).toEqual(['0/1', '0/1', '0/1', '0/1']);
  });

  it('takes a maximum of multiples of a unit that is off for no kink', () => {
    const file = {
      format: 'farfield-network',
      version: 1,
      inputs: 1,
      layers: [
        { type: 'dense', weights: [[-1]], bias: [0] },
        { type: 'relu' },
        { type: 'dense', weights: [[0], [3]], bias: [0, 0] },
        { type: 'maximum', groups: [[0, 1]] },
        { type: 'dense', weights: [[1], [0]], bias: [0, 0] },
      ],
    } as const;
    expect(plainTail(file, [1], [1])!.boundary).toBe(false);
    expect(RayAnalysis.of({ network: file, origin: [1], direction: [1] }).tail.boundary).toBe(
      false,
    );
  });

  it('takes the larger of two bounds at which a clip has ended', () => {
    const file = {
      format: 'farfield-network',
      version: 1,
      inputs: 1,
      layers: [
        { type: 'dense', weights: [[-1], [1]], bias: [0, 0] },
        { type: 'clip', lower: -1, upper: 1 },
        { type: 'maximum', groups: [[0, 1]] },
        { type: 'dense', weights: [[1], [0]], bias: [0, 0] },
      ],
    } as const;
    expect(texts(plainTail(file, [0], [1])!.intercept)).toEqual(['1/1', '0/1']);
  });
});
