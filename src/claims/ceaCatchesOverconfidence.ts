import type { Detector, VariantOptions } from '../detectors/detector.js';
import { RootSum } from '../detectors/infinity/rootSum.js';
import { cea } from '../detectors/methods/cea.js';
import { ebo } from '../detectors/methods/ebo.js';
import { gradNorm } from '../detectors/methods/gradNorm.js';
import { mls } from '../detectors/methods/mls.js';
import { msp } from '../detectors/methods/msp.js';
import { rmds } from '../detectors/methods/rmds.js';
import { entropy } from '../detectors/methods/uncertaintyDetectors.js';
import { Rational } from '../exact/rational.js';
import { logSumExp } from '../uncertainty/logSumExp.js';
import type { Claim } from './claim.js';
import { guarded } from './condition.js';
import { RECTIFIED, wordsOf } from './conditions.js';
import type { Confirmation } from './confirmation.js';
import { SMALL } from './controls/detectorCases.js';
import { aboutParameters } from './controls/detectorLies.js';
import { DetectorAnalysis } from './detectorAnalysis.js';
import { commonConditions, controlsOf, nearEnding, otherEnding } from './infinity/infinityClaim.js';
import { mahalanobisEnd } from './infinity/mahalanobisEnd.js';
import { titleAtInfinity } from './infinity/titleAtInfinity.js';
import type { Oracle } from './oracle.js';
import { type Decision, fails, HOLDS, UNDECIDED } from './outcome.js';
import { endsOf, excessEnds, meanEnds, widened } from './perturbed/ends.js';
import type { PerturbedDetector } from './perturbed/perturbedDetector.js';
import { endInNumbers, findingThat } from './shared/confirmEnd.js';
import { decimal, describeSubject, short, vector } from './shared/describe.js';
import { differenceFrom, largestOf, normOf } from './shared/expectedEnd.js';
import { confirmationOfAll, type Finding } from './shared/finding.js';
import { type TailLines, tailLines } from './shared/tailLines.js';

const GIVEN = commonConditions({ rectified: true });

/**
 * Paper B, section 3.2: CEA with any score.
 *
 * In novelty the slope of CEA(X) is that of X plus λ‖Δ₊‖₂. Its sign, a comparison of a fraction and
 * a square root, is exact for the λ that was fitted. As printed the claim is made of every score;
 * it fails for those that outrun the excess. λ > 0 is asked for, so that a counterexample is not
 * merely a CEA that is switched off.
 */
