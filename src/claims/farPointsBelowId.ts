import type { Detector, VariantOptions } from '../detectors/detector.js';
import { limitAuroc as limitAurocOf } from '../detectors/infinity/limitAuroc.js';
import { msp } from '../detectors/methods/msp.js';
import { entropy } from '../detectors/methods/uncertaintyDetectors.js';
import { Rational } from '../exact/rational.js';
import type { Claim } from './claim.js';
import { guarded } from './condition.js';
import { COULD_NOT_TELL, type Confirmation } from './confirmation.js';
import { SMALL } from './controls/detectorCases.js';
import { aboutBehaviour } from './controls/detectorLies.js';
import type { DetectorAnalysis } from './detectorAnalysis.js';
import { commonConditions, commonHypotheses, controlsOf } from './infinity/infinityClaim.js';
import type { Oracle } from './oracle.js';
import { type Decision, fails, HOLDS, type Outcome } from './outcome.js';
import { plainEvaluation } from './plain/plainEvaluation.js';
import { farObservations, farTime } from './shared/farObservations.js';
import { confirmationOf, showsFailing, showsHolding } from './shared/finding.js';
import { tailLines } from './shared/tailLines.js';

/**
 * Paper B, section 2: MSP and entropy give far points a smaller novelty than in-distribution ones.
 *
 * An input whose top logit leads by g has MSP at most 1/(1 + e^{−g}) and entropy above 0; on a
 * saturating tail the leads of the top class grow without bound, past that of every row, so that
 * MSP → 1 and H → 0. Decided: each row's lead is finite and that of x(t) exceeds it, by fractions,
 * from a time that is computed; and the limit AUROC of either score, in reals, is 0.
 */
export const farPointsBelowId: Claim<'detector'> = {
  id: 'far-points-below-id',
  title: 'MSP and entropy find far points less novel than in-distribution ones',
  source: { paper: 'B', label: 'Section 2' },
  kind: 'detector',
  hypotheses: commonHypotheses({}),
  asPrinted: {
    latex:
      'p_k(x(t)) \\to 1 \\;\\Longrightarrow\\; \\exists\\, t_0\\ \\forall\\, t \\ge t_0,\\ x \\in \\mathrm{ID}:\\quad S(x(t)) < S(x), \\qquad \\lim_{t \\to \\infty} \\operatorname{AUROC} = 0, \\qquad S \\in \\{\\mathrm{MSP}, \\mathbb{H}\\}',
    plain:
      'Where the network becomes certain, maximum softmax probability and entropy end by finding the far point less novel than every in-distribution input: their AUROC tends to 0. In reals; float64 scores may tie.',
    expected: 'holds',
    ...guarded(commonConditions({}), conclude),
    controls: [
      { name: 'a small network', source: SMALL, expected: 'holds' },
      ...controlsOf({}),
      {
        name: 'a novelty that rises',
        source: SMALL,
        lie: (subject) =>
          aboutBehaviour(subject, (honest) => ({
            ...honest,
            limit: Infinity,
            unattained: null,
            bounds: { lower: Infinity, upper: Infinity },
          })),
        expected: 'fails',
      },
    ],
    confirm,
  },
  repaired: null,
};

const DETECTORS: readonly Detector<VariantOptions>[] = [msp, entropy];

function conclude(subject: DetectorAnalysis): Outcome {
  const leads = leadLines(subject);
  for (const row of subject.source.validation.x) {
    const lead = leadOf(subject, row);
    // Where every lead of x(t) has passed it.
    const t = leads.reduce((latest, { slope, intercept }) => {
      const passed = lead.add(Rational.one).subtract(intercept).divide(slope);
      return passed.compare(latest) > 0 ? passed : latest;
    }, subject.tail.from);
    const far = leadOf(subject, subject.origin, t);
    if (far.compare(lead) <= 0)
      return fails('the lead of the far point does not pass that of a row');
  }
  for (const detector of DETECTORS) {
    const scorer = subject.scorerOf(detector);
    const area = limitAurocOf(subject.behaviourOf(scorer), scorer.score(subject.data.validation));
    if (area !== 0) return fails(`the limit AUROC of ${detector.name} is ${area}`);
  }
  return HOLDS;
}

/** What the top class has more than each other, as lines; every slope is above 0. */
function leadLines(subject: DetectorAnalysis) {
  const { slope, intercept } = tailLines(subject).logits;
  const k = slope.reduce((best, b, c) => (b.compare(slope[best]) > 0 ? c : best), 0);
  return slope.flatMap((b, c) =>
    c === k
      ? []
      : [{ slope: slope[k].subtract(b), intercept: intercept[k].subtract(intercept[c]) }],
  );
}

/** How far the top logit is ahead of the next, at a point or on the ray. Exact. */
function leadOf(
  { file, direction }: DetectorAnalysis,
  row: readonly number[],
  t = Rational.zero,
): Rational {
  const { logits } = plainEvaluation(file, row, direction, t);
  const falling = [...logits].sort((x, y) => y.compare(x));
  return falling[0].subtract(falling[1]);
}

/** Far out in numbers: no row has a smaller novelty than the far point. */
function confirm(subject: DetectorAnalysis, oracle: Oracle, decided: Decision): Confirmation {
  const t = farTime(subject);
  if (t === null) return COULD_NOT_TELL;
  const far = farObservations(subject, oracle, t);
  for (const detector of DETECTORS) {
    const scorer = subject.scorerOf(detector);
    const [novelty] = scorer.score(far);
    const below = scorer.score(subject.data.validation).find((score) => score < novelty);
    if (below === undefined) continue;
    // Rows may be as certain as the far point is yet.
    return novelty - below < 1e-6
      ? COULD_NOT_TELL
      : confirmationOf(
          showsFailing(`${detector.name} of a row is ${below}, and ${novelty} at t = ${t}`),
          decided,
        );
  }
  return confirmationOf(showsHolding('no row is less novel than the far point'), decided);
}
