import type { Detector, VariantOptions } from '../detectors/detector.js';
import { float64LimitAuroc, limitAuroc as limitAurocOf } from '../detectors/infinity/limitAuroc.js';
import { mds } from '../detectors/methods/mds.js';
import { mls } from '../detectors/methods/mls.js';
import { msp } from '../detectors/methods/msp.js';
import { sheEuclidean } from '../detectors/methods/she.js';
import { Rational } from '../exact/rational.js';
import { auroc } from '../metrics/auroc.js';
import type { Claim } from './claim.js';
import { guarded } from './condition.js';
import { CONFIRMED, COULD_NOT_TELL, type Confirmation, contradicted } from './confirmation.js';
import { SMALL } from './controls/detectorCases.js';
import { aboutBehaviour } from './controls/detectorLies.js';
import type { DetectorAnalysis } from './detectorAnalysis.js';
import { commonConditions, commonHypotheses, controlsOf } from './infinity/infinityClaim.js';
import { mahalanobisEnd } from './infinity/mahalanobisEnd.js';
import type { Oracle } from './oracle.js';
import { fails, HOLDS, type Outcome, UNDECIDED } from './outcome.js';
import { plainEvaluation } from './plain/plainEvaluation.js';
import { largestOf } from './shared/expectedEnd.js';
import { farObservations, farTime } from './shared/farObservations.js';
import { tailLines } from './shared/tailLines.js';

/**
 * The limit AUROC: real limits against real scores.
 *
 * Decided from the validation rows evaluated in fractions, and the network's own lines:
 *
 * - MSP. An input has MSP at most 1/(1 + e^{−g}), g the lead of its top logit; x(t) has at least
 *   1/(1 + (C − 1)e^{−g(t)}) with a lead that grows without bound. So every row is below it in the end:
 *   the AUROC of novelty is 0, however many rows float64 rounds to 1.
 * - MLS. The top logit is a line: −∞, +∞ or a limit that each row's exact score is compared with.
 * - SHE (Euclidean) and MDS. Squares that grow are above every row.
 */
export const limitAuroc: Claim<'detector'> = {
  id: 'limit-auroc',
  title: 'The limit AUROC is that of real limits against real scores',
  source: { paper: 'farfield', label: 'section 4: limit AUROC' },
  kind: 'detector',
  hypotheses: [
    ...commonHypotheses({}),
    'scores: MSP, MLS, SHE (Euclidean) and MDS; MDS where its covariance has a condition number below 1e9',
    'undecided where a row is within 1e-9 of the limit, and not exactly on it',
  ],
  asPrinted: {
    latex:
      '\\lim_{t \\to \\infty} \\operatorname{AUROC}\\big(S(\\mathrm{ID}),\\, S(x(t))\\big) = \\frac{1}{n} \\sum_i \\left( 1[S(x_i) < S_\\infty] + \\tfrac12\\, 1[S(x_i) = S_\\infty] \\right), \\qquad \\text{for MSP } 0',
    plain:
      'Far out, the AUROC of in-distribution rows against the far point settles at the share of rows below the limit of its novelty. For MSP on a saturating tail that is 0, since no input is quite as certain as the limit, although float64 scores may tie with it.',
    expected: 'holds',
    ...guarded(commonConditions({}), check),
    controls: [
      { name: 'a small network', source: SMALL, expected: 'holds' },
      ...controlsOf({}),
      { name: 'an end on the other side', source: SMALL, lie: otherSide, expected: 'fails' },
    ],
    confirm,
    sorts(subject) {
      const scorer = subject.scorerOf(msp);
      const behaviour = subject.behaviourOf(scorer);
      const scores = scorer.score(subject.data.validation);
      return limitAurocOf(behaviour, scores) === float64LimitAuroc(behaviour, scores)
        ? ['reals and float64 agree']
        : ['reals and float64 differ'];
    },
  },
  repaired: null,
};

const DETECTORS: readonly Detector<VariantOptions>[] = [msp, mls, sheEuclidean, mds];

