import { Real } from '../../exact/real.js';
import type { Claim } from '../claim.js';
import { guarded } from '../condition.js';
import { wordsOf } from '../conditions.js';
import type { Oracle } from '../oracle.js';
import { fails, HOLDS, type Outcome, UNDECIDED } from '../outcome.js';
import { confirmationOfAll } from '../shared/finding.js';
import { HAS_CLASSES, MOVES_THE_NORM } from './conditions.js';
import {
  aboutExpandedTail,
  BLIND_NORM,
  BYPASS,
  LAYER_NORM,
  NORM_OF_ONE_OUTPUT,
  swapped,
} from './controlCases.js';
import { softmaxOn } from './enclosedSoftmax.js';
import { FAR, findLimit, firstApart, isWithin, listed } from './farOut.js';
import { wrongForgetting } from './forgetting.js';
import { lastNormOf } from './layersOf.js';
import { type PlainGerm, plainGerms } from './plainGerm.js';
import type { SmoothAnalysis } from './smoothAnalysis.js';

/**
 * Section 7: after a norm that every path passes, the limit of p depends on the direction alone.
 *
 * Decided from two origins: the limits that the expansions give have a number in common with the
 * softmax of what the layers after the norm make of g∘c/rms(c) + s, c the slopes that reach the norm,
 * less their mean; and the file, evaluated in enclosures at t = 2^80, is within the remainder of it.
 * How fast the origin is forgotten is asked as well: like 1/t, with the coefficient of the expansions.
 */
export const layerNormLimit: Claim<'smooth'> = {
  id: 'layer-norm-limit',
  title: 'After a norm the limit depends on the direction alone',
  source: { paper: 'farfield', label: 'section 7: normalisation' },
  kind: 'smooth',
  hypotheses: [
    ...wordsOf([HAS_CLASSES, MOVES_THE_NORM]),
    'the second origin differs in every coordinate',
    'undecided where the remainder at t = 2^80 is not small',
  ],
  asPrinted: {
    latex:
      "c = b - \\bar b\\, \\mathbf 1 \\ne 0 \\;\\Longrightarrow\\; \\lim_{t \\to \\infty} p(x' + t v) = \\mathrm{softmax}\\bigl(h(g \\circ c / \\mathrm{rms}(c) + s)\\bigr) \\quad \\forall\\, x'",
    plain:
      'A last layer norm forgets how far out an input is and keeps only in which direction. What the network says at infinity is then the same from every starting point.',
    expected: 'holds',
    ...guarded([HAS_CLASSES, MOVES_THE_NORM], conclude),
    controls: [
      { name: 'a norm under a head', source: LAYER_NORM, expected: 'holds' },
      { name: 'slopes all alike', source: BLIND_NORM, expected: 'skipped' },
      { name: 'a norm with a way around it', source: BYPASS, expected: 'skipped' },
      { name: 'one output', source: NORM_OF_ONE_OUTPUT, expected: 'skipped' },
      {
        name: 'the limits of two classes exchanged',
        source: LAYER_NORM,
        lie: aboutExpandedTail(({ limit }) => ({ limit: swapped(limit!) })),
        expected: 'fails',
      },
      {
        name: 'a limit that is a little off',
        source: LAYER_NORM,
        lie: aboutExpandedTail(({ limit }) => ({
          limit: limit!.map((value) => value.multiply(Real.of(1 + 2 ** -30))),
        })),
        expected: 'fails',
      },
    ],
    confirm: (subject, oracle, decided) =>
      confirmationOfAll(
        [subject, elsewhere(subject)].map((one) => observed(one, oracle)),
        decided,
      ),
  },
  repaired: null,
};

function observed(subject: SmoothAnalysis, oracle: Oracle) {
  return findLimit(subject, limitOfDirection(subject), (t) => offBy(restAt(subject, t)), oracle);
}

/** The same direction from an origin that differs in every coordinate. */
function elsewhere(subject: SmoothAnalysis): SmoothAnalysis {
  return subject.from(subject.origin.map((value, d) => (value > 0 ? -d - 1 : d + 2)));
}

function conclude(subject: SmoothAnalysis): Outcome {
  const limit = limitOfDirection(subject);
  let decided = true;
  for (const one of [subject, elsewhere(subject)]) {
    // The subject itself is asked, so that what it is made to say is heard.
    const found = one.tail.limit;
    const from = `from (${one.origin.join(', ')})`;
    if (!found || firstApart(found, limit) !== -1) {
      return fails(
        `the limit ${from} is ${found && listed(found)}, but that of the direction ${listed(limit)}`,
      );
    }
    const allowed = offBy(restAt(one, FAR));
    if (allowed === null) {
      decided = false;
      continue;
    }
    const probabilities = softmaxOn([...limit.keys()], one.logitsAt(FAR));
    const off = probabilities.findIndex((p, c) => !isWithin(p, limit[c], allowed + 2 ** -60));
    if (off !== -1) {
      return fails(
        `p_${off} = ${probabilities[off].toNumber()} at t = 2^80 ${from}, not near ${limit[off].toNumber()}`,
      );
    }
  }
  const k = limit.reduce((a, value, c) => (value.compare(limit[a]) === 1 ? c : a), 0);
  const wrong = wrongForgetting(subject, elsewhere(subject), k);
  if (wrong !== null) return fails(wrong);
  return decided ? HOLDS : UNDECIDED;
}

function restAt(subject: SmoothAnalysis, t: number): number {
  return Math.max(...subject.germsAt(t).map(({ rest }) => rest));
}

/** Logits within r of others have probabilities within e^2r − 1 of theirs; null where that is much. */
function offBy(rest: number): number | null {
  return rest < 0.1 ? Math.expm1(2 * rest) : null;
}

/** The softmax of what comes after the norm, on the slopes that reach it: no origin is read. */
function limitOfDirection(subject: SmoothAnalysis): Real[] {
  const { norm, after } = lastNormOf(subject.file.layers)!;
  const slopes = subject.slopesAtNorm!.values;
  const reaching: PlainGerm[] = slopes.map((slope) => ({ slope, intercept: Real.zero, rest: 0 }));
  const logits = plainGerms([norm, ...after], reaching, 1).map(({ intercept }) => intercept);
  return softmaxOn([...logits.keys()], logits);
}
