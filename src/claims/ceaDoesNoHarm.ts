import type { Detector, VariantOptions } from '../detectors/detector.js';
import { excess } from '../detectors/excess.js';
import { cea } from '../detectors/methods/cea.js';
import { ebo } from '../detectors/methods/ebo.js';
import { msp } from '../detectors/methods/msp.js';
import { Rational } from '../exact/rational.js';
import type { Claim } from './claim.js';
import { SMALL, STANDING } from './controls/detectorCases.js';
import { answering } from './controls/lies.js';
import type { DetectorAnalysis } from './detectorAnalysis.js';
import { fails, HOLDS, type Outcome, outside } from './outcome.js';
import { confirmationOf, type Finding, showsFailing, showsHolding } from './shared/finding.js';

/**
 * Paper B, section 3.1: CEA does no harm where excess is larger out of distribution.
 *
 * Proof. Of a pair with g(ID) ≤ g(OOD) and λ ≥ 0, S + λg keeps the order that S has, or improves on
 * it; only pairs with g(ID) > g(OOD) can be lost. So twice the pairs won falls by at most twice their
 * number. Decided pair by pair on validation rows and points of the ray, the sums as fractions; the
 * engine's AUROC must be that of the pairs, ties counted half.
 */
export const ceaDoesNoHarm: Claim<'detector'> = {
  id: 'cea-does-no-harm',
  title: 'CEA costs no more AUROC than the pairs whose excess is the wrong way round',
  source: { paper: 'B', label: 'Section 3.1' },
  kind: 'detector',
  hypotheses: ['λ ≥ 0; scores: MSP and EBO, CEA with its defaults, and finite'],
  asPrinted: {
    latex:
      '\\operatorname{AUROC}(S + \\lambda g) \\ge \\operatorname{AUROC}(S) - P\\big(g(\\mathrm{ID}) > g(\\mathrm{OOD})\\big), \\qquad g(\\mathrm{ID}) \\le g(\\mathrm{OOD})\\ \\text{for every pair} \\;\\Longrightarrow\\; \\operatorname{AUROC}(S + \\lambda g) \\ge \\operatorname{AUROC}(S)',
    plain:
      'Adding the weighted excess to a score loses no pair of an in-distribution and an out-of-distribution input but those in which the former has the larger excess; where there is none, it does no harm.',
    expected: 'holds',
    check,
    controls: [
      { name: 'a small network', source: SMALL, expected: 'holds' },
      {
        name: 'ties counted as won',
        source: STANDING,
        lie: (subject) => answering(subject, { auroc: () => tiesWon }),
        expected: 'fails',
      },
      {
        name: 'an area of the other sense',
        source: SMALL,
        lie: (subject) => answering(subject, { auroc: () => (id, ood) => subject.auroc(ood, id) }),
        expected: 'fails',
      },
    ],
    confirm: (subject, _, decided) => confirmationOf(findLoss(subject), decided),
  },
  repaired: null,
};

const BASES: readonly Detector<VariantOptions>[] = [msp, ebo];
/** Scales of the points out of distribution. */
const SCALES = [0, 1, 4, 16, 64];

/** Scores and excesses of the validation rows and of points on the ray, and the weight. */
function scoresOf(subject: DetectorAnalysis, base: Detector<VariantOptions>) {
  const { data, origin, direction } = subject;
  const points = SCALES.map((t) => origin.map((x, d) => x + t * direction[d]));
  const far = data.classifier!.observe(points);
  const { parameters } = subject.scorerOf(cea(base));
  const { tau, lambda } = parameters as { tau: number; lambda: number };
  const [id, ood] = [data.validation, far].map((set) => ({
    score: Array.from(subject.scorerOf(base).score(set)),
    summed: Array.from(subject.scorerOf(cea(base)).score(set)),
    over: Array.from(excess(set.features, tau, 2)),
  }));
  const wrong = id.over.reduce((sum, g) => sum + ood.over.filter((far) => g > far).length, 0);
  return { id: id, ood: ood, lambda, wrong };
}

function check(subject: DetectorAnalysis): Outcome {
  for (const base of BASES) {
    const { id, ood, lambda, wrong } = scoresOf(subject, base);
    const numbers = [...id.score, ...ood.score, ...id.over, ...ood.over];
    if (!(lambda >= 0) || !numbers.every(Number.isFinite)) return outside('a score is not finite');
    const before = twiceWon(exactly(id.score), exactly(ood.score));
    const pairs = id.score.length * ood.score.length;
    const area = subject.auroc(id.score, ood.score);
    if (area !== before / (2 * pairs)) {
      return fails(
        `the AUROC of ${base.name} is ${area}, but of ${2 * pairs} halves of pairs ${before} are won`,
      );
    }
    const weighed = ({ score, over }: typeof id) =>
      score.map((s, i) => Rational.of(s).add(Rational.of(lambda).multiply(Rational.of(over[i]))));
    const after = twiceWon(weighed(id), weighed(ood));
    if (after < before - 2 * wrong) {
      return fails(
        `CEA(${base.name}) wins ${after} halves of pairs and ${base.name} ${before}, but only ${wrong} pairs have their excess the wrong way round`,
      );
    }
  }
  return HOLDS;
}

/** Whether the areas of the sums as the detector computes them lose no more than they may. */
function findLoss(subject: DetectorAnalysis): Finding {
  for (const base of BASES) {
    const { id, ood, wrong } = scoresOf(subject, base);
    if (![...id.summed, ...ood.summed].every(Number.isFinite)) return null;
    const loss = subject.auroc(id.score, ood.score) - subject.auroc(id.summed, ood.summed);
    const share = wrong / (id.score.length * ood.score.length);
    // Rounding may make ties of sums that differ.
    const tied = ood.summed.some((x) => id.summed.includes(x));
    if (loss > share + 1e-12) {
      return tied ? null : showsFailing(`CEA(${base.name}) loses ${loss}, more than ${share}`);
    }
  }
  return showsHolding('no area falls by more than the share of pairs that are the wrong way round');
}

function exactly(values: readonly number[]): Rational[] {
  return values.map((value) => Rational.of(value));
}

/** Twice the pairs in which the second is larger, with ties once. */
function twiceWon(id: readonly Rational[], ood: readonly Rational[]): number {
  let sum = 0;
  for (const x of ood) for (const y of id) sum += 1 + x.compare(y);
  return sum;
}

function tiesWon(id: ArrayLike<number>, ood: ArrayLike<number>): number {
  let sum = 0;
  for (const x of Array.from(ood)) for (const y of Array.from(id)) sum += x >= y ? 1 : 0;
  return sum / (id.length * ood.length);
}
