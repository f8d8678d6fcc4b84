import { describe, expect, it } from 'vitest';
import { readNetwork } from '../../network/networkFile.js';
import { dangerScale } from '../../tail/dangerScale.js';
import { Classifier } from '../classifier.js';
import { fittingDataOf } from '../fittingData.js';
import { cea } from '../methods/cea.js';
import { ebo } from '../methods/ebo.js';
import { gradNorm } from '../methods/gradNorm.js';
import { gram } from '../methods/gram.js';
import { klm } from '../methods/klm.js';
import { mds } from '../methods/mds.js';
import { mls } from '../methods/mls.js';
import { msp } from '../methods/msp.js';
import { odin } from '../methods/odin.js';
import { openMax } from '../methods/openMax.js';
import { reAct } from '../methods/reAct.js';
import { rmds } from '../methods/rmds.js';
import { sheEuclidean, sheInnerProduct } from '../methods/she.js';
import { tempScale } from '../methods/tempScale.js';
import { ensembleMsp, entropy, information, variance } from '../methods/uncertaintyDetectors.js';
import { vim } from '../methods/vim.js';
import { behaviourAtInfinity, isBlind } from './behaviourAtInfinity.js';
import { blindWindow } from './blindWindow.js';
import { limitAuroc } from './limitAuroc.js';
import { observationsAlong, observationsOnTail, scoreTailAlong } from './scoreTailAlong.js';

/**
 * Units relu(x₁), relu(−x₁), relu(x₂); logits (3·relu(x₁), 3·relu(−x₁)) with relu(x₂) added to
 * neither. On the data x₂ < 0, so the third unit is dead.
 */
const network = readNetwork({
  format: 'farfield-network',
  version: 1,
  inputs: 2,
  layers: [
    {
      type: 'dense',
      weights: [
        [1, 0],
        [-1, 0],
        [0, 1],
      ],
      bias: [0, 0, 0],
    },
    { type: 'relu' },
    {
      type: 'dense',
      weights: [
        [3, 0, 0],
        [0, 3, 0],
      ],
      bias: [0, 0],
    },
  ],
});
const classifier = new Classifier(network);
const points = [-3, -2.5, -2, -1, -0.5, 0.5, 1, 2, 2.5, 3];
const labelled = {
  x: points.map((x, i) => [x, -1 - (i % 3)]),
  y: points.map((x) => (x > 0 ? 0 : 1)),
};
const data = fittingDataOf(classifier, labelled, labelled);
const along = (origin: number[], direction: number[]) =>
  scoreTailAlong(classifier, { origin, direction });
const outwards = along([1, -1], [1, 0]);
const throughDead = along([1, -1], [0, 1]);
const threshold = (novelty: Float64Array) => Math.max(...novelty);

