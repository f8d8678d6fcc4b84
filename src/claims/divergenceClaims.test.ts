import { describe, expect, it } from 'vitest';
import { float64Oracle } from '../check/oracles/float64Oracle.js';
import type { NetworkFile } from '../network/networkFile.js';
import { CurveAnalysis } from './curveAnalysis.js';
import { logitDiverges } from './logitDiverges.js';
import { logitDivergesAny } from './logitDivergesAny.js';
import { penultimateDiverges } from './penultimateDiverges.js';
import { penultimateDivergesAny } from './penultimateDivergesAny.js';
import { RayAnalysis } from './rayAnalysis.js';

const HOLDS = { status: 'holds' };
const OUTSIDE = { status: 'skipped', because: 'hypothesis' };

function affine(weights: number[][], bias = weights.map(() => 0)): NetworkFile {
  return {
    format: 'farfield-network',
    version: 1,
    inputs: weights[0].length,
    layers: [{ type: 'dense', weights, bias }],
  };
}
const hidden: NetworkFile = {
  format: 'farfield-network',
  version: 1,
  inputs: 1,
  layers: [
    { type: 'dense', weights: [[1], [-1]], bias: [0, 3] },
    { type: 'relu' },
    {
      type: 'dense',
      weights: [
        [-2, 1],
        [0, 0],
      ],
      bias: [0, 1],
    },
  ],
};

/** g = (t·(1 − cos t)/2, −t·(1 + cos t)/2): the paper's t sin², −t cos², at half the angle. */
const turns = new CurveAnalysis({
  units: [
    { linear: 0.5, oscillating: -0.5 },
    { linear: -0.5, oscillating: -0.5 },
  ],
  weights: [
    [1, 0],
    [0, 1],
  ],
  bias: [0, 0],
});
const straight = new CurveAnalysis({
  units: [{ linear: 2, oscillating: 1 }],
  weights: [[1], [-1]],
  bias: [0, 5],
});
const level = new CurveAnalysis({
  units: [{ linear: 1, oscillating: 1 }],
  weights: [[1], [0]],
  bias: [0, 0],
});

describe('logit-diverges', () => {
  const { check, confirm } = logitDiverges.asPrinted;

  it('holds where the loser falls and the winner stays', () => {
    const subject = new RayAnalysis(hidden, [1], [1]);
    expect(check(subject)).toEqual(HOLDS);
    expect(confirm!(subject, float64Oracle, 'holds')).toEqual({ verdict: 'confirmed' });
  });

  it('does not speak of tails that tie', () => {
    expect(check(new RayAnalysis(affine([[1], [1]]), [1], [1]))).toEqual(OUTSIDE);
  });

  it('a flat tail must not pass as saturating', () => {
    const subject = new RayAnalysis(affine([[0], [0]]), [1], [1]);
    Object.defineProperty(subject, 'tail', {
      value: { ...subject.tail, regime: 'saturating', top: [0] },
    });
    expect(check(subject)).toMatchObject({ status: 'fails' });
  });
});

describe('penultimate-diverges', () => {
  const { check, confirm } = penultimateDiverges.asPrinted;

  it('holds on rectified units', () => {
    const subject = new RayAnalysis(hidden, [1], [1]);
    expect(check(subject)).toEqual(HOLDS);
    expect(confirm!(subject, float64Oracle, 'holds')).toEqual({ verdict: 'confirmed' });
  });

  it('holds where the only unit goes to minus infinity, if units are not rectified', () => {
    const subject = new RayAnalysis(affine([[1], [0]]), [-1], [-1]);
    expect(subject.tail.penultimate!.slope.map(String)).toEqual(['-1/1']);
    expect(check(subject)).toEqual(HOLDS);
    expect(confirm!(subject, float64Oracle, 'holds')).toEqual({ verdict: 'confirmed' });
  });

  it('does not speak of tied tails, where units may diverge all the same', () => {
    const subject = new RayAnalysis(affine([[1], [1]]), [1], [1]);
    expect(check(subject)).toEqual(OUTSIDE);
    expect(subject.tail.penultimate!.slope[0].sign).toBe(1);
  });

  it('fails if the units of the tail stand still', () => {
    const subject = new RayAnalysis(hidden, [1], [1]);
    const { penultimate } = subject.tail;
    const still = penultimate!.slope.map((value) => value.subtract(value));
    Object.defineProperty(subject, 'tail', {
      value: { ...subject.tail, penultimate: { ...penultimate, slope: still } },
    });
    expect(check(subject).status).toBe('fails');
  });
});

