import { Rational } from '../exact/rational.js';
import type { Claim } from './claim.js';
import { type Condition, guarded } from './condition.js';
import { TWO_CLASSES, wordsOf } from './conditions.js';
import { aboutProbabilities } from './controls/lies.js';
import { LogitsAnalysis } from './logitsAnalysis.js';
import type { Oracle } from './oracle.js';
import { fails, HOLDS, type Outcome } from './outcome.js';
import { plainSoftmax } from './plain/plainSoftmax.js';
import { confirmationOf, type Finding, showsFailing, showsHolding } from './shared/finding.js';

const SEVERAL_INPUTS: Condition<LogitsAnalysis> = {
  words: 'at least two inputs (the rows of logits)',
  meets: ({ logits }) => logits.length >= 2,
};

const GIVEN = [TWO_CLASSES, SEVERAL_INPUTS];

/** Powers of 2, so that dividing by them rounds nothing. */
const TEMPERATURES = [0.25, 0.5, 2, 16];

/** Three inputs of two classes. */
const THREE = {
  logits: [
    [0, 1],
    [3, 0],
    [0, 2],
  ],
};

/**
 * Paper B, appendix E: temperature scaling and the AUROC.
 *
 * For two classes MSP = σ(|f_0 − f_1|), which a temperature T turns into σ(|f_0 − f_1|/T): it keeps
 * the order of all inputs, and the AUROC is a function of the order. Decided for every pair of
 * inputs: their order by |f_0 − f_1|, in fractions, is that of their MSPs at each temperature, which
 * are enclosed; and the MSPs that the engine computes do not reverse it, though they may tie.
 */
export const temperatureTwoClasses: Claim<'logits'> = {
  id: 'temperature-two-classes',
  title: 'For two classes a temperature leaves the AUROC of MSP as it is',
  source: { paper: 'B', label: 'Appendix E' },
  kind: 'logits',
  hypotheses: wordsOf(GIVEN),
  asPrinted: {
    latex:
      'C = 2,\\ T > 0: \\quad \\max_c \\bar\\sigma(f/T)_c = \\sigma\\!\\big(|f_0 - f_1|/T\\big) \\;\\Longrightarrow\\; \\operatorname{AUROC}\\big(\\max_c \\bar\\sigma(f/T)_c\\big) = \\operatorname{AUROC}\\big(\\max_c \\bar\\sigma(f)_c\\big)',
    plain:
      'With two classes, dividing the logits by a temperature does not change which of two inputs has the larger maximum softmax probability, so that no AUROC changes. In reals; where float64 saturates it can.',
    expected: 'holds',
    ...guarded(GIVEN, conclude),
    controls: [
      { name: 'three inputs', source: THREE, expected: 'holds' },
      {
        name: 'three classes',
        source: {
          logits: [
            [0, 1, 2],
            [3, 0, 0],
          ],
        },
        expected: 'skipped',
      },
      { name: 'one input', source: { logits: [[0, 1]] }, expected: 'skipped' },
      {
        name: 'certain inputs said to be undecided',
        source: THREE,
        lie: aboutProbabilities((p) => (p > 0.9 ? 0.5 : p)),
        expected: 'fails',
      },
    ],
    confirm: ({ logits }, oracle, decided) => confirmationOf(find(logits, oracle), decided),
    failsPlainly: (source) => conclude(new LogitsAnalysis(source)).status === 'fails',
  },
  repaired: null,
};

function conclude(subject: LogitsAnalysis): Outcome {
  const { logits, probabilities } = subject;
  const leads = logits.map(leadOf);
  const computed = probabilities.map((p) => Math.max(...Array.from(p)));
  const enclosed = TEMPERATURES.map((T) =>
    logits.map((row) => {
      const p = plainSoftmax(row.map((logit) => logit / T));
      return p && (p[0].lower.compare(p[1].lower) > 0 ? p[0] : p[1]);
    }),
  );
  for (const [i, lead] of leads.entries()) {
    for (let j = 0; j < i; j++) {
      const order = lead.compare(leads[j]);
      if (order * (computed[i] - computed[j]) < -ROUNDING) {
        return fails(`MSP is ${computed[i]} and ${computed[j]} for leads the other way round`);
      }
      for (const [n, at] of enclosed.entries()) {
        const [p, q] = [at[i], at[j]];
        if (p === null || q === null) continue;
        const reversed = order >= 0 ? p.upper.compare(q.lower) < 0 : q.upper.compare(p.lower) < 0;
        if (reversed)
          return fails(`the order of inputs ${j} and ${i} turns at T = ${TEMPERATURES[n]}`);
      }
    }
  }
  return HOLDS;
}

const ROUNDING = 1e-14;

/** |f_0 − f_1|. Exact. */
function leadOf([first, second]: readonly number[]): Rational {
  const difference = Rational.of(first).subtract(Rational.of(second));
  return difference.sign < 0 ? difference.negate() : difference;
}

/** Whether numbers keep the order at every temperature, where they can tell two inputs apart. */
function find(logits: LogitsAnalysis['logits'], oracle: Oracle): Finding {
  let seen = false;
  // ln(1 − MSP) tells inputs apart where MSP rounds to 1.
  const rest = (T: number) =>
    oracle
      .at(logits.map((row) => row.map((logit) => logit / T)))
      .logProbabilities.map((row) => Math.min(...Array.from(row)));
  const plain = rest(1);
  for (const T of TEMPERATURES) {
    const scaled = rest(T);
    for (let i = 0; i < plain.length; i++) {
      for (let j = 0; j < i; j++) {
        const [before, after] = [plain[i] - plain[j], scaled[i] - scaled[j]];
        const slack = 1e-12 * (1 + Math.abs(plain[i]) + Math.abs(scaled[i]));
        if (Math.abs(before) <= slack || Math.abs(after) <= slack) continue;
        if (Math.sign(before) !== Math.sign(after)) {
          return showsFailing(`inputs ${j} and ${i} change places at T = ${T}`);
        }
        seen = true;
      }
    }
  }
  return seen ? showsHolding('no two inputs change places at any temperature') : null;
}
