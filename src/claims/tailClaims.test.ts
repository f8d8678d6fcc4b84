import { describe, expect, it } from 'vitest';
import { float64Oracle } from '../check/oracles/float64Oracle.js';
import { preciseOracle } from '../check/oracles/preciseOracle.js';
import { Rational } from '../exact/rational.js';
import type { Layer, NetworkFile } from '../network/networkFile.js';
import type { ExactTail } from '../tail/exactTail.js';
import { dangerScale } from './dangerScale.js';
import { eventuallyAffine } from './eventuallyAffine.js';
import { monotoneOnPolytopes } from './monotoneOnPolytopes.js';
import { EnsembleAnalysis, RayAnalysis } from './rayAnalysis.js';
import { regimes } from './regimes.js';
import { saturationRate } from './saturationRate.js';
import { slopesIgnoreInput } from './slopesIgnoreInput.js';
import { voteShares } from './voteShares.js';

const HOLDS = { status: 'holds' };
const OUTSIDE = { status: 'skipped', because: 'hypothesis' };

function network(inputs: number, ...layers: Layer[]): NetworkFile {
  return { format: 'farfield-network', version: 1, inputs, layers };
}
function dense(weights: number[][], bias = weights.map(() => 0)): Layer {
  return { type: 'dense', weights, bias };
}
const relu: Layer = { type: 'relu' };

/** f(x) = relu(3x − 1) − relu(x + 2), and 0: one kink before and one after the origin. */
const kinked = network(
  1,
  dense([[3], [-1]], [-1, 2]),
  relu,
  dense([
    [1, -1],
    [0, 0],
  ]),
);
const tied = network(
  2,
  dense([
    [1, 0],
    [1, 1],
    [0, 0],
  ]),
);

/** The subject with a tail that an engine at fault might give. */
function withTail(
  file: NetworkFile,
  origin: number[],
  direction: number[],
  wrong: Partial<ExactTail>,
) {
  const subject = new RayAnalysis(file, origin, direction);
  const { tail } = subject;
  const { jacobian } = tail;
  Object.defineProperty(subject, 'tail', { value: { ...tail, jacobian, ...wrong } });
  return subject;
}

describe('eventually-affine', () => {
  const { check } = eventuallyAffine.asPrinted;

  it('holds on a tail that begins at a fraction no double is', () => {
    const subject = new RayAnalysis(kinked, [0], [1]);
    expect(subject.tail.from.toString()).toBe('2/1');
    expect(check(subject)).toEqual(HOLDS);
    const third = new RayAnalysis(
      network(1, dense([[3]], [-1]), relu, dense([[1], [0]])),
      [0],
      [1],
    );
    expect(third.tail.from.toString()).toBe('1/3');
    expect(check(third)).toEqual(HOLDS);
  });

  it('holds through clips, maxima, leaky units and residual blocks', () => {
    const file = network(
      2,
      {
        type: 'residual',
        layers: [
          dense(
            [
              [1, -2],
              [3, 1],
            ],
            [1, -5],
          ),
          { type: 'leaky-relu', slope: -0.5 },
        ],
      },
      { type: 'clip', lower: -7, upper: 2.5 },
      dense(
        [
          [1, 2],
          [0.1, -1],
          [1, 1],
        ],
        [0, 1, 2],
      ),
      { type: 'maximum', groups: [[0, 1], [1, 2], [2]] },
    );
    for (const direction of [
      [1, 0],
      [-1, 3],
      [0.3, -0.7],
    ]) {
      expect(check(new RayAnalysis(file, [0.1, -4], direction))).toEqual(HOLDS);
    }
  });

  it('fails if t* is too early', () => {
    const subject = withTail(kinked, [0], [1], { from: new Rational(1n, 1n) });
    expect(check(subject)).toMatchObject({ status: 'fails' });
  });

  it('fails if t* is too late, or a boundary is missed or invented', () => {
    const late = withTail(kinked, [0], [1], { from: new Rational(5n, 2n) });
    expect(check(late)).toMatchObject({ reason: 'no unit changes piece at t* = 5/2' });
    expect(check(withTail(kinked, [0], [1], { boundary: true })).status).toBe('fails');
    const onKink = network(2, dense([[0, 1]]), relu, dense([[1], [0]]));
    expect(new RayAnalysis(onKink, [1, 0], [1, 0]).tail.boundary).toBe(true);
    expect(check(new RayAnalysis(onKink, [1, 0], [1, 0]))).toEqual(HOLDS);
    expect(check(withTail(onKink, [1, 0], [1, 0], { boundary: false })).status).toBe('fails');
  });

  it('fails if a unit is on the wrong piece', () => {
    const { pattern } = new RayAnalysis(kinked, [0], [1]).tail;
    const wrong = pattern.map((states) => states?.map((state) => 1 - state) ?? null);
    expect(check(withTail(kinked, [0], [1], { pattern: wrong }))).toMatchObject({
      status: 'fails',
      reason: expect.stringContaining('leaves its piece'),
    });
  });

  it('fails if an intercept or the Jacobian is off', () => {
    const { intercept, jacobian } = new RayAnalysis(kinked, [0], [1]).tail;
    const moved = intercept.map((value) => value.add(new Rational(1n, 1n << 80n)));
    expect(check(withTail(kinked, [0], [1], { intercept: moved })).status).toBe('fails');
    const turned = jacobian.map((row) => row.map((value) => value.negate()));
    expect(check(withTail(kinked, [0], [1], { jacobian: turned })).status).toBe('fails');
  });

  it('is contradicted by an oracle on a tail that is not the network', () => {
    const { slope } = new RayAnalysis(kinked, [0], [1]).tail;
    const honest = new RayAnalysis(kinked, [0], [1]);
    const wrong = withTail(kinked, [0], [1], { slope: slope.map((value) => value.negate()) });
    const oracle = { ...float64Oracle, along: () => float64Oracle.along(honest) };
    expect(eventuallyAffine.asPrinted.confirm!(honest, oracle, 'holds')).toEqual({
      verdict: 'confirmed',
    });
    expect(eventuallyAffine.asPrinted.confirm!(wrong, oracle, 'holds')).toMatchObject({
      what: expect.stringContaining('a + t·b'),
    });
  });
});

