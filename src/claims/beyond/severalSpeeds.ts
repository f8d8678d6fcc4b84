import { Real } from '../../exact/real.js';
import type { Claim } from '../claim.js';
import { guarded } from '../condition.js';
import { wordsOf } from '../conditions.js';
import { fails, HOLDS, type Outcome, UNDECIDED } from '../outcome.js';
import { confirmationOf } from '../shared/finding.js';
import { HAS_CLASSES } from './conditions.js';
import {
  aboutCurveEnd,
  ONE_OUTPUT_CURVE,
  SLOWER_DECIDES,
  TIED_KEYS,
  TWO_SPEEDS,
} from './controlCases.js';
import { findLimit, firstApart, isWithin, listed } from './farOut.js';
import type { SpeedsAnalysis } from './speedsAnalysis.js';

/** A power of 4 so far out that √t outgrows what one rounding tells apart. */
const FAR_ON_CURVE = 2 ** 200;

/**
 * Section 7: features that grow at several speeds, decided lexicographically.
 *
 * Units are sums of powers of t, compared by the fastest first; of keys of attention those keep a
 * share whose scores tie in every positive power, as softmax of their constants. The limit that the
 * expansions give has a number in common with what this second recursion gives, with the same
 * classes; and the probabilities evaluated in enclosures far out are near it.
 */
export const severalSpeeds: Claim<'speeds'> = {
  id: 'several-speeds',
  title: 'Several speeds are decided by the fastest that differs',
  source: { paper: 'farfield', label: 'section 7: products, gates, attention' },
  kind: 'speeds',
  hypotheses: [
    ...wordsOf([HAS_CLASSES]),
    'undecided where enclosures do not tell apart what is not equal',
    'the network is piecewise affine; attention, if any, has one query',
  ],
  asPrinted: {
    latex:
      "x(t) = x' + \\sum_i t^{r_i} v_i: \\quad \\lim p = \\mathrm{softmax}(a_T) \\text{ on } T = \\operatorname*{arg\\,max}_c{}^{\\mathrm{lex}} (b_{1c}, \\dots, b_{mc}), \\quad 0 \\text{ elsewhere}",
    plain:
      'Where features grow at different speeds, classes (and keys of attention) are compared by the fastest power of t first; those level in all of them share by their constants.',
    expected: 'holds',
    ...guarded([HAS_CLASSES], conclude),
    controls: [
      { name: 'the faster decides', source: TWO_SPEEDS, expected: 'holds' },
      {
        name: 'the slower decides where the faster ties',
        source: SLOWER_DECIDES,
        expected: 'holds',
      },
      { name: 'keys that share', source: TIED_KEYS, expected: 'holds' },
      { name: 'one output', source: ONE_OUTPUT_CURVE, expected: 'skipped' },
      {
        name: 'the slower speed said to decide',
        source: TWO_SPEEDS,
        lie: aboutCurveEnd(({ limit }) => ({
          top: [1],
          limit: limit!.map((_, c) => (c === 1 ? Real.one : Real.zero)),
        })),
        expected: 'fails',
      },
      {
        name: 'tied keys of which the first is given all',
        source: TIED_KEYS,
        lie: aboutCurveEnd(({ limit }) => ({
          limit: limit!.map((_, c) => Real.of(c === 0 ? 0.25 : 0.75)),
        })),
        expected: 'fails',
      },
    ],
    confirm: (subject, oracle, decided) =>
      confirmationOf(
        findLimit(
          subject,
          subject.end!.limit,
          (t) => (subject.isSettledAt(t) ? NEAR : null),
          oracle,
        ),
        decided,
      ),
  },
  repaired: null,
};

function conclude(subject: SpeedsAnalysis): Outcome {
  const { tail, end } = subject;
  if (end === null || tail.regime === 'unknown') return UNDECIDED;
  const { top, limit } = end;
  if (tail.top?.join() !== top.join()) {
    return fails(`the expansions leave classes ${tail.top?.join()}, the recursion ${top.join()}`);
  }
  if (!tail.limit || firstApart(tail.limit, limit) !== -1) {
    return fails(
      `the limit is ${listed(limit)}, but the expansions have ${tail.limit && listed(tail.limit)}`,
    );
  }
  // What differs by less than any t shows is decided by the two recursions alone.
  if (!subject.isSettledAt(FAR_ON_CURVE)) return HOLDS;
  const found = subject.probabilitiesAt(FAR_ON_CURVE);
  const off = found.findIndex((p, c) => !isWithin(p, limit[c], NEAR));
  return off === -1
    ? HOLDS
    : fails(`p_${off} = ${found[off].toNumber()} at t = 2^200, not ${limit[off].toNumber()}`);
}

/** What is left there of what decays exponentially in √t, and of enclosures. */
const NEAR = 1e-9;