export const ceaCatchesOverconfidence: Claim<'detector'> = {
  id: 'cea-catches-overconfidence',
  ...titleAtInfinity({
    detector: 'CEA',
    blindness: 'catches iff λ‖Δ₊‖₂ outruns the base score',
  }),
  source: { paper: 'B', label: 'Section 3.2' },
  kind: 'detector',
  hypotheses: [
    ...wordsOf(GIVEN),
    'as printed: λ > 0, as it is for every base score whose validation mean is not 0',
    'scores: MSP, entropy, MLS, EBO and GradNorm, repaired RMDS too; CEA with its defaults',
  ],
  asPrinted: {
    latex:
      'p_k(x(t)) \\to 1,\\ \\lambda > 0 \\;\\Longrightarrow\\; S_X(x(t)) + \\lambda\\, g(x(t)) \\to +\\infty \\quad \\text{for every novelty score } S_X',
    plain:
      'A far point of which the network becomes certain has extreme activations, so CEA flags it in the end, whatever score it is added to.',
    expected: 'refuted',
    ...guarded(GIVEN, (subject: DetectorAnalysis) => {
      for (const base of BASES) {
        const slope = slopeOf(subject, base);
        if (lambdaOf(subject, base) > 0 && slope.sign <= 0)
          return fails(racing(subject, base, slope));
      }
      return HOLDS;
    }),
    controls: [...controlsOf({ rectified: true })],
    confirm: confirmCaught,
    explain: (subject) => {
      const { activations } = tailLines(subject);
      const lost = BASES.filter(
        (base) => lambdaOf(subject, base) > 0 && slopeOf(subject, base).sign <= 0,
      );
      return [
        ...describeSubject(subject),
        `z(t) = ${vector(activations.intercept)} + t·${vector(activations.slope)}`,
        `validation inputs ${JSON.stringify(subject.source.validation.x)}`,
        ...lost.map((base) => racing(subject, base, slopeOf(subject, base))),
      ];
    },
  },
  repaired: {
    latex:
      'S_X \\sim s\\, t: \\quad S_X + \\lambda g \\to +\\infty \\;\\Longleftrightarrow\\; \\lambda \\|\\Delta_+\\|_2 + s > 0; \\qquad S_X \\text{ bounded},\\ \\lambda > 0 \\;\\Longrightarrow\\; +\\infty; \\qquad S_X \\sim -q t^2,\\ q > 0 \\;\\Longrightarrow\\; -\\infty',
    plain:
      'It is a race: CEA flags in the end iff λ‖Δ₊‖₂ exceeds the speed at which the novelty of the base score falls. Bounded scores such as MSP and entropy do not fall for ever, so with λ > 0 CEA always catches them; MLS, EBO and GradNorm may outrun it, and at equal speeds constants decide; a score that falls like t², as RMDS can, always does.',
    expected: 'holds',
    ...guarded(GIVEN, (subject: DetectorAnalysis) => {
      let undecided = false;
      for (const base of BASES) {
        const wrong = offEquation5(subject, base);
        if (wrong !== null) return fails(wrong);
        const slope = slopeOf(subject, base);
        const behaviour = subject.behaviourOf(subject.scorerOf(cea(base)));
        // λ is known within the rounding of its means only.
        if (behaviour.kind === 'unknown') {
          undecided = true;
          continue;
        }
        const caught = behaviour.kind === 'diverges-up';
        if (caught !== slope.sign > 0) {
          return fails(`${behaviour.kind}, but ${racing(subject, base, slope)}`);
        }
        if (isBounded(base) && lambdaOf(subject, base) > 0 && !caught) {
          return fails(`${base.name} is bounded and λ > 0, but CEA does not catch it`);
        }
        if (slope.sign === 0) {
          // Neither outruns the other: the constants decide.
          if (behaviour.kind === 'diverges-up' || behaviour.kind === 'diverges-down') {
            return fails(`${behaviour.kind}, but ${racing(subject, base, slope)}`);
          }
          continue;
        }
        const end = { kind: 'grows', power: 1, coefficient: slope.value } as const;
        const difference = differenceFrom(behaviour, end);
        if (difference !== null) return fails(`CEA(${base.name}): ${difference}`);
      }
      const caught = quadraticCaught(subject);
      if (caught !== null) return fails(caught);
      return undecided ? UNDECIDED : HOLDS;
    }),
    controls: [
      ...controlsOf({ rectified: true }),
      { name: 'a small network', source: SMALL, expected: 'holds' },
      {
        name: 'the race said to end otherwise',
        source: SMALL,
        lie: otherEnding,
        expected: 'fails',
      },
      { name: 'a slope a little off', source: SMALL, lie: nearEnding, expected: 'fails' },
      {
        name: 'a weight that is squared',
        source: SMALL,
        lie: (subject) =>
          aboutParameters(subject, (honest) => ({
            ...honest,
            lambda: (honest.lambda as number) ** 2,
          })),
        expected: 'fails',
      },
    ],
    confirm: confirmSlopes,
    sorts: (subject) => [
      ...BASES.map((base) => {
        const { sign } = slopeOf(subject, base);
        return `${base.name}: ${sign > 0 ? 'caught' : 'not caught'}`;
      }),
    ],
  },
  generic: {
    kind: 'robust',
    expected: 'refuted',
    statement:
      'with EBO or MLS the top logit outruns the excess in every network of the box, and on all data near these: its slope exceeds λ‖Δ₊‖₂, and λ > 0.',
    failsThroughout: (box) => lostRace(box) !== null,
    explain: (box) => {
      const { name, slope, speed } = lostRace(box)!;
      return [
        `In every network of the box, CEA(${name}) has λ‖Δ₊‖₂ ≤ ${decimal(speed)}, and the top logit a slope of at least ${decimal(slope)}.`,
      ];
    },
  },
  flaw: 'The excess grows at the rate ‖Δ₊‖₂ only, and λ weighs it by the mean score on validation data. A score that falls faster, such as a steep top logit, is not made up for.',
};

/**
 * A score that outruns the excess in every case of a box, λ > 0, and by how much; null if there is
 * none. Its mean over the validation rows is bounded by those of the ends of the logits: both scores
 * grow with every logit.
 */
function lostRace(box: PerturbedDetector) {
  const middle = new DetectorAnalysis(box.source);
  const { top, validation } = box;
  const tau = box.thresholdAt(PERCENT);
  if (!RECTIFIED.meets(middle) || box.classes < 2 || top === null || tau === null) return null;
  const excess = meanEnds(validation.map(({ activations }) => excessEnds(activations!, tau)));
  const { logits, penultimate } = box.tail;
  const slope = endsOf(logits[top].slope).lower;
  const norm = Math.hypot(...penultimate!.map((unit) => Math.max(0, endsOf(unit.slope).upper)));
  for (const [name, score] of SCORES) {
    const level = meanEnds(
      validation.map((row) => {
        const ends = row.logits.map(endsOf);
        return widened({
          lower: score(ends.map(({ lower }) => lower)),
          upper: score(ends.map(({ upper }) => upper)),
        });
      }),
    );
    const size = Math.max(Math.abs(level.lower), Math.abs(level.upper));
    const speed = widened({ lower: 0, upper: ((10 * size) / (excess.lower + 0.1)) * norm }).upper;
    const active = level.lower * level.upper > 0;
    if (active && speed < slope) return { name, slope, speed };
  }
  return null;
}

/** Scores that grow with every logit, and whose novelty falls as fast as the top logit rises. */
const SCORES: readonly (readonly [string, (logits: readonly number[]) => number])[] = [
  ['EBO', (logits) => logSumExp(logits)],
  ['MLS', (logits) => Math.max(...logits)],
];

