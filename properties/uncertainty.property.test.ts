import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rational } from '../src/exact/rational.js';
import { classVariance } from '../src/uncertainty/classVariance.js';
import { complements, logComplements, logOdds } from '../src/uncertainty/complements.js';
import { limitUncertainty, type TailEnd } from '../src/uncertainty/limits.js';
import { logSumExp } from '../src/uncertainty/logSumExp.js';
import {
  classVarianceGradient,
  mutualInformationGradient,
} from '../src/uncertainty/metricGradients.js';
import { mutualInformation } from '../src/uncertainty/mutualInformation.js';
import { loadPrecise } from '../src/uncertainty/precise/loadPrecise.js';
import { logSoftmax, softmax } from '../src/uncertainty/softmax.js';
import { type Uncertainty, uncertainty } from '../src/uncertainty/uncertainty.js';
import { uncertaintyGradients } from '../src/uncertainty/uncertaintyGradients.js';
import { holdsAlways, SEED } from './runs.js';

/** Of the runs, for comparisons with high precision, which take some milliseconds each. */
const FEW = 0.4;
const precise = await loadPrecise();

/** A logit of any magnitude: small integers for ties, everyday values, saturation, extremes. */
const anyLogit = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.double({ min: -40, max: 40, noNaN: true }),
  fc.integer({ min: -2000, max: 2000 }),
  fc.double({ min: -1e308, max: 1e308, noNaN: true }),
  fc.constantFrom(1e308, -1e308, 5e-324, -0),
);

/** A logit of a size at which probabilities do not all underflow. */
const moderateLogit = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.double({ min: -40, max: 40, noNaN: true }),
  fc.double({ min: -300, max: 300, noNaN: true }),
);

function members(
  logit: fc.Arbitrary<number>,
  { maxMembers = 5, minClasses = 1, maxClasses = 5 } = {},
): fc.Arbitrary<number[][]> {
  return fc.integer({ min: minClasses, max: maxClasses }).chain((classes) =>
    fc.array(fc.array(logit, { minLength: classes, maxLength: classes }), {
      minLength: 1,
      maxLength: maxMembers,
    }),
  );
}

/** An ensemble with a Jacobian of small integers, so with equal rows too, for each member. */
function membersWithJacobians(logit: fc.Arbitrary<number>) {
  return fc
    .record({ inputs: fc.integer({ min: 1, max: 3 }), logits: members(logit, { maxMembers: 3 }) })
    .chain(({ inputs, logits }) =>
      fc.record({
        logits: fc.constant(logits),
        jacobians: fc.array(
          fc.array(
            fc.array(fc.integer({ min: -2, max: 2 }), { minLength: inputs, maxLength: inputs }),
            { minLength: logits[0].length, maxLength: logits[0].length },
          ),
          { minLength: logits.length, maxLength: logits.length },
        ),
      }),
    );
}

/** The largest difference of two logits of a member: what its rounding is proportional to. */
function spreadOf(logits: readonly (readonly number[])[]): number {
  return Math.max(...logits.map((row) => Math.max(...row) - Math.min(...row)));
}

describe('softmax', () => {
  it('for all logits up to ±1e308 sums to 1, and its complements are those of its entries', () => {
    holdsAlways(
      fc.property(fc.array(anyLogit, { minLength: 1, maxLength: 6 }), (logits) => {
        const p = softmax(logits);
        const others = complements(logits);
        expect(Math.abs(p.reduce((x, y) => x + y, 0) - 1)).toBeLessThan(1e-15 * 4);
        p.forEach((value, c) => {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(Math.abs(value + others[c] - 1)).toBeLessThan(1e-15);
        });
      }),
    );
  });

  it('for all moderate logits agrees with 64 digits to a few units in the last place', () => {
    holdsAlways(
      fc.property(fc.array(moderateLogit, { minLength: 1, maxLength: 5 }), (logits) => {
        const tolerance = 2 ** -52 * (4 + spreadOf([logits]));
        const within = (found: ArrayLike<number>, expected: readonly unknown[]) => {
          expected.forEach((value, c) => {
            const reference = Number(value);
            expect(Math.abs(found[c] - reference)).toBeLessThanOrEqual(
              tolerance * Math.abs(reference),
            );
          });
        };
        within(softmax(logits), precise.softmax(logits));
        within(complements(logits), precise.complements(logits));
        within(logSoftmax(logits), precise.logSoftmax(logits));
        const scale = Math.max(...logits.map(Math.abs)) + 1;
        expect(Math.abs(logSumExp(logits) - Number(precise.logSumExp(logits)))).toBeLessThanOrEqual(
          2 ** -51 * scale,
        );
      }),
      FEW,
    );
  });

  it('has log-odds that are ln p − ln(1 − p), for all moderate logits and classes', () => {
    holdsAlways(
      fc.property(fc.array(moderateLogit, { minLength: 2, maxLength: 5 }), (logits) => {
        const logP = logSoftmax(logits);
        const logQ = logComplements(logits);
        logits.forEach((_, c) => {
          expect(Math.abs(logOdds(logits, c) - (logP[c] - logQ[c]))).toBeLessThan(1e-12);
        });
      }),
    );
  });
});

