import { describe, expect, it } from 'vitest';
import { float64Oracle } from '../check/oracles/float64Oracle.js';
import { preciseOracle } from '../check/oracles/preciseOracle.js';
import type { NetworkFile } from '../network/networkFile.js';
import type { Claim } from './claim.js';
import { affine } from './controls/cases.js';
import { entropyGradient } from './entropyGradient.js';
import { gradientVanishes } from './gradientVanishes.js';
import { growthRate } from './growthRate.js';
import { heinScaling } from './heinScaling.js';
import { jacobianLimitJoint } from './jacobianLimitJoint.js';
import { meanGradient } from './meanGradient.js';
import { miGradient } from './miGradient.js';
import { monotoneLogits } from './monotoneLogits.js';
import { mspGradient } from './mspGradient.js';
import type { Oracle } from './oracle.js';
import { perfectCertainty } from './perfectCertainty.js';
import { EnsembleAnalysis, RayAnalysis } from './rayAnalysis.js';
import { varianceGradient } from './varianceGradient.js';

const HOLDS = { status: 'holds' };
const OUTSIDE = { status: 'skipped', because: 'hypothesis' };
const UNDECIDED = { status: 'skipped', because: 'undecided' };

function ensemble(members: NetworkFile[], origin: number[], direction: number[]) {
  return new EnsembleAnalysis({ members, origin, direction });
}

/** The catalogue's counterexample: f(x) = (x_2, 0, −x_1), monotonic on all of R². */
const catalogue = affine([
  [0, 1],
  [0, 0],
  [-1, 0],
]);
/** Monotonic and saturating when x_1 grows. */
const saturating = affine([
  [1, 1],
  [0, 0],
  [0, 0],
]);
const ray = (x2: number) =>
  [
    [1, x2],
    [1, 0],
  ] as [number[], number[]];

/** An oracle that evaluates another network along the same ray. */
function misled(other: RayAnalysis | EnsembleAnalysis): Oracle {
  return { ...float64Oracle, along: () => float64Oracle.along(other) };
}

describe('monotone-logits', () => {
  const logits = affine([[0], [-1]]);

  it('fails as printed for f(x) = (0, −x)', () => {
    const subject = new RayAnalysis(logits, [1], [1]);
    expect(monotoneLogits.asPrinted.check(subject)).toMatchObject({
      status: 'fails',
      reason: expect.stringContaining('∂f_0/∂x_1 = 0'),
    });
    expect(monotoneLogits.asPrinted.explain!(subject).join('\n')).toContain('f(x) = (0, −x_1)');
  });

  it('holds as printed if all logits move, and repaired in both cases', () => {
    const moving = new RayAnalysis(affine([[1], [-1]]), [1], [1]);
    expect(monotoneLogits.asPrinted.check(moving)).toEqual(HOLDS);
    for (const subject of [moving, new RayAnalysis(logits, [1], [1])]) {
      expect(monotoneLogits.repaired!.check(subject)).toEqual(HOLDS);
      expect(monotoneLogits.repaired!.confirm!(subject, float64Oracle, 'holds')).toEqual({
        verdict: 'confirmed',
      });
    }
  });

  it('decides columns of three values', () => {
    const subject = new RayAnalysis(affine([[0], [1], [2]]), [1], [1]);
    expect(monotoneLogits.asPrinted.check(subject)).toMatchObject({ status: 'fails' });
    expect(monotoneLogits.repaired!.check(subject)).toEqual(HOLDS);
  });

  it('is contradicted by an oracle of another network', () => {
    const subject = new RayAnalysis(logits, [1], [1]);
    const other = new RayAnalysis(affine([[-1], [0]]), [1], [1]);
    expect(monotoneLogits.repaired!.confirm!(subject, misled(other), 'holds')).toMatchObject({
      what: expect.stringContaining('log-odds'),
    });
  });
});

