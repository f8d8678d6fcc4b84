import type { Detector, VariantOptions } from '../detectors/detector.js';
import { cea } from '../detectors/methods/cea.js';
import { ebo } from '../detectors/methods/ebo.js';
import { mls } from '../detectors/methods/mls.js';
import { msp } from '../detectors/methods/msp.js';
import { Rational } from '../exact/rational.js';
import { logSumExp } from '../uncertainty/logSumExp.js';
import type { DetectorCase } from './cases.js';
import type { Claim } from './claim.js';
import { guarded } from './condition.js';
import { HAS_LINEAR_HEAD, wordsOf } from './conditions.js';
import { HEADLESS, SMALL } from './controls/detectorCases.js';
import { aboutParameters } from './controls/detectorLies.js';
import { DetectorAnalysis } from './detectorAnalysis.js';
import { fails, HOLDS, type Outcome, outside } from './outcome.js';
import { plainEvaluation } from './plain/plainEvaluation.js';
import { confirmationOf, showsFailing, showsHolding } from './shared/finding.js';

const GIVEN = [HAS_LINEAR_HEAD];

/**
 * Paper B, equation 5: the weight of CEA.
 *
 * Validation sets of a few rows have no activation above 1.1 times their 99.9th percentile, and then
 * mean g = 0 and half the formula is never tried. So cases of up to four rows are decided twice: as
 * generated, and with the rows repeated to a thousand activations and more, with one row far along the ray, whose
 * activations may exceed τ. Scores and excesses are computed here from the file's plain evaluation.
 */
export const ceaWeight: Claim<'detector'> = {
  id: 'cea-weight',
  title: 'The weight of CEA is γ times the mean score over the mean excess',
  source: { paper: 'B', label: 'Section 3.1', equation: '5' },
  kind: 'detector',
  hypotheses: [
    ...wordsOf(GIVEN),
    'base scores MSP, MLS and EBO, finite on the validation rows; CEA with its defaults, γ = 10',
  ],
  asPrinted: {
    latex:
      '\\lambda = \\gamma\\, \\frac{|\\operatorname{mean} S|}{\\operatorname{mean} g + 0.1}, \\qquad \\lambda = 0 \\iff \\operatorname{mean} S = 0',
    plain:
      'The weight of the excess is γ times the size of the mean score over the mean excess plus 0.1, both on validation data. A score centred at 0 gets no excess added, whatever its spread.',
    expected: 'holds',
    ...guarded<DetectorAnalysis>(GIVEN, conclude),
    controls: [
      { name: 'a small network', source: SMALL, expected: 'holds' },
      { name: 'nothing affine at the end', source: HEADLESS, expected: 'skipped' },
      {
        name: 'a weight that is a little off',
        source: SMALL,
        lie: (subject) =>
          aboutParameters(subject, (honest) => ({
            ...honest,
            lambda: (honest.lambda as number) * (1 + 1e-6),
          })),
        expected: 'fails',
      },
    ],
    confirm: (subject, _, decided) => {
      const wrong = offEquation5(subject, BASES);
      return confirmationOf(
        wrong === null ? showsHolding('equation 5 gives every weight') : showsFailing(wrong),
        decided,
      );
    },
    sorts: (subject) => {
      if (!isCrowded(subject)) return [];
      const { meanExcess } = crowdedOf(subject).scorerOf(cea(mls)).parameters;
      return [(meanExcess as number) > 0 ? 'mean g > 0' : 'mean g = 0'];
    },
  },
  repaired: null,
};

/** γ/0.1, times a few roundings of a logit. */
const ROUNDING = 100 * 2 ** -48;

/** Novelty by the logits. */
const BASES: readonly (readonly [Detector<VariantOptions>, (logits: number[]) => number])[] = [
  [msp, (f) => -Math.exp(Math.max(...f) - logSumExp(f))],
  [mls, (f) => -Math.max(...f)],
  [ebo, (f) => -logSumExp(f)],
];

function conclude(subject: DetectorAnalysis): Outcome {
  if (rowsOf(subject).some(({ logits }) => !logits.every(Number.isFinite))) {
    return outside('a score is not finite');
  }
  const wrong =
    offEquation5(subject, BASES) ??
    (isCrowded(subject) ? offEquation5(crowdedOf(subject), [BASES[1]]) : null);
  return wrong === null ? HOLDS : fails(wrong);
}

/** A crowd is dear: it is made of the smallest validation sets only. */
function isCrowded({ source }: DetectorAnalysis): boolean {
  return source.validation.x.length <= 4;
}

const crowds = new WeakMap<DetectorAnalysis, DetectorAnalysis>();

/** The case with a thousand validation activations and more, and one row that may exceed them. */
function crowdedOf(subject: DetectorAnalysis): DetectorAnalysis {
  const known = crowds.get(subject);
  if (known) return known;
  const { origin, direction, validation } = subject.source;
  const units = subject.data.validation.features.columns;
  const copies = Math.ceil(1100 / (units * validation.x.length));
  const x = Array.from({ length: copies }, () => validation.x).flat();
  const y = Array.from({ length: copies }, () => validation.y).flat();
  const far = origin.map((value, d) => value + 64 * direction[d]);
  const source: DetectorCase = {
    ...subject.source,
    validation: { x: [...x, far], y: [...y, 0] },
  };
  const crowded = new DetectorAnalysis(source);
  crowds.set(subject, crowded);
  return crowded;
}

/** Logits and activations of the validation rows, by plain evaluation; equal rows once. */
function rowsOf({ file, source }: DetectorAnalysis) {
  const still = source.origin.map(() => 0);
  const seen = new Map<string, { logits: number[]; activations: number[] }>();
  return source.validation.x.map((row) => {
    const key = row.join();
    let found = seen.get(key);
    if (!found) {
      const { logits, penultimate } = plainEvaluation(file, row, still, Rational.zero);
      found = {
        logits: logits.map((value) => value.toNumber()),
        activations: (penultimate ?? []).map((value) => value.toNumber()),
      };
      seen.set(key, found);
    }
    return found;
  });
}

/** What a fitted weight has against equation 5; null if nothing. */
function offEquation5(subject: DetectorAnalysis, bases: typeof BASES): string | null {
  const rows = rowsOf(subject);
  const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x / rows.length, 0);
  for (const [base, score] of bases) {
    const { tau, lambda } = subject.scorerOf(cea(base)).parameters as Record<string, number>;
    const scores = rows.map(({ logits }) => score(logits));
    const excess = mean(
      rows.map(({ activations }) => Math.hypot(...activations.map((z) => Math.max(z - tau, 0)))),
    );
    const stated = (10 * Math.abs(mean(scores))) / (excess + 0.1);
    // Scores may cancel in their mean, and activations in their excess.
    const size = mean(scores.map(Math.abs));
    // A logsumexp cancels to what is left of the largest logit's rounding.
    const largest = Math.max(...rows.flatMap(({ logits }) => logits.map(Math.abs)));
    const slack = 1e-9 * Math.max(...rows.flatMap(({ activations }) => activations.map(Math.abs)));
    const allowed =
      (1e-9 * 10 * size) / (excess + 0.1) + (stated * slack) / (excess + 0.1) + ROUNDING * largest;
    if (!(Math.abs(lambda - stated) <= allowed)) {
      return `CEA(${base.name}) has λ = ${lambda}, but equation 5 gives ${stated}, mean g = ${excess}`;
    }
  }
  return null;
}