describe('metric-bounds (paper A, section 3.3)', () => {
  it('hold for all ensembles with logits up to ±1e308, without NaN', () => {
    holdsAlways(
      fc.property(members(anyLogit), (logits) => {
        const classes = logits[0].length;
        const found = uncertainty(logits);
        const between = (value: number, low: number, high: number) => {
          // Nothing is brought back to its bounds; but what is at least 0 is so exactly.
          expect(value).toBeGreaterThanOrEqual(low * (1 - 2 ** -50));
          expect(value).toBeLessThanOrEqual(high * (1 + 2 ** -50));
        };
        between(found.maximumSoftmaxProbability, 1 / classes, 1);
        between(found.oneMinusMaximum, 0, 1 - 1 / classes);
        between(found.classVariance, 0, 0.25);
        between(found.predictiveEntropy, 0, Math.log(classes));
        between(found.expectedEntropy, 0, Math.log(classes));
        between(found.mutualInformation, 0, Math.log(Math.min(classes, logits.length)));
      }),
    );
  });

  it('variance and mutual information are exactly 0 when all members agree up to a shift', () => {
    holdsAlways(
      fc.property(
        fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 5 }),
        fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 7 }),
        (logits, shifts) => {
          const agreeing = shifts.map((shift) => logits.map((logit) => logit + shift));
          expect(classVariance(agreeing)).toBe(0);
          expect(mutualInformation(agreeing)).toBe(0);
        },
      ),
    );
  });

  it('variance and mutual information are above 0 when two members differ visibly', () => {
    holdsAlways(
      fc.property(
        members(fc.integer({ min: -5, max: 5 }), { minClasses: 2 }),
        fc.integer({ min: 1, max: 5 }),
        (logits, difference) => {
          const first = logits[0];
          const other = first.map((logit, c) => (c === 0 ? logit + difference : logit));
          expect(classVariance([...logits, other])).toBeGreaterThan(0);
          expect(mutualInformation([...logits, other])).toBeGreaterThan(0);
        },
      ),
    );
  });
});

