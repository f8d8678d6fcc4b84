import { describe, expect, it } from 'vitest';
import { float64Oracle } from '../check/oracles/float64Oracle.js';
import type { Scorer } from '../detectors/detector.js';
import { rmds } from '../detectors/methods/rmds.js';
import { Rational } from '../exact/rational.js';
import type { Layer, NetworkFile } from '../network/networkFile.js';
import type { DetectorCase } from './cases.js';
import { ceaCatchesOverconfidence } from './ceaCatchesOverconfidence.js';
import { ceaIdSmall } from './ceaIdSmall.js';
import { ceaMonotone } from './ceaMonotone.js';
import type { Claim } from './claim.js';
import { DetectorAnalysis } from './detectorAnalysis.js';
import { ashAtInfinity } from './infinity/ashAtInfinity.js';
import { eboAtInfinity } from './infinity/eboAtInfinity.js';
import { mahalanobisEnd } from './infinity/mahalanobisEnd.js';
import { mdsAtInfinity } from './infinity/mdsAtInfinity.js';
import { mlsAtInfinity } from './infinity/mlsAtInfinity.js';
import { openMaxAtInfinity } from './infinity/openMaxAtInfinity.js';
import { reactAtInfinity } from './infinity/reactAtInfinity.js';
import { rmdsAtInfinity } from './infinity/rmdsAtInfinity.js';
import { sheInnerProductAtInfinity } from './infinity/sheInnerProductAtInfinity.js';
import { posthocKeepsPredictions } from './posthocKeepsPredictions.js';
import { tailLines } from './shared/tailLines.js';

const HOLDS = { status: 'holds' };
const UNDECIDED = { status: 'skipped', because: 'undecided' };
const OUTSIDE = { status: 'skipped', because: 'hypothesis' };

function network(inputs: number, ...layers: Layer[]): NetworkFile {
  return { format: 'farfield-network', version: 1, inputs, layers };
}
function dense(weights: number[][], bias = weights.map(() => 0)): Layer {
  return { type: 'dense', weights, bias };
}
const relu: Layer = { type: 'relu' };

/** One unit relu(x) and logits (slope·z, 0), with data at 0 to 3. */
function oneUnit(slope: number, more: Partial<DetectorCase> = {}): DetectorAnalysis {
  return new DetectorAnalysis({
    network: network(1, dense([[1]]), relu, dense([[slope], [0]])),
    train: { x: [[0], [1], [2], [3]], y: [0, 0, 1, 1] },
    validation: { x: [[1], [2]], y: [0, 1] },
    origin: [0],
    direction: [1],
    ...more,
  });
}

/** The subject with fitted scorers changed, as a faulty detector would have them. */
function withScorers(subject: DetectorAnalysis, change: (scorer: Scorer) => Scorer) {
  const changed = new DetectorAnalysis(subject.source);
  const fit = changed.scorerOf.bind(changed);
  changed.scorerOf = (detector, options) => change(fit(detector, options));
  return changed;
}

/** Decides a claim as printed, and has float64 confirm what it decided. */
function decided({ asPrinted }: Claim<'detector'>, subject: DetectorAnalysis) {
  const outcome = asPrinted.check(subject);
  if (outcome.status !== 'skipped') {
    expect(asPrinted.confirm!(subject, float64Oracle, outcome.status)).toEqual({
      verdict: 'confirmed',
    });
    const opposite = outcome.status === 'holds' ? 'fails' : 'holds';
    expect(asPrinted.confirm!(subject, float64Oracle, opposite)).toMatchObject({
      verdict: 'contradicted',
    });
  }
  return outcome;
}

describe('tailLines', () => {
  it('finds slopes and intercepts by evaluation alone', () => {
    const subject = oneUnit(3, { origin: [-2], direction: [4] });
    const { logits, activations, rectified } = tailLines(subject);
    expect(activations.slope.map(String)).toEqual(['4/1']);
    expect(activations.intercept.map(String)).toEqual(['-2/1']);
    expect(logits.slope.map(String)).toEqual(['12/1', '0/1']);
    expect(rectified).toBe(true);
  });
});

/** The counting lemma. */
const COUNTING = { ...ceaIdSmall, asPrinted: ceaIdSmall.repaired! };