describe('logit-diverges-any', () => {
  it('fails as printed where components take turns', () => {
    expect(logitDivergesAny.asPrinted.check(turns)).toMatchObject({ status: 'fails' });
    const lines = logitDivergesAny.asPrinted.explain!(turns);
    expect(lines[0]).toBe('g(t) = (t·(1/2 − 1/2·cos t), t·(−1/2 − 1/2·cos t))');
    expect(lines[1]).toContain('g_0 − g_1 = t → ∞');
  });

  it('holds as printed where one component outgrows its oscillation', () => {
    expect(logitDivergesAny.asPrinted.check(straight)).toEqual(HOLDS);
  });

  it('does not speak of softmaxes that do not settle', () => {
    expect(logitDivergesAny.asPrinted.check(level)).toEqual(OUTSIDE);
    expect(logitDivergesAny.repaired!.check(level)).toEqual(OUTSIDE);
  });

  it('holds repaired on both', () => {
    for (const subject of [turns, straight]) {
      expect(logitDivergesAny.repaired!.check(subject)).toEqual(HOLDS);
      expect(logitDivergesAny.repaired!.confirm!(subject, float64Oracle, 'holds')).toEqual({
        verdict: 'confirmed',
      });
    }
  });

  it('fails repaired if the certain class is another', () => {
    const wrong = new CurveAnalysis(turns.source);
    Object.defineProperty(wrong, 'certainClass', { value: 1 });
    expect(logitDivergesAny.repaired!.check(wrong).status).toBe('fails');
  });

  it('is contradicted by an oracle with three times the log-odds', () => {
    const oracle = {
      ...float64Oracle,
      at: (logits: readonly (readonly number[])[]) =>
        float64Oracle.at(logits.map((row) => row.map((g) => 3 * g))),
    };
    expect(logitDivergesAny.repaired!.confirm!(turns, oracle, 'holds')).toMatchObject({
      what: expect.stringContaining('below half'),
    });
  });
});

describe('penultimate-diverges-any', () => {
  it('fails as printed where units take turns', () => {
    expect(penultimateDivergesAny.asPrinted.check(turns)).toMatchObject({ status: 'fails' });
    expect(penultimateDivergesAny.asPrinted.explain!(turns)[1]).toContain('f = (z_0, z_1)');
  });

  it('holds as printed where one unit outgrows its oscillation', () => {
    expect(penultimateDivergesAny.asPrinted.check(straight)).toEqual(HOLDS);
  });

  it('holds repaired on both, biases included', () => {
    for (const subject of [turns, straight]) {
      expect(penultimateDivergesAny.repaired!.check(subject)).toEqual(HOLDS);
      expect(penultimateDivergesAny.repaired!.confirm!(subject, float64Oracle, 'holds')).toEqual({
        verdict: 'confirmed',
      });
    }
  });

  it('is contradicted by an oracle with three times the log-odds', () => {
    const oracle = {
      ...float64Oracle,
      at: (logits: readonly (readonly number[])[]) =>
        float64Oracle.at(logits.map((row) => row.map((g) => 3 * g))),
    };
    expect(penultimateDivergesAny.repaired!.confirm!(turns, oracle, 'holds')).toMatchObject({
      what: expect.stringContaining('below'),
    });
  });
});

it('leaves room for what rounding may have made of logits that share large terms', () => {
  // z_0 = 3x − 3 is all that parts the logits, so the bound is met exactly; 10^10 of z_1, which they
  // have in common, takes more digits of them than the bound is about.
  const weights = [-1.8189894035458565e-12, 211106232532992];
  const layers: NetworkFile['layers'] = [
    { type: 'dense', weights: [[3], [-5.204170427930421e-18]], bias: [-3, 0] },
    { type: 'maximum', groups: [[0], [1]] },
    { type: 'dense', weights: [weights, [0, weights[1]]], bias: [0, 0] },
  ];
  const { check, confirm } = penultimateDiverges.asPrinted;
  const verdicts = Array.from({ length: 20 }, (_, n) => {
    const file: NetworkFile = { format: 'farfield-network', version: 1, inputs: 1, layers };
    const subject = new RayAnalysis(file, [1 + n / 8], [1]);
    expect(check(subject)).toEqual(HOLDS);
    return confirm!(subject, float64Oracle, 'holds').verdict;
  });
  expect(new Set(verdicts)).toEqual(new Set(['confirmed']));
});