describe('every metric', () => {
  const names = [
    'maximumSoftmaxProbability',
    'oneMinusMaximum',
    'classVariance',
    'predictiveEntropy',
    'expectedEntropy',
    'mutualInformation',
  ] as const satisfies readonly (keyof Uncertainty)[];

  it('is the same to the last bit after an exact shift of any member’s logits', () => {
    holdsAlways(
      fc.property(
        members(fc.integer({ min: -1000, max: 1000 })),
        fc.infiniteStream(fc.integer({ min: -(2 ** 40), max: 2 ** 40 })),
        (logits, shifts) => {
          const shifted = logits.map((row) => {
            const shift = shifts.next().value as number;
            return row.map((logit) => logit + shift);
          });
          expect(uncertainty(shifted)).toEqual(uncertainty(logits));
        },
      ),
    );
  });

  it('is the same up to rounding after a permutation of the classes or of the members', () => {
    holdsAlways(
      fc.property(
        members(anyLogit).chain((logits) =>
          fc.record({
            logits: fc.constant(logits),
            classes: fc.shuffledSubarray([...logits[0].keys()], {
              minLength: logits[0].length,
            }),
            order: fc.shuffledSubarray([...logits.keys()], { minLength: logits.length }),
          }),
        ),
        ({ logits, classes, order }) => {
          const before = uncertainty(logits);
          const after = uncertainty(order.map((k) => classes.map((c) => logits[k][c])));
          for (const name of names) {
            expect(Math.abs(after[name] - before[name])).toBeLessThan(1e-14);
          }
        },
      ),
    );
  });

  it('agrees with 64 digits, relatively, also when all members are all but certain', () => {
    holdsAlways(
      fc.property(members(moderateLogit, { maxMembers: 4, maxClasses: 4 }), (logits) => {
        const found = uncertainty(logits);
        const expected = precise.uncertainty(logits);
        const relative = 2 ** -52 * (10 + spreadOf(logits)) * logits.length;
        const distance = Number(expected.oneMinusMaximum);
        for (const name of names) {
          const reference = Number(expected[name]);
          // Deviations from p̄ have an absolute error of an ulp of p̄ or of 1 − p̄, and enter squared.
          const cancelled =
            name === 'mutualInformation'
              ? Math.sqrt(reference * distance)
              : name === 'classVariance'
                ? Math.sqrt(reference) * distance
                : 0;
          expect(Math.abs(found[name] - reference)).toBeLessThanOrEqual(
            relative * (reference + cancelled + distance * relative),
          );
        }
      }),
      FEW,
    );
  });
});

describe('the gradients with respect to the input', () => {
  const names = [
    'classVariance',
    'predictiveEntropy',
    'expectedEntropy',
    'mutualInformation',
  ] as const;

  it('are finite for all logits up to ±1e308', () => {
    holdsAlways(
      fc.property(membersWithJacobians(anyLogit), ({ logits, jacobians }) => {
        const found = uncertaintyGradients(logits, jacobians);
        for (const gradient of [
          ...names.map((name) => found[name]),
          ...found.meanProbability,
          ...found.maximumSoftmaxProbability.gradients,
        ]) {
          expect(gradient.values.every(Number.isFinite)).toBe(true);
          expect(gradient.norm).toBeGreaterThanOrEqual(0);
          expect(gradient.norm).toBeLessThan(Infinity);
          expect(gradient.logNorm).not.toBeNaN();
          expect(gradient.logNorm).toBeLessThan(Infinity);
        }
      }),
    );
  });

  it('agree with 64 digits to a relative error, at saturation beyond the smallest double too', () => {
    const saturatingLogit = fc.oneof(moderateLogit, fc.integer({ min: -3000, max: 3000 }));
    holdsAlways(
      fc.property(membersWithJacobians(saturatingLogit), ({ logits, jacobians }) => {
        const found = uncertaintyGradients(logits, jacobians);
        const expected = precise.gradients(logits, jacobians);
        const spread = 10 + spreadOf(logits);
        // What the terms of the sum add up to before any cancels: how uncertain the members are,
        // and for the variance also by how much they deviate.
        const uncertain = logits
          .map((row) => precise.oneMinusMaximum([row]))
          .reduce((sum, value) => sum.plus(value));
        const deviation = precise.classVariance(logits).sqrt().times(5);
        const near = (gradient: { values: Float64Array; logNorm: number }, name: string) => {
          const reference =
            name in expected
              ? expected[name as (typeof names)[number]]
              : expected.meanProbability[Number(name)];
          const norm = precise.norm(reference);
          const scale =
            name === 'classVariance'
              ? uncertain.times(deviation.plus(uncertain.times(2 ** -50)))
              : uncertain.times(spread);
          const tolerance = scale.times(2 ** -48 * spread).times(logits.length);
          const foundNorm = Number.isFinite(gradient.logNorm)
            ? precise.number(gradient.logNorm).exp()
            : precise.number(0);
          expect(foundNorm.minus(norm).abs().lte(tolerance)).toBe(true);
          reference.forEach((entry, d) => {
            const error = entry.minus(precise.number(gradient.values[d])).abs();
            expect(error.lte(tolerance.plus(5e-324))).toBe(true);
          });
        };
        for (const name of names) near(found[name], name);
        found.meanProbability.forEach((gradient, c) => {
          near(gradient, String(c));
        });
      }),
      FEW,
    );
  });

  it('of variance and mutual information vanish exactly where all members agree', () => {
    holdsAlways(
      fc.property(
        fc.array(anyLogit, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 7 }),
        (logits, count) => {
          const agreeing = Array.from({ length: count }, () => logits);
          for (const gradient of [
            classVarianceGradient(agreeing),
            mutualInformationGradient(agreeing),
          ]) {
            for (const row of gradient.scaled) {
              expect(row.every(({ mantissa }) => mantissa === 0)).toBe(true);
            }
          }
        },
      ),
    );
  });

  it('vanish exactly where all rows of every Jacobian are equal', () => {
    holdsAlways(
      fc.property(members(anyLogit), fc.integer({ min: -5, max: 5 }), (logits, entry) => {
        const jacobians = logits.map((row) => row.map(() => [entry]));
        const found = uncertaintyGradients(logits, jacobians);
        for (const name of names) expect(found[name].logNorm).toBe(-Infinity);
      }),
    );
  });
});

