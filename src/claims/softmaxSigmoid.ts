import { Rational } from '../exact/rational.js';
import type { Claim } from './claim.js';
import { guarded } from './condition.js';
import { TWO_CLASSES, wordsOf } from './conditions.js';
import { aboutProbabilities } from './controls/lies.js';
import type { LogitsAnalysis } from './logitsAnalysis.js';
import { fails, HOLDS, type Outcome } from './outcome.js';
import { plainSoftmax } from './plain/plainSoftmax.js';
import { ExponentialSum } from './shared/exponentialSum.js';
import { confirmationOf, showsFailing, showsHolding } from './shared/finding.js';
import { logitExponentials } from './shared/logitExponentials.js';

/**
 * Paper A, appendix A.1: for two classes the softmax is a sigmoid.
 *
 * Decided: p_1 = e^{f_1}/(e^{f_0} + e^{f_1}) and σ(d) = e^d/(1 + e^d), d = f_1 − f_0, are equal iff
 * e^{f_1}(1 + e^d) − e^d(e^{f_0} + e^{f_1}) = 0, an equation between exponentials of fractions.
 */
export const softmaxSigmoid: Claim<'logits'> = {
  id: 'softmax-sigmoid',
  title: 'For two classes the softmax is a sigmoid',
  source: { paper: 'A', label: 'Appendix A.1' },
  kind: 'logits',
  hypotheses: wordsOf([TWO_CLASSES]),
  asPrinted: {
    latex:
      'C = 2: \\quad p_\\theta(y = 1 \\mid x) = \\sigma\\big(f_\\theta(x)_1 - f_\\theta(x)_0\\big), \\qquad \\sigma(x) = \\frac{e^x}{1 + e^x}',
    plain: 'With two classes, the probability of one is the sigmoid of the difference of logits.',
    expected: 'holds',
    ...guarded([TWO_CLASSES], conclude),
    controls: [
      { name: 'two classes', source: { logits: [[0, 1]] }, expected: 'holds' },
      { name: 'three classes', source: { logits: [[0, 1, 2]] }, expected: 'skipped' },
      {
        name: 'a probability that is a little off',
        source: { logits: [[0, 1]] },
        lie: aboutProbabilities((p) => p * (1 + 1e-9)),
        expected: 'fails',
      },
    ],
    confirm: ({ logits }, oracle, decided) => {
      const { logProbabilities } = oracle.at(logits);
      for (const [k, [zero, one]] of logits.entries()) {
        const difference = Rational.of(one).subtract(Rational.of(zero)).toNumber();
        // ln σ(d) = −ln(1 + e^{−d}), written so that neither sign of d overflows.
        const expected = Math.min(difference, 0) - Math.log1p(Math.exp(-Math.abs(difference)));
        const found = logProbabilities[k][1];
        if (found === expected) continue;
        if (!(Math.abs(found - expected) <= 1e-14 * (1 + Math.abs(expected)))) {
          const what = `ln p_1 = ${found}, but ln σ(f_1 − f_0) = ${expected}`;
          return confirmationOf(showsFailing(what), decided);
        }
      }
      return confirmationOf(showsHolding('ln p_1 = ln σ(f_1 − f_0)'), decided);
    },
  },
  repaired: null,
};

/**
 * The identity between exponentials, exactly; and the probability that the engine gives, which must
 * lie within what rounding allows of the enclosed σ(f_1 − f_0).
 */
function conclude({ logits, probabilities }: LogitsAnalysis): Outcome {
  for (const [k, row] of logits.entries()) {
    const sigmoid = plainSoftmax([0, Rational.of(row[1]).subtract(Rational.of(row[0])).toNumber()]);
    const p = probabilities[k][1];
    const allowed = 1e-14 * p + 1e-300;
    if (
      sigmoid !== null &&
      !(p >= sigmoid[1].lower.toNumber() - allowed && p <= sigmoid[1].upper.toNumber() + allowed)
    ) {
      return fails(`p_1 = ${p} for logits (${row.join(', ')}), not σ(f_1 − f_0)`);
    }
  }
  for (const row of logits) {
    const { numerators, sum } = logitExponentials(row);
    const difference = Rational.of(row[1]).subtract(Rational.of(row[0]));
    const power = ExponentialSum.of(difference, new Rational(1n, 1n));
    const left = numerators[1].multiply(ExponentialSum.one.add(power));
    if (!left.subtract(power.multiply(sum)).isZero) {
      return fails(`p_1 and σ(f_1 − f_0) differ for logits (${row.join(', ')})`);
    }
  }
  return HOLDS;
}