describe('jacobian-limit-joint', () => {
  const level = new RayAnalysis(affine([[1], [1]]), [1], [1]);
  const apart = new RayAnalysis(affine([[1], [0]]), [1], [1]);

  it('fails as printed for f_0 = f_1 = t, where the derivative stays 1/4', () => {
    expect(jacobianLimitJoint.asPrinted.check(level)).toEqual({
      status: 'fails',
      reason: 'f_0 → ∞, but ∂s_0/∂f_0 tends to 0.250000',
    });
  });

  it('holds as printed on a saturating tail, and for classes that die out', () => {
    expect(jacobianLimitJoint.asPrinted.check(apart)).toEqual(HOLDS);
    const dying = new RayAnalysis(affine([[0], [0], [-1]]), [1], [1]);
    expect(jacobianLimitJoint.asPrinted.check(dying)).toEqual(HOLDS);
  });

  it('does not speak of logits that stay', () => {
    expect(
      jacobianLimitJoint.asPrinted.check(new RayAnalysis(affine([[0], [0]]), [1], [1])),
    ).toEqual(OUTSIDE);
  });

  it('holds repaired on both, and is contradicted where a tied network passes as saturating', () => {
    for (const subject of [level, apart]) {
      expect(jacobianLimitJoint.repaired!.check(subject)).toEqual(HOLDS);
      expect(jacobianLimitJoint.repaired!.confirm!(subject, float64Oracle, 'holds')).toEqual({
        verdict: 'confirmed',
      });
    }
    expect(jacobianLimitJoint.repaired!.confirm!(apart, misled(level), 'holds')).toMatchObject({
      what: expect.stringContaining('limit'),
    });
  });
});

describe('growth-rate', () => {
  it('fails as printed off the diagonal', () => {
    const subject = new RayAnalysis(affine([[1], [0]]), [1], [1]);
    expect(growthRate.asPrinted.check(subject)).toMatchObject({
      status: 'fails',
      reason: expect.stringContaining('at most −4'),
    });
    expect(growthRate.asPrinted.confirm!(subject, float64Oracle, 'fails')).toEqual({
      verdict: 'confirmed',
    });
    expect(growthRate.asPrinted.confirm!(subject, float64Oracle, 'holds')).toMatchObject({
      verdict: 'contradicted',
    });
  });

  it('holds repaired on a saturating tail with inverses that are large', () => {
    const subject = new RayAnalysis(affine([[1], [0], [0.5]], [0, 3, 0]), [1], [1]);
    expect(growthRate.repaired!.check(subject)).toEqual(HOLDS);
    expect(growthRate.repaired!.confirm!(subject, float64Oracle, 'holds')).toEqual({
      verdict: 'confirmed',
    });
  });

  it('does not speak of tied tails, which must not pass as saturating', () => {
    const level = new RayAnalysis(affine([[1], [1], [0]]), [1], [1]);
    expect(growthRate.repaired!.check(level)).toEqual(OUTSIDE);
    Object.defineProperty(level, 'tail', {
      value: { ...level.tail, regime: 'saturating', top: [0] },
    });
    expect(growthRate.repaired!.check(level).status).toBe('fails');
  });

  it('does not speak of features that are 0: scaling does nothing', () => {
    expect(growthRate.asPrinted.check(new RayAnalysis(affine([[1], [0]]), [0], [1]))).toEqual(
      OUTSIDE,
    );
  });
});

describe('gradient-vanishes', () => {
  it('fails as printed for f(x) = (x_2, 0, −x_1)', () => {
    const subject = new RayAnalysis(catalogue, ...ray(1));
    expect(gradientVanishes.asPrinted.check(subject).status).toBe('fails');
    expect(gradientVanishes.asPrinted.confirm!(subject, float64Oracle, 'fails')).toEqual({
      verdict: 'confirmed',
    });
    expect(gradientVanishes.asPrinted.confirm!(subject, float64Oracle, 'holds')).toMatchObject({
      verdict: 'contradicted',
    });
  });

  it('holds on a saturating tail, confirmed in numbers, but not by the gradients of a tied network', () => {
    const subject = new RayAnalysis(saturating, ...ray(1));
    expect(gradientVanishes.asPrinted.check(subject)).toEqual(HOLDS);
    expect(gradientVanishes.repaired!.check(subject)).toEqual(HOLDS);
    expect(gradientVanishes.repaired!.confirm!(subject, float64Oracle, 'holds')).toEqual({
      verdict: 'confirmed',
    });
    const tied = new RayAnalysis(catalogue, ...ray(1));
    expect(gradientVanishes.repaired!.confirm!(subject, misled(tied), 'holds')).toMatchObject({
      what: expect.stringContaining('above the bound'),
    });
    expect(gradientVanishes.asPrinted.confirm!(tied, misled(subject), 'holds')).toMatchObject({
      what: expect.stringContaining('limit'),
    });
  });

  it('holds on a tied tail whose top rows are equal', () => {
    const subject = new RayAnalysis(affine([[1], [1], [0]], [0, 5, 0]), [1], [1]);
    expect(subject.tail.regime).toBe('tied');
    expect(gradientVanishes.asPrinted.check(subject)).toEqual(HOLDS);
    expect(gradientVanishes.asPrinted.confirm!(subject, float64Oracle, 'holds')).toEqual({
      verdict: 'confirmed',
    });
  });

  it('skips the ray that scales a 0', () => {
    expect(gradientVanishes.asPrinted.check(new RayAnalysis(catalogue, [0, 1], [1, 0]))).toEqual(
      OUTSIDE,
    );
  });
});