describe('behaviourAtInfinity', () => {
  it('tells where float64 ends when a softmax underflows', () => {
    // No validation row is predicted as class 0: the authors' template for it is one-hot.
    const one = { x: labelled.x.slice(0, 5), y: labelled.y.slice(0, 5) };
    const scorer = klm.fit(fittingDataOf(classifier, labelled, one), { variant: 'cea-2024' });
    const behaviour = behaviourAtInfinity(scorer, outwards);
    expect(behaviour.kind).toBe('converges');
    expect(behaviour.limit).toBeGreaterThan(1);
    expect(behaviour.float64Limit).toBe(0);
    const far = (x: number) => scorer.score(classifier.observe([[x, -1]]))[0];
    expect(far(1e6)).toBe(0);
    // Before the softmax underflows the score is near the limit of the real function.
    expect(far(30)).toBeCloseTo(behaviour.limit, 9);
    expect(behaviourAtInfinity(msp.fit(data), outwards).float64Limit).toBeNull();
    const raised = cea(klm).fit(fittingDataOf(classifier, labelled, one), {
      base: { variant: 'cea-2024' },
    });
    expect(behaviourAtInfinity(raised, outwards)).toMatchObject({
      kind: 'diverges-up',
      float64Limit: null,
    });
  });

  it('probability scores end at the most in-distribution value on a saturating tail', () => {
    for (const detector of [msp, tempScale, odin, ensembleMsp]) {
      const behaviour = behaviourAtInfinity(detector.fit(data), outwards);
      expect(behaviour).toMatchObject({ kind: 'converges', limit: -1 });
      expect(isBlind(behaviour, threshold(detector.fit(data).score(data.train)))).toBe(true);
    }
    expect(behaviourAtInfinity(entropy.fit(data), outwards).limit).toBe(0);
  });
  it('MLS and EBO fall with the top slope', () => {
    for (const detector of [mls, ebo]) {
      const behaviour = behaviourAtInfinity(detector.fit(data), outwards);
      expect(behaviour).toMatchObject({
        kind: 'diverges-down',
        growth: { power: 1, coefficient: -3 },
      });
    }
  });
  it('GradNorm falls with slope 2(C − 1)‖Δ‖₁', () => {
    expect(behaviourAtInfinity(gradNorm.fit(data), outwards).growth).toEqual({
      power: 1,
      coefficient: -2,
    });
  });
  it('GradNorm falls even where float64 cannot tell the limit from uniform', () => {
    // Logits (x, x + 1e-20): flat, and not quite uniform.
    const nearly = new Classifier(
      readNetwork({
        format: 'farfield-network',
        version: 1,
        inputs: 1,
        layers: [
          { type: 'dense', weights: [[1]], bias: [0] },
          { type: 'relu' },
          { type: 'dense', weights: [[1], [1]], bias: [0, 1e-20] },
        ],
      }),
    );
    const set = { x: [[1], [2]], y: [0, 1] };
    const tail = scoreTailAlong(nearly, { origin: [0], direction: [1] });
    const scorer = gradNorm.fit(fittingDataOf(nearly, set, set));
    expect(behaviourAtInfinity(scorer, tail)).toMatchObject({ kind: 'diverges-down', exact: true });
  });
  it('MDS flags where the data moved, and is blind to a unit that was dead on them', () => {
    const scorer = mds.fit(data);
    expect(behaviourAtInfinity(scorer, outwards)).toMatchObject({
      kind: 'diverges-up',
      growth: { power: 2 },
    });
    const blind = behaviourAtInfinity(scorer, throughDead);
    expect(blind.kind).toBe('converges');
    // The row the ray starts from has the limit's distance itself, but for rounding.
    const scores = Array.from(scorer.score(data.train));
    expect(limitAuroc(blind, scores)).toBeNull();
    const others = scores.filter((score) => Math.abs(score - blind.limit) > 1e-9);
    expect(others.length).toBeGreaterThan(4);
    expect(limitAuroc(blind, others)).toBeLessThan(0.9);
  });
  it('RMDS falls like −t² where classes differ in a direction they do not spread in', () => {
    // Each class is one point: the within-class covariance is 0 and so is its pseudo-inverse, but
    // the covariance of all rows is not. P_W − P_T is then negative, not positive semidefinite.
    const set = {
      x: [
        [2, -1],
        [2, -1],
        [-2, -1],
        [-2, -1],
      ],
      y: [0, 0, 1, 1],
    };
    const scorer = rmds.fit(fittingDataOf(classifier, set, set));
    expect(behaviourAtInfinity(scorer, outwards)).toMatchObject({
      kind: 'diverges-down',
      growth: { power: 2 },
    });
  });
  it('the dead unit moves features without moving logits: Euclidean SHE flags it, EBO is flat', () => {
    expect(behaviourAtInfinity(sheEuclidean.fit(data), throughDead)).toMatchObject({
      kind: 'diverges-up',
      growth: { power: 1, coefficient: 1 },
    });
    expect(behaviourAtInfinity(ebo.fit(data), throughDead).kind).toBe('converges');
  });
  it('SHE by inner product falls with ⟨Δ, m_k⟩, or is blind where the pattern is 0', () => {
    const scorer = sheInnerProduct.fit(data);
    const [pattern] = scorer.parameters.patterns as number[][];
    expect(behaviourAtInfinity(scorer, outwards).growth!.coefficient).toBeCloseTo(-pattern[0], 12);
    expect(behaviourAtInfinity(scorer, throughDead).kind).toBe('converges');
  });
  it('KLM ends at −ln of the best template of the top class', () => {
    const scorer = klm.fit(data);
    const templates = scorer.parameters.templates as number[][];
    expect(behaviourAtInfinity(scorer, outwards).limit).toBeCloseTo(
      -Math.log(Math.max(...templates.map((template) => template[0]))),
      12,
    );
  });
  it('ReAct freezes the growing unit at its threshold', () => {
    const scorer = reAct.fit(data);
    const t = scorer.parameters.threshold as number;
    expect(behaviourAtInfinity(scorer, outwards).limit).toBeCloseTo(
      -Math.log(Math.exp(3 * t) + 1),
      12,
    );
  });
  it('Gram grows like t² on one moving unit; with the sign of the CEA code it ends at −1e10', () => {
    expect(behaviourAtInfinity(gram.fit(data), outwards)).toMatchObject({
      kind: 'diverges-up',
      growth: { power: 2 },
    });
    const inverted = behaviourAtInfinity(gram.fit(data, { variant: 'cea-2024' }), outwards);
    expect(inverted).toMatchObject({ kind: 'converges', limit: -1e10 });
  });
  it('OpenMax ends at 1 where the top logit is used up and at 0 with unshifted exponentials', () => {
    // Three classes with slopes 3, 2, 1: unknown gets 3 + ½·2, which beats 1.
    const three = new Classifier(
      readNetwork({
        format: 'farfield-network',
        version: 1,
        inputs: 1,
        layers: [
          { type: 'dense', weights: [[1], [-1]], bias: [0, 0] },
          { type: 'relu' },
          {
            type: 'dense',
            weights: [
              [3, 0],
              [2, 1],
              [1, 2],
            ],
            bias: [0, 0, 1],
          },
        ],
      }),
    );
    const set = {
      x: [[1], [2], [3], [0.5], [0.25], [-0.125], [-1], [-2], [-3]],
      y: [0, 0, 0, 1, 1, 1, 2, 2, 2],
    };
    const fitted = fittingDataOf(three, set, set);
    const tail = scoreTailAlong(three, { origin: [1], direction: [1] });
    expect(behaviourAtInfinity(openMax.fit(fitted), tail).limit).toBe(1);
    expect(behaviourAtInfinity(openMax.fit(fitted, { variant: 'cea-2024' }), tail).limit).toBe(0);
  });
  it('CEA catches iff λ‖Δ₊‖₂ exceeds the slope of its base', () => {
    const fitted = cea(ebo).fit(data);
    const lambda = fitted.parameters.lambda as number;
    expect(behaviourAtInfinity(fitted, outwards).growth!.coefficient).toBeCloseTo(lambda - 3, 12);
    // λ is proportional to γ, ‖Δ₊‖ is 1 and the slope of EBO 3.
    const racing = (target: number) => cea(ebo).fit(data, { gamma: (10 * target) / lambda });
    expect(behaviourAtInfinity(racing(3 + 1e-9), outwards).kind).toBe('diverges-up');
    expect(behaviourAtInfinity(racing(3 - 1e-9), outwards).kind).toBe('diverges-down');
  });
  it('CEA switches off where the mean base score is 0, and not with level: spread', () => {
    const off = cea(variance).fit(data);
    expect(off.parameters).toMatchObject({ lambda: 0, active: false });
    expect(behaviourAtInfinity(off, outwards).kind).toBe('converges');
    const shifted = cea(msp).fit(data, { level: 'spread' });
    expect(shifted.parameters.active).toBe(true);
  });
  it('ViM: the slope is α‖RᵀΔ‖ − b_k', () => {
    // One more row on one side: with as many on both, no principal space is better than another.
    const uneven = { x: [...labelled.x, [4, -1]], y: [...labelled.y, 0] };
    const scorer = vim.fit(fittingDataOf(classifier, uneven, uneven));
    const { alpha, residualForm } = scorer.parameters as {
      alpha: number;
      residualForm: number[][];
    };
    const residual = Math.sqrt(residualForm[0][0]);
    const { growth } = behaviourAtInfinity(scorer, outwards);
    expect(growth!.coefficient).toBeCloseTo(alpha * residual - 3, 9);
  });
  it('ensembles that disagree for ever end with maximal mutual information', () => {
    const mirrored = {
      slope: [...outwards.slope].reverse(),
      intercept: [...outwards.intercept].reverse(),
    };
    const tail = { ...outwards, members: [outwards, mirrored] };
    expect(behaviourAtInfinity(information.fit(data), tail).limit).toBeCloseTo(Math.LN2, 14);
    expect(behaviourAtInfinity(entropy.fit(data), tail).limit).toBeCloseTo(Math.LN2, 14);
    expect(behaviourAtInfinity(ensembleMsp.fit(data), tail).limit).toBe(-0.5);
    expect(behaviourAtInfinity(variance.fit(data), tail).limit).toBeCloseTo(0.25, 14);
  });
  it('ODIN on a tied tail is bounded, and whether it is blind can stay open', () => {
    const behaviour = behaviourAtInfinity(odin.fit(data), throughDead);
    expect(behaviour).toMatchObject({ kind: 'bounded', bounds: { lower: -1, upper: -0.5 } });
    expect(isBlind(behaviour, -0.7)).toBeNull();
    expect(isBlind(behaviour, -0.5)).toBe(true);
    expect(limitAuroc(behaviour, [0])).toBeNull();
  });
});

