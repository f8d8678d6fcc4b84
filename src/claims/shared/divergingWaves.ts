import { Rational } from '../../exact/rational.js';
import type { CurveCase } from '../cases.js';
import { type Condition, guarded } from '../condition.js';
import { givenThat } from '../confirmation.js';
import { answering } from '../controls/lies.js';
import { type CurveAnalysis, limitOfWave, type Wave } from '../curveAnalysis.js';
import type { RobustReading } from '../generic.js';
import type { Oracle } from '../oracle.js';
import { type Decision, fails, HOLDS, type Outcome } from '../outcome.js';
import { keepsReturning } from '../perturbed/perturbedCurve.js';
import { plainLogitsAt } from '../plain/plainCurve.js';
import {
  CURVE_POINTS,
  describeNoLimit,
  describeWave,
  largestMagnitude,
  waveAt,
  waveInFloat64,
} from './curvePoints.js';
import { confirmationOf, type Finding, showsHolding } from './finding.js';
import { findInfiniteLimit } from './infiniteLimit.js';
import { findLogOddsBound } from './logOddsBound.js';

/** Waves of which certainty is said to make one diverge: the logits of a curve case, or its units. */
export interface DivergingWaves {
  readonly field: 'units' | 'logits';
  readonly of: (subject: CurveAnalysis) => readonly Wave[];
  /** `g` or `z`, and the index that goes with it. */
  readonly name: string;
  readonly index: string;
  /** What one of them is called: `component of g`. */
  readonly one: string;
  /** What a probability is called. */
  readonly probability: string;
  /** What certainty asks of the largest of them at every time. */
  readonly boundFrom: (subject: CurveAnalysis, certainClass: number, other: number) => ExactBound;
}

/** `factor`·max |v_i| ≥ ln(p_c/p_c') − `shift`. Exact. */
export interface ExactBound {
  readonly factor: Rational;
  readonly shift: Rational;
  /** What max |v_i| is at least, in words. */
  readonly words: string;
}

/**
 * The statement that one wave tends to ±∞ where a probability tends to 1, decided by the limits of
 * the waves, and its confirmation by samples. What the repaired statement says of probabilities
 * has to be seen as well.
 */
export function someWaveDiverges(waves: DivergingWaves) {
  return {
    ...guarded([BECOMES_CERTAIN], (subject: CurveAnalysis): Outcome => {
      const all = waves.of(subject);
      return all.some((wave) => Math.abs(limitOfWave(wave) ?? 0) === 1)
        ? HOLDS
        : fails(
            `${waves.probability}_${subject.certainClass} → 1, but no ${waves.one} = (${all.map(describeWave).join(', ')}) has an infinite limit`,
          );
    }),
    controls: [
      { name: 'logits that rise', source: RISING, expected: 'holds' as const },
      { name: 'logits that stay', source: STAYING, expected: 'skipped' as const },
      { name: 'logits that take turns', source: TAKING_TURNS, expected: 'fails' as const },
    ],
    confirm: (subject: CurveAnalysis, oracle: Oracle, decided: Decision) =>
      givenThat(confirmationOf(findLargeWave(waves, subject, oracle), 'holds'), () =>
        confirmationOf(findInfiniteLimit(waves.of(subject), waves.name), decided),
      ),
  };
}

/**
 * The third reading: certainty without an infinite limit, for all waves near these.
 *
 * @param layers - what does have an infinite limit where layers have asymptotes
 */
export function noWaveDivergesNearby(
  field: DivergingWaves['field'],
  layers: string,
): RobustReading<'curve'> {
  return {
    kind: 'robust',
    expected: 'refuted',
    statement: `with units that oscillate for ever, t·(a + b·cos t) with |a| < |b|, as x·sin x makes them, every curve of the box is a counterexample; the box is one of a, b, weights and biases, not of the layers below, which no network of this suite has. ${layers}`,
    failsThroughout: (box) => box.certainClass !== null && box[field].every(keepsReturning),
    explain: (box) => [
      `In every curve of the box p_${box.certainClass} → 1, and every wave has |a| < |b|.`,
    ],
  };
}

/**
 * The statement that the largest wave keeps its bound from every class at every time, decided
 * exactly at points (t, cos t) that the curve passes close to again and again, and confirmed at
 * three times.
 *
 * @param beyond - what else the statement asks of class c and another; what is wrong, or null
 */
