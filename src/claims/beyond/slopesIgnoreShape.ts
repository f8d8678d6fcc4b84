import { Real } from '../../exact/real.js';
import type { Claim } from '../claim.js';
import { guarded } from '../condition.js';
import { wordsOf } from '../conditions.js';
import type { Confirmation } from '../confirmation.js';
import { answering } from '../controls/lies.js';
import type { Oracle } from '../oracle.js';
import { type Decision, fails, HOLDS, type Outcome, UNDECIDED } from '../outcome.js';
import { confirmationOf, type Finding, showsFailing, showsHolding } from '../shared/finding.js';
import { isTelling } from '../shared/rounding.js';
import { WITHOUT_NORM } from './conditions.js';
import {
  aboutExpandedTail,
  GELU,
  LAYER_NORM,
  oneMoreReal,
  SMOOTH_TIE,
  STILL,
} from './controlCases.js';
import { FAR, firstApart, isWithin, listed } from './farOut.js';
import type { SmoothAnalysis } from './smoothAnalysis.js';

/**
 * Section 7: slopes do not see the shape of activations.
 *
 * Decided against a second recursion, of the file with a table of asymptotes of its own: the
 * slopes of the expansions and of the bias-free network are its fractions exactly, the intercepts'
 * enclosures have a number in common with its; and the file, evaluated in enclosures at t = 2^80, is
 * within a + t·b up to the second recursion's remainder, which falls with t.
 */
export const slopesIgnoreShape: Claim<'smooth'> = {
  id: 'slopes-ignore-shape',
  title: 'Slopes see neither biases nor the shape of activations',
  source: { paper: 'farfield', label: 'section 7: activations with asymptotes' },
  kind: 'smooth',
  hypotheses: [
    ...wordsOf([WITHOUT_NORM]),
    'undecided where some unit has not reached the side it goes to at t = 2^80',
  ],
  asPrinted: {
    latex:
      "f(x' + t v) = a + t\\, f_0(v) + o(1), \\qquad f_0 = f \\text{ without biases, each } \\sigma \\text{ replaced by } \\sigma_0(x) = m_\\pm x",
    plain:
      'Far out every unit follows one of the two lines its activation approaches. So logits grow at the rates of the network without biases whose activations are those lines, exactly: a GELU network has the slopes of the ReLU network with its weights.',
    expected: 'holds',
    ...guarded([WITHOUT_NORM], conclude),
    controls: [
      { name: 'a GELU', source: GELU, expected: 'holds' },
      { name: 'slopes that tie', source: SMOOTH_TIE, expected: 'holds' },
      { name: 'units that do not move', source: STILL, expected: 'holds' },
      { name: 'a layer norm', source: LAYER_NORM, expected: 'skipped' },
      {
        name: 'another slope',
        source: GELU,
        lie: aboutExpandedTail(({ slope }) => ({ slope: oneMoreReal(slope!) })),
        expected: 'fails',
      },
      {
        name: 'another intercept',
        source: STILL,
        lie: aboutExpandedTail(({ intercept }) => ({ intercept: oneMoreReal(intercept!) })),
        expected: 'fails',
      },
      {
        name: 'a bias-free network with another slope',
        source: GELU,
        lie: (subject) => answering(subject, { slopes: () => oneMoreReal(subject.slopes!) }),
        expected: 'fails',
      },
    ],
    confirm: (subject, oracle, decided) => confirmLines(subject, oracle, decided),
  },
  repaired: null,
};

function conclude(subject: SmoothAnalysis): Outcome {
  const { tail, slopes } = subject;
  const germs = subject.germsAt(FAR);
  const wrong = germs.findIndex(({ slope }, c) =>
    [tail.slope, slopes].some((found) => found?.[c].rational?.compare(slope) !== 0),
  );
  if (wrong !== -1) {
    return fails(
      `f₀(v)_${wrong} = ${germs[wrong].slope}, but the expansion has ${tail.slope?.[wrong]} and the bias-free network ${slopes?.[wrong]}`,
    );
  }
  const intercepts = germs.map(({ intercept }) => intercept);
  if (!tail.intercept || firstApart(tail.intercept, intercepts) !== -1) {
    return fails(
      `the intercepts are ${listed(intercepts)}, but the expansion has ${tail.intercept && listed(tail.intercept)}`,
    );
  }
  const rests = germs.map(({ rest }) => rest);
  if (!rests.every(Number.isFinite)) return UNDECIDED;
  const found = subject.logitsAt(FAR);
  const lines = tail.intercept.map((a, c) => a.add(tail.slope![c].multiply(Real.of(FAR))));
  const off = found.findIndex((value, c) => !isWithin(value, lines[c], rests[c]));
  return off === -1
    ? HOLDS
    : fails(
        `f_${off} = ${found[off].toNumber()} at t = ${FAR}, more than ${rests[off]} from a + t·b`,
      );
}

function confirmLines(subject: SmoothAnalysis, oracle: Oracle, decided: Decision): Confirmation {
  return confirmationOf(find(subject, oracle), decided);
}

/** Log-odds at finite t are those of the lines, up to the remainders. */
function find(subject: SmoothAnalysis, oracle: Oracle): Finding {
  const { slope, intercept } = subject.tail;
  if (!slope || !intercept) return null;
  let seen = false;
  for (const t of [2 ** 10, 2 ** 20]) {
    const germs = subject.germsAt(t);
    const { logProbabilities, rounding } = oracle.observe(subject, t);
    if (!isTelling(rounding)) continue;
    for (let c = 1; c < subject.classes; c++) {
      const allowed = germs[0].rest + germs[c].rest + 4 * rounding + 1e-12;
      if (!(allowed < 0.5)) continue;
      const expected = intercept[c]
        .subtract(intercept[0])
        .add(slope[c].subtract(slope[0]).multiply(Real.of(t)))
        .toNumber();
      const found = logProbabilities[c] - logProbabilities[0];
      if (!(Math.abs(found - expected) <= allowed + 1e-9 * Math.abs(expected))) {
        return showsFailing(
          `the log-odds of class ${c} against 0 are ${found} at t = ${t}, not ${expected}`,
        );
      }
      seen = true;
    }
  }
  return seen ? showsHolding('log-odds far out are those of the lines') : null;
}