describe('blindWindow', () => {
  const windowOf = (detector: typeof ebo | typeof mds | ReturnType<typeof cea>) => {
    const scorer = detector.fit(data);
    return blindWindow({
      dangerScale: dangerScale(outwards, 0.01)!,
      tailFrom: outwards.from.toNumber(),
      threshold: threshold(scorer.score(data.train)),
      noveltyAt: (t) => scorer.score(observationsOnTail(outwards, t))[0],
      behaviour: behaviourAtInfinity(scorer, outwards),
    });
  };
  it('never closes for a blind detector', () => {
    expect(windowOf(ebo)).toMatchObject({ until: Infinity, empty: false });
  });
  it('closes where a catching detector crosses its threshold', () => {
    const window = windowOf(mds);
    const scorer = mds.fit(data);
    const limit = threshold(scorer.score(data.train));
    const at = (t: number) => scorer.score(observationsOnTail(outwards, t))[0];
    expect(window.until).toBeGreaterThan(1);
    expect(at(window.until! * 1.0001)).toBeGreaterThan(limit);
    expect(at(window.until! * 0.9999)).toBeLessThanOrEqual(limit);
  });
  it('follows the network before the tail begins', () => {
    // From x₁ = −5 on: the detector flags at first, is silent on the data, and flags for good later.
    const ray = { origin: [-9, -1], direction: [1, 0] };
    const tail = scoreTailAlong(classifier, ray);
    const scorer = mds.fit(data);
    const limit = threshold(scorer.score(data.train));
    const noveltyAt = (t: number) => scorer.score(observationsAlong(classifier, ray, tail, t))[0];
    expect(tail.from.toNumber()).toBe(9);
    expect(noveltyAt(0)).toBeGreaterThan(limit);
    const behaviour = behaviourAtInfinity(scorer, tail);
    const { until } = blindWindow({
      dangerScale: 0,
      tailFrom: 9,
      threshold: limit,
      noveltyAt,
      behaviour,
    });
    expect(until).toBeGreaterThan(9);
    expect(noveltyAt(until! - 1e-6)).toBeLessThanOrEqual(limit);
  });
  it('refuses a danger scale that is none', () => {
    const behaviour = behaviourAtInfinity(ebo.fit(data), outwards);
    expect(() =>
      blindWindow({
        dangerScale: Number.NaN,
        tailFrom: 0,
        threshold: 0,
        noveltyAt: () => 0,
        behaviour,
      }),
    ).toThrow(/dangerScale=NaN must be at least 0/);
  });
});