describe('msp-gradient', () => {
  it.each([
    [1, 'attained by class 0'],
    [0, 'not differentiable'],
    [-1, 'attained by class 1'],
  ])('fails as printed on the catalogue network with x_2 = %d', (x2, reason) => {
    const subject = new RayAnalysis(catalogue, ...ray(x2));
    expect(mspGradient.asPrinted.check(subject)).toMatchObject({
      status: 'fails',
      reason: expect.stringContaining(reason),
    });
    expect(mspGradient.asPrinted.confirm!(subject, float64Oracle, 'fails')).toEqual({
      verdict: 'confirmed',
    });
    expect(mspGradient.asPrinted.confirm!(subject, float64Oracle, 'holds')).toMatchObject({
      verdict: 'contradicted',
    });
    expect(mspGradient.asPrinted.explain!(subject).at(-1)).toContain('not 0');
  });

  it('holds repaired on a saturating tail, and does not speak of tied ones', () => {
    const subject = new RayAnalysis(saturating, ...ray(1));
    expect(mspGradient.repaired!.check(subject)).toEqual(HOLDS);
    expect(mspGradient.repaired!.confirm!(subject, float64Oracle, 'holds')).toEqual({
      verdict: 'confirmed',
    });
    const tied = new RayAnalysis(catalogue, ...ray(1));
    expect(mspGradient.repaired!.check(tied)).toEqual(OUTSIDE);
    expect(mspGradient.repaired!.confirm!(subject, misled(tied), 'holds')).toMatchObject({
      what: expect.stringContaining('above the bound'),
    });
  });

  it('leaves boundary tails open', () => {
    const file: NetworkFile = {
      ...saturating,
      layers: [
        {
          type: 'dense',
          weights: [
            [1, 0],
            [0, 1],
          ],
          bias: [0, 0],
        },
        { type: 'relu' },
        ...saturating.layers,
      ],
    };
    const subject = new RayAnalysis(file, [1, 0], [1, 0]);
    expect(subject.tail.boundary).toBe(true);
    expect(mspGradient.repaired!.check(subject)).toEqual(UNDECIDED);
  });
});

/** Members 1 and 2 of the two counterexamples differ in which other class they keep. */
const other = affine([
  [0, 0],
  [0, 2],
  [-1, 0],
]);
const one = ensemble([catalogue], ...ray(1));
const two = ensemble([catalogue, other], ...ray(1));
const certain = ensemble(
  [
    saturating,
    affine([
      [0, 0],
      [2, 0],
      [0, 1],
    ]),
  ],
  ...ray(1),
);

describe.each([
  ['mean-gradient', meanGradient, one],
  ['mean-gradient', meanGradient, two],
  ['variance-gradient', varianceGradient, two],
  ['entropy-gradient', entropyGradient, one],
  ['entropy-gradient', entropyGradient, two],
  ['mi-gradient', miGradient, two],
] as [string, Claim<'ensemble'>, EnsembleAnalysis][])('%s', (_, claim, refuting) => {
  it('fails as printed, confirmed in numbers, with an explanation', () => {
    expect(claim.asPrinted.check(refuting).status).toBe('fails');
    expect(claim.asPrinted.confirm!(refuting, float64Oracle, 'fails')).toEqual({
      verdict: 'confirmed',
    });
    expect(claim.asPrinted.confirm!(refuting, float64Oracle, 'holds')).toMatchObject({
      verdict: 'contradicted',
    });
    expect(claim.asPrinted.explain!(refuting).at(-1)).toContain('which is not 0');
  });

  it('holds repaired where every member saturates, and only there', () => {
    expect(claim.repaired!.check(certain)).toEqual(HOLDS);
    expect(claim.repaired!.confirm!(certain, float64Oracle, 'holds')).toEqual({
      verdict: 'confirmed',
    });
    expect(claim.repaired!.check(refuting)).toEqual(OUTSIDE);
  });

  it('is contradicted by an oracle of a tied ensemble', () => {
    expect(claim.repaired!.confirm!(certain, misled(refuting), 'holds')).toMatchObject({
      what: expect.stringContaining('above the bound'),
    });
    expect(claim.asPrinted.confirm!(refuting, misled(certain), 'holds')).toMatchObject({
      what: expect.stringContaining('limit'),
    });
  });
});