function check(subject: DetectorAnalysis): Outcome {
  let undecided = false;
  for (const detector of DETECTORS) {
    const scorer = subject.scorerOf(detector);
    const expected = expectedAuroc(subject, detector);
    const found = limitAurocOf(subject.behaviourOf(scorer), scorer.score(subject.data.validation));
    if (expected === null || found === null) undecided = true;
    else if (expected !== found) {
      return fails(`${detector.name}: the limit AUROC is ${found}, and ${expected} in fractions`);
    }
  }
  return undecided ? UNDECIDED : HOLDS;
}

/** What the rows and lines say; null where they do not tell. */
function expectedAuroc(
  subject: DetectorAnalysis,
  detector: Detector<VariantOptions>,
): number | null {
  const { logits, activations } = tailLines(subject);
  switch (detector) {
    case msp:
      // The lead over every other class grows: that of any row is passed.
      return 0;
    case mls: {
      const top = largestOf(logits.slope);
      if (top.sign !== 0) return top.sign > 0 ? 0 : 1;
      const level = largestOf(logits.intercept.filter((_, c) => logits.slope[c].sign === 0));
      return shareAbove(subject, level);
    }
    case sheEuclidean:
      return activations.slope.some(({ sign }) => sign !== 0) ? 1 : null;
    default: {
      const { clear, nearest } = mahalanobisEnd(subject);
      return clear && nearest[2].sign > 0 ? 1 : null;
    }
  }
}

/** The share of validation rows whose top logit is above a level, ties counted half: exact. */
function shareAbove({ file, source }: DetectorAnalysis, level: Rational): number | null {
  const still = source.validation.x[0].map(() => 0);
  let above = 0;
  for (const row of source.validation.x) {
    const top = largestOf(plainEvaluation(file, row, still, Rational.zero).logits);
    const difference = top.subtract(level);
    if (difference.sign === 0) above += 0.5;
    else if (Math.abs(difference.toNumber()) <= 1e-9 * (1 + Math.abs(level.toNumber()))) {
      return null;
    } else if (difference.sign > 0) above += 1;
  }
  return above / source.validation.x.length;
}

/** Far out, in numbers: the AUROC of float64 scores against the far point's. */
function confirm(subject: DetectorAnalysis, oracle: Oracle): Confirmation {
  const t = farTime(subject);
  if (t === null) return COULD_NOT_TELL;
  const far = farObservations(subject, oracle, t);
  for (const detector of DETECTORS) {
    const scorer = subject.scorerOf(detector);
    const behaviour = subject.behaviourOf(scorer);
    const scores = scorer.score(subject.data.validation);
    const novelty = scorer.score(far)[0];
    const expected = float64LimitAuroc(behaviour, scores);
    // A limit is approached, and a slow growth not seen yet: nothing to tell from.
    const slow = behaviour.growth !== null && Math.abs(novelty) < 1e3 * largestSize(scores);
    const near = scores.some(
      (score) => score !== novelty && Math.abs(score - novelty) < 1e-6 * (1 + Math.abs(score)),
    );
    if (expected === null || slow || near || !Number.isFinite(novelty)) return COULD_NOT_TELL;
    const found = auroc(scores, [novelty]);
    if (found !== expected) {
      return contradicted(
        `${detector.name} has an AUROC of ${found} at t = ${t}, and ${expected} is expected`,
      );
    }
  }
  return CONFIRMED;
}

function largestSize(scores: Float64Array): number {
  return scores.reduce((most, score) => Math.max(most, Math.abs(score)), 1);
}

/** Every score ends on the other side of every threshold. */
function otherSide(subject: DetectorAnalysis): DetectorAnalysis {
  return aboutBehaviour(subject, (honest) => {
    const end = honest.bounds.upper === Infinity ? -Infinity : Infinity;
    return { ...honest, limit: end, unattained: null, bounds: { lower: end, upper: end } };
  });
}
