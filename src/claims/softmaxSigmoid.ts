import { Rational } from '../exact/rational.js';
import type { LogitsCase } from './cases.js';
import type { Claim } from './claim.js';
import { fails, HOLDS, OUTSIDE, type Outcome } from './outcome.js';
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
  hypotheses: ['two classes'],
  asPrinted: {
    latex:
      'C = 2: \\quad p_\\theta(y = 1 \\mid x) = \\sigma\\big(f_\\theta(x)_1 - f_\\theta(x)_0\\big), \\qquad \\sigma(x) = \\frac{e^x}{1 + e^x}',
    plain: 'With two classes, the probability of one is the sigmoid of the difference of logits.',
    expected: 'holds',
    check,
    confirm: ({ logits }, oracle, decided) => {
      const { logProbabilities } = oracle.at(logits);
      for (const [k, [zero, one]] of logits.entries()) {
        const difference = Rational.of(one!).subtract(Rational.of(zero!)).toNumber();
        // ln σ(d) = −ln(1 + e^{−d}), written so that neither sign of d overflows.
        const expected = Math.min(difference, 0) - Math.log1p(Math.exp(-Math.abs(difference)));
        const found = logProbabilities[k]![1]!;
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

function check({ logits }: LogitsCase): Outcome {
  if (logits[0]!.length !== 2) return OUTSIDE;
  for (const row of logits) {
    const { numerators, sum } = logitExponentials(row);
    const difference = Rational.of(row[1]!).subtract(Rational.of(row[0]!));
    const power = ExponentialSum.of(difference, new Rational(1n, 1n));
    const left = numerators[1]!.multiply(ExponentialSum.one.add(power));
    if (!left.subtract(power.multiply(sum)).isZero) {
      return fails(`p_1 and σ(f_1 − f_0) differ for logits (${row.join(', ')})`);
    }
  }
  return HOLDS;
}