describe('the limits at infinity', () => {
  const size = fc.record({
    classes: fc.constantFrom(1, 2, 3, 3, 4, 4, 5),
    members: fc.integer({ min: 1, max: 4 }),
  });
  /** Affine tails a + t·b of small integers, so that ties of slopes and of intercepts are common. */
  const ensembles = size.chain(({ classes, members: count }) => {
    const row = fc.array(fc.integer({ min: -2, max: 2 }), {
      minLength: classes,
      maxLength: classes,
    });
    const small = fc.integer({ min: -1, max: 1 });
    const slope = fc.oneof(
      {
        weight: 3,
        arbitrary: fc.array(small, { minLength: classes, maxLength: classes }),
      },
      { weight: 1, arbitrary: small.map((b) => Array.from({ length: classes }, () => b)) },
    );
    return fc.array(fc.record({ slope, intercept: row }), {
      minLength: count,
      maxLength: count,
    });
  });

  function endOf({ slope, intercept }: { slope: number[]; intercept: number[] }): TailEnd {
    const largest = Math.max(...slope);
    const top = slope.map((_, c) => c).filter((c) => slope[c] === largest);
    const regime = top.length === 1 ? 'saturating' : top.length === slope.length ? 'flat' : 'tied';
    return { regime, top, intercept: intercept.map(Rational.of) };
  }

  it('are the metrics of the logits at t = 1000, for all ensembles of affine tails', () => {
    holdsAlways(
      fc.property(ensembles, (tails) => {
        const limits = limitUncertainty(tails.map(endOf));
        const far = uncertainty(
          tails.map(({ slope, intercept }) => slope.map((b, c) => intercept[c] + 1000 * b)),
        );
        for (const name of [
          'maximumSoftmaxProbability',
          'classVariance',
          'predictiveEntropy',
          'expectedEntropy',
          'mutualInformation',
        ] as const) {
          expect(Math.abs(limits[name].value - far[name])).toBeLessThan(1e-14);
          const { exact, value } = limits[name];
          if (exact) expect(exact.toNumber()).toBe(value);
        }
      }),
    );
  });

  it('say perfect certainty exactly when MSP tends to 1 and the entropy to 0', () => {
    holdsAlways(
      fc.property(ensembles, (tails) => {
        const limits = limitUncertainty(tails.map(endOf));
        const isOne = limits.maximumSoftmaxProbability.exact?.compare(Rational.of(1)) === 0;
        expect(limits.certaintyIsPerfect).toBe(isOne);
        expect(limits.predictiveEntropy.exact?.sign === 0).toBe(isOne);
        if (isOne) expect(limits.mutualInformation.exact?.sign).toBe(0);
      }),
    );
  });

  it('are not vacuous: at least 15% of the generated members are saturating, tied and flat each', () => {
    const counts = { saturating: 0, tied: 0, flat: 0 };
    const regimes = fc
      .sample(ensembles, { numRuns: 2000, seed: SEED })
      .flat()
      .map((tail) => endOf(tail).regime);
    for (const regime of regimes) counts[regime]++;
    for (const count of Object.values(counts)) {
      expect(count / regimes.length).toBeGreaterThan(0.15);
    }
  });
});