describe('gradients of ensembles that cancel', () => {
  const mirrored = affine([
    [0, -1],
    [0, 0],
    [-1, 0],
  ]);

  it('the mean: members whose gradients cancel exactly at equal intercepts', () => {
    const subject = ensemble([catalogue, mirrored], ...ray(0));
    expect(meanGradient.asPrinted.check(subject)).toEqual(HOLDS);
    expect(meanGradient.asPrinted.confirm!(subject, float64Oracle, 'holds')).toEqual({
      verdict: 'confirmed',
    });
  });

  it('the mean: not at unequal ones of the same sign', () => {
    const subject = ensemble([catalogue, mirrored, catalogue], ...ray(2));
    expect(meanGradient.asPrinted.check(subject).status).toBe('fails');
  });

  it('variance and mutual information: one member, or the same member twice', () => {
    for (const subject of [one, ensemble([catalogue, catalogue], ...ray(3))]) {
      for (const claim of [varianceGradient, miGradient]) {
        expect(claim.asPrinted.check(subject)).toEqual(HOLDS);
        expect(claim.asPrinted.confirm!(subject, float64Oracle, 'holds')).toEqual({
          verdict: 'confirmed',
        });
      }
    }
  });

  it('entropy: one tied network at equal intercepts, not at unequal ones', () => {
    const equal = ensemble([catalogue], ...ray(0));
    expect(meanGradient.asPrinted.check(equal).status).toBe('fails');
    expect(entropyGradient.asPrinted.check(equal)).toEqual(HOLDS);
    expect(entropyGradient.asPrinted.confirm!(equal, float64Oracle, 'holds')).toEqual({
      verdict: 'confirmed',
    });
    expect(entropyGradient.asPrinted.check(one).status).toBe('fails');
  });

  it('entropy: the same tied network twice is as one', () => {
    const twice = (x2: number) => ensemble([catalogue, catalogue], ...ray(x2));
    expect(entropyGradient.asPrinted.check(twice(0))).toEqual(HOLDS);
    expect(entropyGradient.asPrinted.check(twice(2)).status).toBe('fails');
  });

  it('entropy: members whose mean is uniform on what is left', () => {
    const subject = ensemble([catalogue, mirrored, catalogue], ...ray(0));
    expect(meanGradient.asPrinted.check(subject).status).toBe('fails');
    expect(entropyGradient.asPrinted.check(subject)).toEqual(HOLDS);
  });
});

describe('perfect-certainty', () => {
  const up = affine([[1], [0]]);
  const down = affine([[0], [1]]);

  it('fails as printed for one tied network and for two members that contradict each other', () => {
    expect(perfectCertainty.asPrinted.check(one).status).toBe('fails');
    const opposed = ensemble([up, down], [1], [1]);
    expect(perfectCertainty.asPrinted.check(opposed).status).toBe('fails');
    expect(perfectCertainty.asPrinted.explain!(opposed).join('\n')).toContain(
      'predictive entropy → ln 2, mutual information → ln 2',
    );
    for (const subject of [one, opposed]) {
      expect(perfectCertainty.repaired!.check(subject)).toEqual(HOLDS);
      expect(perfectCertainty.repaired!.confirm!(subject, float64Oracle, 'holds')).toEqual({
        verdict: 'confirmed',
      });
    }
  });

  it('holds for members that agree, and is contradicted by ones that do not', () => {
    const agreed = ensemble([up, affine([[3], [1]])], [1], [1]);
    expect(perfectCertainty.asPrinted.check(agreed)).toEqual(HOLDS);
    expect(perfectCertainty.repaired!.check(agreed)).toEqual(HOLDS);
    const opposed = ensemble([up, down], [1], [1]);
    expect(perfectCertainty.asPrinted.confirm!(agreed, misled(opposed), 'holds')).toMatchObject({
      what: expect.stringContaining('limit'),
    });
  });

  it('fails repaired if a tied member passes as saturating', () => {
    const wrong = ensemble([catalogue], ...ray(1));
    const [member] = wrong.members;
    Object.defineProperty(member, 'tail', {
      value: { ...member.tail, regime: 'saturating', top: [0] },
    });
    expect(perfectCertainty.repaired!.check(wrong).status).toBe('fails');
  });
});