describe('regimes', () => {
  const { check, confirm } = regimes.asPrinted;

  it.each([
    [
      'saturating',
      [
        [1, 0],
        [0, 1],
        [0, 0],
      ],
    ],
    [
      'tied',
      [
        [1, 0],
        [1, 1],
        [0, 0],
      ],
    ],
    [
      'flat',
      [
        [1, 0],
        [1, 1],
        [1, -1],
      ],
    ],
  ])('holds on a %s tail', (regime, weights) => {
    const subject = new RayAnalysis(network(2, dense(weights, [0, 1, 0.5])), [1, 1], [1, 0]);
    expect(subject.tail.regime).toBe(regime);
    expect(check(subject)).toEqual(HOLDS);
    expect(confirm!(subject, float64Oracle, 'holds')).toEqual({ verdict: 'confirmed' });
  });

  it('fails if a tied tail passes as saturating', () => {
    const wrong = withTail(tied, [1, 1], [1, 0], { top: [0], regime: 'saturating' });
    expect(check(wrong).status).toBe('fails');
    expect(
      confirm!(
        wrong,
        {
          ...float64Oracle,
          along: () => float64Oracle.along(new RayAnalysis(tied, [1, 1], [1, 0])),
        },
        'holds',
      ),
    ).toMatchObject({ what: expect.stringContaining('limit') });
  });

  it('fails if the gap or an intercept of T is off', () => {
    expect(check(withTail(tied, [1, 1], [1, 0], { gap: new Rational(2n, 1n) })).status).toBe(
      'fails',
    );
    const { intercept } = new RayAnalysis(tied, [1, 1], [1, 0]).tail;
    expect(
      check(withTail(tied, [1, 1], [1, 0], { intercept: [...intercept].reverse() })).status,
    ).toBe('fails');
  });
});

describe('slopes-ignore-input', () => {
  it('holds where a unit of slope germ 0 is on for one input and off for another', () => {
    const file = network(
      2,
      dense(
        [
          [1, 0],
          [0, 1],
        ],
        [0, -1],
      ),
      relu,
      dense([
        [1, 1],
        [0, 5],
      ]),
    );
    const subject = new RayAnalysis(file, [3, 4], [1, 0]);
    expect(slopesIgnoreInput.asPrinted.check(subject)).toEqual(HOLDS);
    expect(slopesIgnoreInput.asPrinted.confirm!(subject, float64Oracle, 'holds')).toEqual({
      verdict: 'confirmed',
    });
  });

  it('fails if the tail names another top class', () => {
    const wrong = withTail(kinked, [0], [1], { top: [1] });
    expect(slopesIgnoreInput.asPrinted.check(wrong).status).toBe('fails');
  });
});

