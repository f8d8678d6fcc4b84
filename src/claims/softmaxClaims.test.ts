import { describe, expect, it } from 'vitest';
import { float64Oracle } from '../check/oracles/float64Oracle.js';
import { entropyDirection } from './entropyDirection.js';
import { jacobianLimit } from './jacobianLimit.js';
import { LogitsAnalysis } from './logitsAnalysis.js';
import { metricBounds } from './metricBounds.js';
import type { Oracle } from './oracle.js';
import { softmaxIncreasing } from './softmaxIncreasing.js';
import { softmaxJacobian } from './softmaxJacobian.js';
import { softmaxSigmoid } from './softmaxSigmoid.js';

const HOLDS = { status: 'holds' };

/** An oracle that takes the softmax of other logits. */
function misled(by: (row: readonly number[]) => number[]): Oracle {
  return { ...float64Oracle, at: (logits) => float64Oracle.at(logits.map(by)) };
}
const base2 = misled((row) => row.map((logit) => logit * Math.LN2));

/** A subject of these logits. */
function given(logits: number[][]) {
  return new LogitsAnalysis({ logits });
}

describe('softmax-sigmoid', () => {
  const { check, confirm } = softmaxSigmoid.asPrinted;

  it('holds for two classes, ties and extremes included', () => {
    for (const row of [
      [0, 0],
      [0.1, -3],
      [1e300, -1e300],
      [5e-324, 0],
    ]) {
      expect(check(given([row]))).toEqual(HOLDS);
      expect(confirm!(given([row]), float64Oracle, 'holds')).toEqual({ verdict: 'confirmed' });
    }
  });

  it('does not speak of three', () => {
    expect(check(given([[0, 0, 0]]))).toEqual({ status: 'skipped', because: 'hypothesis' });
  });

  it('is contradicted by a softmax to base 2', () => {
    expect(confirm!(given([[1, 2]]), base2, 'holds')).toMatchObject({
      what: expect.stringContaining('σ(f_1 − f_0)'),
    });
  });
});

describe('softmax-jacobian', () => {
  const { check, confirm } = softmaxJacobian.asPrinted;

  it('holds at any logits', () => {
    for (const row of [
      [0, 0, 0],
      [1, 2.5, -3],
      [700, 0],
    ]) {
      expect(check(given([row]))).toEqual(HOLDS);
      expect(confirm!(given([row]), float64Oracle, 'holds')).toEqual({ verdict: 'confirmed' });
    }
  });

  it('is contradicted by a softmax to base 2, by differences or symbolically', () => {
    expect(confirm!(given([[1, 2]]), base2, 'holds')).toMatchObject({
      what: expect.stringContaining('equation 6'),
    });
    const symbolic = {
      ...float64Oracle,
      softmaxJacobian: () => [
        [0.25, -0.25],
        [-0.25, 0.2],
      ],
    };
    expect(confirm!(given([[0, 0]]), symbolic, 'holds')).toMatchObject({
      what: expect.stringContaining('∂s_1/∂f_1'),
    });
  });
});

describe('softmax-increasing', () => {
  it('fails as printed off the diagonal: (0, 0) has ∂s_0/∂f_1 = −1/4', () => {
    const subject = given([[0, 0]]);
    expect(softmaxIncreasing.asPrinted.check(subject)).toEqual({
      status: 'fails',
      reason: '∂s_0/∂f_1 is negative at logits (0, 0)',
    });
    expect(softmaxIncreasing.asPrinted.explain!(subject).at(-1)).toContain('−0.250000 < 0');
  });

  it('is strictly monotonic', () => {
    for (const row of [
      [0, 0],
      [3, -1, 0.5],
      [-800, 800],
    ]) {
      expect(softmaxIncreasing.repaired!.check(given([row]))).toEqual(HOLDS);
      expect(softmaxIncreasing.repaired!.confirm!(given([row]), float64Oracle, 'holds')).toEqual({
        verdict: 'confirmed',
      });
    }
  });

  it('is contradicted by a softmax of the negatives', () => {
    const turned = misled((row) => row.map((logit) => -logit));
    expect(softmaxIncreasing.repaired!.confirm!(given([[0, 1]]), turned, 'holds')).toMatchObject({
      what: expect.stringContaining('raising'),
    });
  });
});