describe('cea-id-small', () => {
  it('holds where τ is above all but a share of the activations', () => {
    expect(decided(COUNTING, oneUnit(1))).toEqual(HOLDS);
  });

  it('fails for a τ that too many activations exceed', () => {
    const low = withScorers(oneUnit(1), (scorer) => ({
      ...scorer,
      parameters: { ...scorer.parameters, tau: 0.5 },
    }));
    // One in 1000 of two activations, rounded up, is one.
    expect(ceaIdSmall.repaired!.check(low)).toMatchObject({
      status: 'fails',
      reason: expect.stringContaining('2 of 2 activations exceed τ = 0.5'),
    });
  });

  it('asks a negative percentile to raise τ, and has nothing to say where it lowers it', () => {
    // Without a hidden layer the activations are the inputs: all negative here.
    const subject = oneUnit(1, {
      network: network(1, dense([[1], [0]])),
      validation: { x: [[-1], [-2]], y: [0, 1] },
    });
    expect(decided(COUNTING, subject)).toEqual(HOLDS);
  });
});

describe('cea-monotone', () => {
  /** relu(2 − x): 1 at x = 1 and 0 from x = 2 on. */
  const falling = oneUnit(1, {
    network: network(1, dense([[-1]], [2]), relu, dense([[1], [0]])),
    validation: { x: [[1.5]], y: [0] },
    origin: [1],
    direction: [1],
  });

  it('is refuted by a unit that switches off', () => {
    const outcome = decided(ceaMonotone, falling);
    expect(outcome).toMatchObject({ status: 'fails', reason: expect.stringMatching(/^g falls/) });
    expect(ceaMonotone.asPrinted.explain!(falling).join('\n')).toContain('h = (relu(−x_1 + 2))');
  });

  it('holds on the tail, where the unit stays off', () => {
    expect(ceaMonotone.repaired!.check(falling)).toEqual(HOLDS);
  });

  it('holds everywhere where the tail begins at once', () => {
    expect(decided(ceaMonotone, oneUnit(1, { origin: [1] }))).toEqual(HOLDS);
  });

  it('is not decided where no decrease is found before the tail', () => {
    const rising = oneUnit(1, {
      network: network(1, dense([[1]], [-2]), relu, dense([[1], [0]])),
      validation: { x: [[3]], y: [0] },
      origin: [1],
    });
    expect(ceaMonotone.asPrinted.check(rising)).toMatchObject({ because: 'undecided' });
  });

  it('is about rectified units and τ > 0', () => {
    const linear = oneUnit(1, { network: network(1, dense([[1], [0]])) });
    expect(ceaMonotone.repaired!.check(linear)).toEqual(OUTSIDE);
    const dead = oneUnit(1, { validation: { x: [[-1]], y: [0] } });
    expect(ceaMonotone.repaired!.check(dead)).toEqual(OUTSIDE);
  });

  it('notices a λ that is dropped at infinity', () => {
    const dropped = withScorers(oneUnit(1), (scorer) => ({
      ...scorer,
      parameters: { ...scorer.parameters, lambda: 1 },
    }));
    expect(ceaMonotone.repaired!.check(dropped).status).toBe('fails');
  });
});

describe('cea-catches-overconfidence', () => {
  // Validation at x = 0: MLS and GradNorm have mean 0, so λ = 0; EBO has λ = 100·ln 2 = 69.3.
  const still = { validation: { x: [[0]], y: [0] } };

  it('is refuted where the top logit outruns λ‖Δ‖', () => {
    expect(decided(ceaCatchesOverconfidence, oneUnit(70, still))).toMatchObject({
      status: 'fails',
      reason: expect.stringMatching(/^CEA\(EBO\) has slope −70 \+ λ‖Δ₊‖₂ = −70 \+ 69\.3/),
    });
    expect(ceaCatchesOverconfidence.asPrinted.check(oneUnit(69, still))).toEqual(HOLDS);
  });

  it('as repaired, holds where the mean score is below the normal doubles, found at 3,000 runs', () => {
    const layers: Layer[] = [
      { type: 'dense', weights: [[-102], [-648]], bias: [-625, -4036] },
      { type: 'relu' },
      {
        type: 'dense',
        weights: [
          [1, 0],
          [-2, 2],
        ],
        bias: [0, 0],
      },
    ];
    const network: NetworkFile = { format: 'farfield-network', version: 1, inputs: 1, layers };
    const subject = new DetectorAnalysis({
      network,
      origin: [0],
      direction: [-1],
      train: { x: [[0]], y: [0] },
      validation: { x: [[-7], [-7], [-7]], y: [0, 0, 0] },
    });
    expect(ceaCatchesOverconfidence.repaired!.check(subject)).toEqual(HOLDS);
  });

  it('as repaired, holds on both sides of the race, and where λ = 0', () => {
    for (const slope of [69, 70]) {
      expect(ceaCatchesOverconfidence.repaired!.check(oneUnit(slope, still))).toEqual(HOLDS);
    }
    expect(ceaCatchesOverconfidence.repaired!.sorts!(oneUnit(70, still))).toEqual([
      'MSP: caught',
      'Entropy: caught',
      'MLS: not caught',
      'EBO: not caught',
      'GradNorm: not caught',
    ]);
  });

  it('is about saturating tails', () => {
    expect(ceaCatchesOverconfidence.asPrinted.check(oneUnit(0))).toEqual(OUTSIDE);
  });
});