describe('vote-shares', () => {
  const member = (...weights: number[]) => network(1, dense(weights.map((weight) => [weight])));

  it('holds for two members against one', () => {
    const subject = new EnsembleAnalysis({
      members: [member(1, 0, 0), member(0, 2, 1), member(3, 0, 2)],
      origin: [1],
      direction: [1],
    });
    expect(voteShares.asPrinted.check(subject)).toEqual(HOLDS);
    expect(voteShares.asPrinted.confirm!(subject, float64Oracle, 'holds')).toEqual({
      verdict: 'confirmed',
    });
  });

  it('does not speak of ensembles with a tied member', () => {
    const subject = new EnsembleAnalysis({
      members: [member(1, 0, 0), member(1, 1, 0)],
      origin: [1],
      direction: [1],
    });
    expect(voteShares.asPrinted.check(subject)).toEqual(OUTSIDE);
  });

  it('is contradicted by an oracle of other members', () => {
    const ray = { origin: [1], direction: [1] };
    const agreeing = new EnsembleAnalysis({ members: [member(1, 0), member(2, 0)], ...ray });
    const opposed = new EnsembleAnalysis({ members: [member(1, 0), member(0, 2)], ...ray });
    const oracle = { ...float64Oracle, along: () => float64Oracle.along(agreeing) };
    expect(voteShares.asPrinted.confirm!(opposed, oracle, 'holds')).toMatchObject({
      what: expect.stringContaining('limit'),
    });
  });
});

describe('danger-scale', () => {
  const file = network(1, dense([[1], [0], [-1]], [-3, 2, 1]));

  it('holds on a saturating tail and says nothing of a tied one', () => {
    const subject = new RayAnalysis(file, [1], [1]);
    expect(dangerScale.asPrinted.check(subject)).toEqual(HOLDS);
    expect(dangerScale.asPrinted.confirm!(subject, float64Oracle, 'holds')).toEqual({
      verdict: 'confirmed',
    });
    expect(dangerScale.asPrinted.check(new RayAnalysis(tied, [1, 1], [1, 0]))).toEqual(OUTSIDE);
  });

  it('fails if the gap is taken too large, or the intercepts too low', () => {
    const { gap, intercept } = new RayAnalysis(file, [1], [1]).tail;
    const wide = withTail(file, [1], [1], { gap: gap!.add(gap!) });
    expect(dangerScale.asPrinted.check(wide).status).toBe('fails');
    const high = intercept.map((value, c) => (c === 0 ? value.add(new Rational(1n, 8n)) : value));
    expect(dangerScale.asPrinted.check(withTail(file, [1], [1], { intercept: high })).status).toBe(
      'fails',
    );
    const low = intercept.map((value, c) =>
      c === 0 ? value.subtract(new Rational(1n, 8n)) : value,
    );
    expect(dangerScale.asPrinted.check(withTail(file, [1], [1], { intercept: low })).status).toBe(
      'fails',
    );
  });
});

describe('saturation-rate', () => {
  const file = network(1, dense([[1], [0.75], [-1]], [-3, 2, 1]));

  it('holds with γ the distance to the runner-up', () => {
    const subject = new RayAnalysis(file, [1], [1]);
    expect(subject.tail.gap!.toString()).toBe('1/4');
    expect(saturationRate.asPrinted.check(subject)).toEqual(HOLDS);
    expect(saturationRate.asPrinted.confirm!(subject, float64Oracle, 'holds')).toEqual({
      verdict: 'confirmed',
    });
  });

  it('fails with γ the distance to the last, and a tied tail must not pass', () => {
    const wrong = withTail(file, [1], [1], { gap: new Rational(2n, 1n) });
    expect(saturationRate.asPrinted.check(wrong).status).toBe('fails');
    const honest = new RayAnalysis(file, [1], [1]);
    const oracle = { ...float64Oracle, along: () => float64Oracle.along(honest) };
    expect(saturationRate.asPrinted.confirm!(wrong, oracle, 'holds')).toMatchObject({
      what: expect.stringContaining('outside'),
    });
    const unresolved = withTail(tied, [1, 1], [1, 0], { top: [0], regime: 'saturating' });
    expect(saturationRate.asPrinted.check(unresolved).status).toBe('fails');
  });
});

it('asks no oracle about times beyond the doubles', () => {
  // The kink is at t = 1e308, four times of which is no double.
  const late: NetworkFile = {
    format: 'farfield-network',
    version: 1,
    inputs: 1,
    layers: [
      { type: 'dense', weights: [[1e-300]], bias: [-1e8] },
      { type: 'relu' },
      { type: 'dense', weights: [[1], [0]], bias: [0, 0] },
    ],
  };
  const subject = new RayAnalysis(late, [0], [1]);
  const { check, confirm } = monotoneOnPolytopes.asPrinted;
  const { status } = check(subject);
  for (const oracle of [float64Oracle, preciseOracle(64)]) {
    expect(() => confirm!(subject, oracle, status as 'holds')).not.toThrow();
  }
});