describe('hein-scaling', () => {
  const file = affine([
    [1, 0],
    [0, 1],
    [-1, -1],
  ]);

  it('holds off the hyperplanes, confirmed in numbers', () => {
    const subject = new RayAnalysis(file, [2, 1], [2, 1]);
    expect(heinScaling.asPrinted.check(subject)).toEqual(HOLDS);
    expect(heinScaling.repaired!.check(subject)).toEqual(HOLDS);
    expect(heinScaling.asPrinted.confirm!(subject, float64Oracle, 'holds')).toEqual({
      verdict: 'confirmed',
    });
  });

  it('names the hyperplane an exceptional point lies on, and holds in the exact form', () => {
    const subject = new RayAnalysis(file, [1, 1], [1, 1]);
    expect(heinScaling.asPrinted.check(subject)).toEqual({
      ...OUTSIDE,
      note: 'x lies on the hyperplane (V_0 − V_1)x = 0',
    });
    expect(heinScaling.repaired!.check(subject)).toEqual(HOLDS);
  });

  it('is met by no region with identical rows, dead ones included', () => {
    const subject = new RayAnalysis(
      affine([
        [1, 0],
        [0, 0],
        [0, 0],
      ]),
      [1, 1],
      [1, 1],
    );
    expect(heinScaling.asPrinted.check(subject)).toMatchObject({
      ...OUTSIDE,
      note: expect.stringContaining('rows 1 and 2'),
    });
  });

  it('does not speak of rays that are no scaling', () => {
    expect(heinScaling.asPrinted.check(new RayAnalysis(file, [1, 2], [1, 0]))).toEqual(OUTSIDE);
  });

  it('fails if a tie passes as certain', () => {
    const wrong = new RayAnalysis(file, [2, 1], [2, 1]);
    Object.defineProperty(wrong, 'tail', {
      value: { ...wrong.tail, jacobian: wrong.tail.jacobian, regime: 'tied', top: [0, 1] },
    });
    expect(heinScaling.repaired!.check(wrong).status).toBe('fails');
  });
});

describe('a bound of a gradient far out', () => {
  it('allows for its own rounding, where two large terms cancel', () => {
    const units = [
      [1, 0],
      [0, -9.122137486585833e-16],
      [-2, 1],
      [2, 3],
      [2, 2],
      [1152921504606847000, 1],
      [-31748201656779.266, 2],
      [-14800811489161578, 2],
      [4.547473508864641e-13, 2],
      [-1, -58220885756686580],
    ];
    const rest = [63496403313562.53, 29601622978323164, 4.9999999999990905, -58220885756686580];
    const head = [
      [-3, -2, 26388279066624, 0, 0, 2, 2, -2305843009213694000, 1, -4.909093465297727e-91],
      [
        -1, -3, -64632705541736984, 4.4940963400686976e-17, -3, -1, 45411344292335.09, -1,
        -228074855876785660, -4.909093465297727e-91,
      ],
    ];
    const subject = RayAnalysis.of({
      network: {
        format: 'farfield-network',
        version: 1,
        inputs: 2,
        layers: [
          {
            type: 'dense',
            weights: units,
            bias: [0, -2.2338136663242352e-15, 5, 0, 0, 0, ...rest],
          },
          { type: 'relu' },
          { type: 'dense', weights: head, bias: [-126262795405509550, 0] },
        ],
      },
      origin: [2, -1],
      direction: [0, -1],
    });
    const { confirm } = mspGradient.repaired!;
    expect(confirm!(subject, preciseOracle(64), 'holds').verdict).not.toBe('contradicted');
  });
});

it('knows that p·ln p is 0 where a share is too small for a double', () => {
  // Classes 0 and 1 stay level along x_1, far apart, and x_2 moves one of them.
  const alone = (lead: number, moved: number) => {
    const rows = [
      [0, moved],
      [0, 0],
      [-1, 0],
    ];
    const members = [affine(rows, [lead, 0, 0])];
    return new EnsembleAnalysis({ members, origin: [1, 0], direction: [1, 0] });
  };
  for (const [claim, decided] of [
    [entropyGradient, 'fails'],
    [miGradient, 'holds'],
  ] as const) {
    const { check, confirm } = claim.asPrinted;
    // e^−5000 moves by nothing that is a double; e^−800 by what is one, and is none itself.
    for (const subject of [alone(5000, 1), alone(800, 1e300)]) {
      expect(check(subject).status, claim.id).toBe(decided);
      for (const oracle of [float64Oracle, preciseOracle(64)]) {
        expect(confirm!(subject, oracle, decided).verdict, claim.id).not.toBe('contradicted');
      }
    }
  }
});