/** The percentile of CEA's defaults. */
const PERCENT = 99.9;

/** RMDS that falls like t² and is caught all the same, in words; null where that is not so. */
function quadraticCaught(subject: DetectorAnalysis): string | null {
  const { clear, relative } = mahalanobisEnd(subject);
  if (!clear || relative[2].sign >= 0) return null;
  const { kind } = subject.behaviourOf(subject.scorerOf(cea(rmds)));
  return kind === 'diverges-up' || kind === 'converges'
    ? `RMDS falls like ${short(relative[2])}·t², but CEA(RMDS) ${kind}`
    : null;
}

/** Both bounded scores, and the three that grow with logits or activations. */
const BASES: readonly Detector<VariantOptions>[] = [msp, entropy, mls, ebo, gradNorm];

function isBounded(base: Detector<VariantOptions>): boolean {
  return base === msp || base === entropy;
}

/** The slope of the base's novelty on a saturating tail: the row of section 4. Exact. */
function baseSlope(base: Detector<VariantOptions>, { logits, activations }: TailLines): Rational {
  if (isBounded(base)) return Rational.zero;
  if (base !== gradNorm) return largestOf(logits.slope).negate();
  const classes = logits.slope.length;
  return activations.slope
    .reduce((sum, b) => sum.add(b.sign < 0 ? b.negate() : b), Rational.zero)
    .multiply(Rational.of(-2 * (classes - 1)));
}

/** s + λ‖Δ₊‖₂, exact for λ as fitted. */
function slopeOf(subject: DetectorAnalysis, base: Detector<VariantOptions>): RootSum {
  const lines = tailLines(subject);
  const rising = lines.activations.slope.filter(({ sign }) => sign > 0);
  return normOf(rising)
    .scale(Rational.of(lambdaOf(subject, base)))
    .add(RootSum.of(baseSlope(base, lines)));
}

function lambdaOf(subject: DetectorAnalysis, base: Detector<VariantOptions>): number {
  return subject.scorerOf(cea(base)).parameters.lambda as number;
}

/**
 * What λ has against equation 5, γ·|mean S|/(mean g + 0.1), computed here from the validation scores of
 * the base and the activations above τ; null if nothing.
 */
function offEquation5(subject: DetectorAnalysis, base: Detector<VariantOptions>): string | null {
  const { validation } = subject.data;
  const { tau, lambda } = subject.scorerOf(cea(base)).parameters as { tau: number; lambda: number };
  const scores = Array.from(subject.scorerOf(base).score(validation));
  const { rows, columns, values } = validation.features;
  let excess = 0;
  for (let i = 0; i < rows; i++) {
    const over = values.subarray(i * columns, (i + 1) * columns).map((z) => Math.max(z - tau, 0));
    excess += Math.hypot(...over) / rows;
  }
  const level = scores.reduce((sum, score) => sum + score / rows, 0);
  const size = scores.reduce((sum, score) => sum + Math.abs(score) / rows, 0);
  const stated = (10 * Math.abs(level)) / (excess + 0.1);
  // Scores may cancel in their mean; below the normal doubles each share of it is rounded to a step.
  const allowed = (10 * (1e-9 * size + rows * Number.MIN_VALUE)) / (excess + 0.1);
  return Math.abs(lambda - stated) <= allowed
    ? null
    : `CEA(${base.name}) has λ = ${lambda}, but equation 5 gives ${stated}`;
}

function racing(subject: DetectorAnalysis, base: Detector<VariantOptions>, slope: RootSum): string {
  const lines = tailLines(subject);
  const rising = normOf(lines.activations.slope.filter(({ sign }) => sign > 0));
  const own = baseSlope(base, lines).toNumber();
  return `CEA(${base.name}) has slope ${own} + λ‖Δ₊‖₂ = ${own} + ${lambdaOf(subject, base)}·${rising.value} = ${slope.value}`.replaceAll(
    '-',
    '−',
  );
}

/** Each score far out: does it grow as its slope says, and if λ > 0, does it rise? */
function confirmCaught(subject: DetectorAnalysis, oracle: Oracle, decided: Decision): Confirmation {
  const findings = BASES.filter((base) => lambdaOf(subject, base) > 0).map((base) =>
    findingThat(slopeOf(subject, base).sign > 0, slopeInNumbers(subject, oracle, base)),
  );
  return confirmationOfAll(findings, decided);
}

/** Each score far out, against its slope. */
function confirmSlopes(subject: DetectorAnalysis, oracle: Oracle, decided: Decision): Confirmation {
  const findings = BASES.map((base) => slopeInNumbers(subject, oracle, base));
  return confirmationOfAll(findings, decided);
}

function slopeInNumbers(
  subject: DetectorAnalysis,
  oracle: Oracle,
  base: Detector<VariantOptions>,
): Finding {
  const slope = slopeOf(subject, base);
  if (slope.sign === 0) return null;
  const end = { kind: 'grows', power: 1, coefficient: slope.value } as const;
  return endInNumbers(subject, oracle, subject.scorerOf(cea(base)), end);
}
