import { Rational } from '../../exact/rational.js';
import { Real } from '../../exact/real.js';
import type { Claim } from '../claim.js';
import { guarded } from '../condition.js';
import { wordsOf } from '../conditions.js';
import { answering } from '../controls/lies.js';
import { fails, HOLDS, type Outcome } from '../outcome.js';
import { confirmationOf } from '../shared/finding.js';
import { HAS_CLASSES } from './conditions.js';
import { aboutTreesEnd, ONE_OUTPUT_TREES, ONE_TREE, SHARED_LEAF, swapped } from './controlCases.js';
import { softmaxOn } from './enclosedSoftmax.js';
import { findLimit, firstApart, listed } from './farOut.js';
import type { TreesAnalysis } from './treesAnalysis.js';

/**
 * Section 7: a sum of decision trees is constant from its last threshold on.
 *
 * The last threshold the ray meets is found in fractions. The sums of the leaves reached just after
 * it, 1 and 2^100 after it are the same exactly, and the limit of the expansions is that sum, or its
 * softmax; it saturates iff the sum leaves one class positive. Thresholds are compared as the real
 * numbers that are stored: an evaluation that rounds inputs to float32 first may turn off elsewhere.
 */
export const treesConstant: Claim<'trees'> = {
  id: 'trees-constant',
  title: 'Decision trees are constant far out',
  source: { paper: 'farfield', label: 'section 7: trees' },
  kind: 'trees',
  hypotheses: [
    ...wordsOf([HAS_CLASSES]),
    'thresholds are compared in real arithmetic; questions are x ≤ c, and others turn into them',
  ],
  asPrinted: {
    latex:
      "f(x' + t v) = \\lim_{s \\to \\infty} f(x' + s v) \\quad \\forall\\, t > t^* = \\max \\frac{c - x'_d}{v_d}; \\qquad p \\text{ one-hot} \\iff \\text{the last leaves leave one class positive}",
    plain:
      'Beyond the last threshold nothing changes any more: forests and boosted trees end in a constant, certain only where their last leaves together name one class.',
    expected: 'holds',
    ...guarded([HAS_CLASSES], conclude),
    controls: [
      { name: 'one tree that names a class', source: ONE_TREE, expected: 'holds' },
      { name: 'a leaf that shares', source: SHARED_LEAF, expected: 'holds' },
      { name: 'one output', source: ONE_OUTPUT_TREES, expected: 'skipped' },
      {
        name: 'a last threshold that is too early',
        source: ONE_TREE,
        lie: (subject) =>
          answering(subject, { from: () => subject.from.subtract(new Rational(1n, 2n)) }),
        expected: 'fails',
      },
      {
        name: 'the limits of two classes exchanged',
        source: SHARED_LEAF,
        lie: aboutTreesEnd(({ limit }) => ({ limit: swapped(limit!) })),
        expected: 'fails',
      },
      {
        name: 'a constant said to be certain',
        source: SHARED_LEAF,
        lie: aboutTreesEnd(() => ({ regime: 'saturating' })),
        expected: 'fails',
      },
    ],
    confirm: (subject, oracle, decided) =>
      confirmationOf(
        findLimit(
          subject,
          limitOf(subject),
          (t) => (subject.from.toNumber() < t ? 0 : null),
          oracle,
        ),
        decided,
      ),
  },
  repaired: null,
};

const SOON = new Rational(1n, 1n << 60n);
const LATER = [Rational.of(1), Rational.of(2 ** 100)];

function conclude(subject: TreesAnalysis): Outcome {
  const { from, tail, outputs } = subject;
  const sum = subject.sumAt(from.add(SOON));
  for (const after of LATER) {
    const t = from.add(after);
    const later = subject.sumAt(t);
    const changed = later.findIndex((value, c) => value.compare(sum[c]) !== 0);
    if (changed !== -1) {
      return fails(
        `class ${changed} has ${sum[changed]} just after t = ${from}, but ${later[changed]} at ${t}`,
      );
    }
  }
  const limit = limitOf(subject);
  if (!tail.limit || firstApart(tail.limit, limit) !== -1) {
    return fails(
      `the leaves add up to ${listed(limit)}, but the limit is ${tail.limit && listed(tail.limit)}`,
    );
  }
  const positive = outputs === 'logits' ? sum.length : sum.filter(({ sign }) => sign > 0).length;
  const regime = positive === 1 ? 'saturating' : positive === sum.length ? 'flat' : 'tied';
  return tail.regime === regime
    ? HOLDS
    : fails(`${positive} classes keep a positive share: ${regime}, not ${tail.regime}`);
}

/** The sum of the leaves after the last threshold, or its softmax. */
function limitOf(subject: TreesAnalysis): Real[] {
  const sum = subject.sumAt(subject.from.add(Rational.of(1))).map(Real.ofRational);
  return subject.outputs === 'logits' ? softmaxOn([...sum.keys()], sum) : sum;
}
