import { argmaxRows, type Batch } from '../detectors/batch.js';
import { Classifier } from '../detectors/classifier.js';
import type { Detector, VariantOptions } from '../detectors/detector.js';
import { cea } from '../detectors/methods/cea.js';
import { ebo } from '../detectors/methods/ebo.js';
import { msp } from '../detectors/methods/msp.js';
import { odin } from '../detectors/methods/odin.js';
import { reAct } from '../detectors/methods/reAct.js';
import { sheEuclidean } from '../detectors/methods/she.js';
import type { Claim } from './claim.js';
import { COULD_NOT_TELL, type Confirmation } from './confirmation.js';
import { SMALL } from './controls/detectorCases.js';
import { answering } from './controls/lies.js';
import type { DetectorAnalysis } from './detectorAnalysis.js';
import type { Oracle } from './oracle.js';
import { type Decision, fails, HOLDS, type Outcome } from './outcome.js';
import { farObservations } from './shared/farObservations.js';
import { confirmationOf, showsFailing, showsHolding } from './shared/finding.js';

/**
 * Paper B, section 5: CEA is post-hoc.
 *
 * The classifier is asked for the logits of all rows and of points on the ray before anything is
 * fitted, CEA is fitted on it with several scores and scores everything, and the logits are asked
 * for again: bit for bit the same, with the data as they were. Exact: doubles are compared.
 */
export const posthocKeepsPredictions: Claim<'detector'> = {
  id: 'posthoc-keeps-predictions',
  title: 'CEA does not change predictions',
  source: { paper: 'B', label: 'Section 5' },
  kind: 'detector',
  hypotheses: [],
  asPrinted: {
    latex:
      '\\arg\\max_c f_c^{\\text{with CEA}}(x) = \\arg\\max_c f_c(x) \\qquad \\text{for every input } x',
    plain:
      'CEA adds a term to the out-of-distribution score and leaves the network alone: logits, and so predicted classes, are those of the network without it.',
    expected: 'holds',
    check,
    controls: [
      { name: 'a small network', source: SMALL, expected: 'holds' },
      {
        name: 'a classifier that answers otherwise once CEA is fitted',
        source: SMALL,
        lie: otherLogits,
        expected: 'fails',
      },
    ],
    confirm,
  },
  repaired: null,
};

const BASES: readonly Detector<VariantOptions>[] = [msp, ebo, reAct, sheEuclidean, odin];
const SCALES = [0, 1, 1000];

function check(subject: DetectorAnalysis): Outcome {
  const { source, network, origin, direction } = subject;
  const before = JSON.stringify(source);
  const inputs = [
    ...source.train.x,
    ...source.validation.x,
    ...SCALES.map((t) => origin.map((x, d) => x + t * direction[d])),
  ];
  const without = new Classifier(network).observe(inputs).logits;
  const classifier = subject.data.classifier!;
  for (const base of BASES) {
    const scorer = subject.scorerOf(cea(base));
    const observed = classifier.observe(inputs);
    scorer.score(observed);
    const difference =
      firstDifference(without, observed.logits) ??
      firstDifference(without, classifier.observe(inputs).logits);
    if (difference !== null) return fails(`with CEA(${base.name}), ${difference}`);
  }
  return JSON.stringify(source) === before ? HOLDS : fails('fitting changed the data');
}

function firstDifference(without: Batch, withCea: Batch): string | null {
  const place = without.values.findIndex((value, i) => !Object.is(value, withCea.values[i]));
  if (place === -1) return null;
  const row = Math.floor(place / without.columns);
  const [before, after] = [without, withCea].map((logits) => argmaxRows(logits)[row]);
  return `row ${row} has logit ${withCea.values[place]} for ${without.values[place]}; predicted class ${after}, without CEA ${before}`;
}

/** The subject with a classifier that is one unit in the last place off in one logit. */
function otherLogits(subject: DetectorAnalysis): DetectorAnalysis {
  const { data } = subject;
  const classifier = answering(data.classifier!, {
    observe: () => (inputs) => {
      const observed = data.classifier!.observe(inputs);
      const values = observed.logits.values.slice();
      values[0] = values[0] * (1 + 2 ** -52) + Number.MIN_VALUE;
      return { ...observed, logits: { ...observed.logits, values } };
    },
  });
  const lie = { ...data, classifier };
  return answering(subject, { data: () => lie });
}

/** The class the oracle finds most probable is the one predicted after CEA was fitted. */
function confirm(subject: DetectorAnalysis, oracle: Oracle, decided: Decision): Confirmation {
  const { origin } = subject;
  subject.scorerOf(cea(msp));
  const { logits } = farObservations(subject, oracle, 0);
  const predicted = argmaxRows(subject.data.classifier!.observe([origin]).logits)[0];
  const lead = Math.max(...logits.values) - logits.values[predicted];
  // Rounding may part classes that are tied.
  if (lead > 0 && lead < 1e-9 * (1 + Math.abs(logits.values[predicted]))) return COULD_NOT_TELL;
  const what = `class ${predicted} is predicted with CEA, ${lead} below the largest logit`;
  return confirmationOf(lead > 0 ? showsFailing(what) : showsHolding(what), decided);
}