describe('posthoc-keeps-predictions', () => {
  it('holds', () => {
    expect(decided(posthocKeepsPredictions, oneUnit(1))).toEqual(HOLDS);
  });

  it('notices a detector that changes the network it is fitted on', () => {
    const meddling = withScorers(oneUnit(1), (scorer) => scorer);
    const { network: read } = meddling;
    meddling.scorerOf = () => {
      const { operation } = read.nodes.at(-1)!;
      if (operation.kind === 'affine') operation.bias.nearest[1] = 5;
      return { detector: 'meddling', parameters: {}, score: () => new Float64Array(), germ: never };
    };
    expect(posthocKeepsPredictions.asPrinted.check(meddling)).toMatchObject({
      status: 'fails',
      reason: expect.stringContaining('predicted class 1, without CEA 0'),
    });
  });
});

function never(): never {
  throw new Error('not asked for');
}

describe('detectors at infinity, by hand', () => {
  it('MLS and EBO flag a top logit that falls, and do not flag one that rises', () => {
    const ending = (claim: Claim<'detector'>, slopes: number[]) => {
      const layers = [dense([[1]]), relu, dense(slopes.map((slope) => [slope]))];
      const subject = oneUnit(1, { network: network(1, ...layers) });
      expect(decided(claim, subject)).toEqual(HOLDS);
      return claim.asPrinted.sorts!(subject);
    };
    for (const claim of [mlsAtInfinity, eboAtInfinity]) {
      expect(ending(claim, [3, 0])).toEqual(['ends blind']);
      expect(ending(claim, [0, -1])).toEqual(['ends at a limit']);
      expect(ending(claim, [-1, -2])).toEqual(['ends flagged']);
    }
  });

  it('the claims are about saturating tails', () => {
    for (const claim of [eboAtInfinity, mdsAtInfinity, rmdsAtInfinity]) {
      expect(claim.asPrinted.check(oneUnit(0))).toEqual(OUTSIDE);
    }
  });

  it('those about ReLU leave other units out', () => {
    const linear = oneUnit(1, { network: network(1, dense([[1], [0]])) });
    for (const claim of [reactAtInfinity, sheInnerProductAtInfinity]) {
      expect(claim.asPrinted.check(linear)).toEqual(OUTSIDE);
    }
    expect(decided(ashAtInfinity, linear)).toEqual(HOLDS);
  });

  it('MDS is blind to a unit that was dead on the training data', () => {
    const layers = [
      dense(
        [
          [1, 0],
          [0, 1],
        ],
        [0, -50],
      ),
      relu,
      dense([
        [1, 1],
        [0, 0],
      ]),
    ];
    const subject = (direction: number[]) =>
      oneUnit(1, {
        network: network(2, ...layers),
        train: {
          x: [
            [0, 1],
            [1, 2],
            [2, 0],
            [3, 1],
          ],
          y: [0, 0, 1, 1],
        },
        validation: { x: [[1, 1]], y: [0] },
        origin: [0, 0],
        direction,
      });
    expect(decided(mdsAtInfinity, subject([0, 1]))).toEqual(HOLDS);
    expect(mdsAtInfinity.asPrinted.sorts!(subject([0, 1]))).toEqual(['ends at a limit']);
    expect(mdsAtInfinity.asPrinted.sorts!(subject([1, 1]))).toEqual(['ends flagged']);
    // Classes {0, 1} and {2, 3}: Σ_W = 1/4, so that ΔᵀPΔ = 4.
    expect(mahalanobisEnd(subject([1, 1])).nearest[2].toString()).toBe('4/1');
  });

  it('RMDS falls where only the classes differ', () => {
    const apart = oneUnit(1, { train: { x: [[0], [0], [2], [2]], y: [0, 0, 1, 1] } });
    expect(decided(rmdsAtInfinity, apart)).toMatchObject({
      status: 'fails',
      reason: expect.stringContaining('= −1 is negative'),
    });
    expect(rmdsAtInfinity.repaired!.check(apart)).toEqual(HOLDS);
    expect(rmdsAtInfinity.asPrinted.explain!(apart)).toContain('novelty: (−1)·t^2 + (2)·t + −1');
  });

  it('RMDS is undecided where its fit leaves rounding for a direction the data never moved in', () => {
    // z = (x₁ − 2x₂, x₁): the rows differ along (1, −3), which Δ = (3, 1) is at right angles to. No
    // class varies, so that nothing but Σ_T, a fit of rank 1, has rounding to leave.
    const layers = [
      dense([
        [1, -2],
        [1, 0],
      ]),
      dense([
        [0, 0],
        [0, 1],
      ]),
    ];
    const subject = oneUnit(1, {
      network: network(2, ...layers),
      train: {
        x: [
          [1, 1],
          [-2, -1],
        ],
        y: [1, 0],
      },
      validation: { x: [[0, 0]], y: [0] },
      origin: [0, 0],
      direction: [1, -1],
    });
    const { relative } = mahalanobisEnd(subject);
    expect(relative.map(String)).toEqual(['-1/25', '0/1', '0/1']);
    const behaviour = subject.behaviourOf(subject.scorerOf(rmds));
    // The stored eigenvectors, which are not those of the data, give a coefficient below 0.
    expect(behaviour).toMatchObject({ kind: 'unknown', exact: false });
    expect(behaviour.notes.join()).toContain('rounding of the fit may have made');
    expect(rmdsAtInfinity.repaired!.check(subject)).toEqual(UNDECIDED);
  });

  it('RMDS is allowed the rounding that the condition of its covariances lets grow', () => {
    const origin = [0, 0, 0];
    const layers = [
      dense(
        [
          [0, 2, 2],
          [1, 0, 1],
          [1, 1, 1],
        ],
        [-1, -1, -1],
      ),
      relu,
      dense([
        [0, 0, 0],
        [0, 0, 1],
      ]),
    ];
    const subject = oneUnit(1, {
      network: network(3, ...layers),
      train: {
        x: [origin, [0, -1, 64], [-1, 2, 0], [1, -1, 64]],
        y: [0, 0, 0, 1],
      },
      validation: { x: [origin], y: [0] },
      origin,
      direction: [0, 1, 0],
    });
    const exact = mahalanobisEnd(subject);
    expect(exact.condition).toBeGreaterThan(1e8);
    expect(exact.rounding).toBeLessThan(1e-5);
    expect(rmdsAtInfinity.repaired!.check(subject)).toEqual(HOLDS);
    // Well conditioned data leave no room for a wrong seventh digit.
    expect(mahalanobisEnd(oneUnit(1)).rounding).toBe(1e-9);
  });

  it('RMDS never falls where the classes vary too', () => {
    // Σ_W = 1/4, Σ_T = 5/4: the gap is 4 − 4/5.
    expect(mahalanobisEnd(oneUnit(1)).relative[2].compare(new Rational(16n, 5n))).toBe(0);
    expect(decided(rmdsAtInfinity, oneUnit(1))).toEqual(HOLDS);
  });

  it('OpenMax ends at 1 where the unknown class takes more than the others keep', () => {
    // Ranks lose 1 and ½: of slopes 2 and 1 the unknown class gets 2.5, and ½ is kept.
    const layers = [dense([[1]]), relu, dense([[2], [1]], [0, 3])];
    const subject = oneUnit(1, { network: network(1, ...layers) });
    expect(openMaxAtInfinity.asPrinted.check(subject)).toEqual(HOLDS);
  });

  it('a fault in what was fitted is noticed', () => {
    const shifted = withScorers(oneUnit(1), (scorer) => ({
      ...scorer,
      parameters: { ...scorer.parameters, threshold: (scorer.parameters.threshold as number) + 1 },
    }));
    expect(reactAtInfinity.asPrinted.check(shifted).status).toBe('fails');
  });
});