describe('entropy-direction', () => {
  it.each([[[0, 0]], [[3, 0, 1]], [[20, 0]]])('fails as printed at %j', (row) => {
    expect(entropyDirection.asPrinted.check(given([row])).status).toBe('fails');
  });

  it('says that the uniform prediction has entropy ln C', () => {
    const lines = entropyDirection.asPrinted.explain!(given([[0, 0, 0]]));
    expect(lines.join(' ')).toContain('= ln 3');
  });

  it('holds repaired: uniform by opposite members, uniform, and not uniform', () => {
    for (const logits of [
      [[0, 0]],
      [
        [1, 0],
        [0, 1],
      ],
      [[2, 0, 1]],
    ]) {
      expect(entropyDirection.repaired!.check(given(logits))).toEqual(HOLDS);
      expect(entropyDirection.repaired!.confirm!(given(logits), float64Oracle, 'holds')).toEqual({
        verdict: 'confirmed',
      });
    }
  });

  it('leaves open what float64 cannot tell from certain or uniform', () => {
    expect(entropyDirection.repaired!.check(given([[1000, 0]])).status).toBe('skipped');
    expect(entropyDirection.repaired!.check(given([[1e-9, 0]])).status).toBe('skipped');
  });

  it('is contradicted by an entropy of the wrong sign', () => {
    const negative: Oracle = {
      ...float64Oracle,
      at: (logits) => {
        const point = float64Oracle.at(logits);
        return { ...point, predictiveEntropy: Math.log(2) - point.predictiveEntropy };
      },
    };
    expect(entropyDirection.repaired!.confirm!(given([[5, 0]]), negative, 'holds')).toMatchObject({
      what: expect.stringContaining('H ='),
    });
    expect(entropyDirection.repaired!.confirm!(given([[0, 0]]), negative, 'holds')).toMatchObject({
      what: expect.stringContaining('H ='),
    });
  });
});

describe('metric-bounds', () => {
  const { check, confirm } = metricBounds.asPrinted;

  it('holds for one member, members that agree up to a shift, and opposite ones', () => {
    for (const logits of [
      [[1, 2, 3]],
      [
        [1, 2],
        [3, 4],
      ],
      [
        [900, 0],
        [0, 900],
      ],
      [
        [0, 0],
        [0, 5e-324],
      ],
    ]) {
      expect(check(given(logits))).toEqual(HOLDS);
      expect(confirm!(given(logits), float64Oracle, 'holds')).toEqual({ verdict: 'confirmed' });
    }
  });

  it('is contradicted by a negative mutual information', () => {
    const oracle: Oracle = {
      ...float64Oracle,
      at: (logits) => ({ ...float64Oracle.at(logits), mutualInformation: -1e-17 }),
    };
    expect(confirm!(given([[0, 0]]), oracle, 'holds')).toMatchObject({
      what: expect.stringContaining('mutualInformation'),
    });
  });
});

describe('jacobian-limit', () => {
  const { check, confirm } = jacobianLimit.asPrinted;

  it('holds from any base point', () => {
    for (const row of [
      [0, 0],
      [5, -2, 5],
      [1e3, 0, 0, 1],
    ]) {
      expect(check(given([row]))).toEqual(HOLDS);
      expect(confirm!(given([row]), float64Oracle, 'holds')).toEqual({ verdict: 'confirmed' });
    }
  });

  it('is contradicted where the other logits come along', () => {
    const joint = misled((row) => row.map(() => Math.max(...row)));
    expect(confirm!(given([[0, 0]]), joint, 'holds')).toMatchObject({
      what: expect.stringContaining('above'),
    });
  });
});