export function largestWaveKeepsBound(
  waves: DivergingWaves,
  beyond: (subject: CurveAnalysis, c: number, other: number) => string | null,
) {
  return {
    ...guarded([BECOMES_CERTAIN], (subject: CurveAnalysis): Outcome => {
      const c = subject.certainClass ?? 0;
      const others = subject.logits.map((_, other) => other).filter((other) => other !== c);
      for (const point of CURVE_POINTS) {
        const largest = largestMagnitude(waves.of(subject).map((wave) => waveAt(wave, point)));
        const logits = plainLogitsAt(subject.source, point);
        for (const other of others) {
          const { factor, shift, words } = waves.boundFrom(subject, c, other);
          const needed = logits[c].subtract(logits[other]).subtract(shift);
          if (largest.multiply(factor).compare(needed) < 0) {
            return fails(`max |${waves.name}_${waves.index}| is below ${words} at some t`);
          }
        }
      }
      const wrong = others.map((other) => beyond(subject, c, other)).find(Boolean);
      return wrong ? fails(wrong) : HOLDS;
    }),
    controls: [
      { name: 'logits that take turns', source: TAKING_TURNS, expected: 'holds' as const },
      { name: 'logits that stay', source: STAYING, expected: 'skipped' as const },
      {
        name: 'waves a quarter of their size',
        source: TAKING_TURNS,
        lie: (subject: CurveAnalysis) => {
          const small = waves.of(subject).map(quarterOf);
          return answering(subject, { [waves.field]: () => small });
        },
        expected: 'fails' as const,
      },
    ],
    confirm: (subject: CurveAnalysis, oracle: Oracle, decided: Decision) =>
      confirmationOf(findLargeWave(waves, subject, oracle), decided),
  };
}

function quarterOf({ linear, oscillating, constant }: Wave): Wave {
  const quarter = new Rational(1n, 4n);
  return {
    linear: linear.multiply(quarter),
    oscillating: oscillating.multiply(quarter),
    constant: constant.multiply(quarter),
  };
}

const BECOMES_CERTAIN: Condition<CurveAnalysis> = {
  words: 'some probability tends to 1',
  meets: ({ certainClass }) => certainClass !== null,
};

/** f = (2t, 0) by one unit. */
const RISING: CurveCase = {
  units: [{ linear: 2, oscillating: 0 }],
  weights: [[1], [0]],
  bias: [0, 0],
};

/** f = (0, 0) by one unit, which rises. */
const STAYING: CurveCase = { ...RISING, weights: [[0], [0]] };

/** z = (t(1 − cos t), t(1 + cos t)), f = (z_0, −z_1): f_0 − f_1 = 2t, but both return to 0. */
const TAKING_TURNS: CurveCase = {
  units: [
    { linear: 1, oscillating: -1 },
    { linear: 1, oscillating: 1 },
  ],
  weights: [
    [1, 0],
    [0, -1],
  ],
  bias: [0, 0],
};

/** Why none of the waves has an infinite limit, a line each. */
export function explainNoLimits({ name, of }: DivergingWaves, subject: CurveAnalysis): string[] {
  return of(subject).map(
    (wave, i) =>
      `${name}_${i} = ${describeWave(wave)} has no infinite limit: ${describeNoLimit(wave)}.`,
  );
}

/** Whether numbers show the bound kept at three times. */
function findLargeWave(waves: DivergingWaves, subject: CurveAnalysis, oracle: Oracle): Finding {
  const c = subject.certainClass!;
  for (const t of [1, 100, 1e4]) {
    const logits = subject.logits.map((wave) => waveInFloat64(wave, t));
    const sizes = waves.of(subject).map((wave) => Math.abs(waveInFloat64(wave, t)));
    if (![...logits, ...sizes].every(Number.isFinite)) return null;
    const largest = Math.max(...sizes);
    const at = {
      name: `max |${waves.name}_${waves.index}|`,
      largest,
      t,
      logProbabilities: oracle.at([logits]).logProbabilities[0],
      certainClass: c,
    };
    const finding = findLogOddsBound(at, (other) => {
      const exact = waves.boundFrom(subject, c, other);
      const factor = exact.factor.toNumber();
      const shift = exact.shift.toNumber();
      const terms = Math.max(...logits.map(Math.abs), largest * factor) + Math.abs(shift);
      return { factor, shift, room: 1e-12 * (1 + terms), words: exact.words };
    });
    if (finding?.shows !== 'holds') return finding;
  }
  return showsHolding(
    `max |${waves.name}_${waves.index}| is as large as the log-odds need at three times`,
  );
}
