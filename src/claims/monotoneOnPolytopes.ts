import { Rational } from '../exact/rational.js';
import type { Claim } from './claim.js';
import { guarded } from './condition.js';
import { MOVES_ONE_COORDINATE, OFF_BOUNDARIES, SEVERAL_CLASSES, wordsOf } from './conditions.js';
import {
  ALL_MOVE,
  ON_BOUNDARY,
  ONE_CLASS,
  SATURATING,
  THREE_OF_ONE,
  WHOLE,
} from './controls/cases.js';
import { aboutTail, equalRows } from './controls/lies.js';
import type { Oracle } from './oracle.js';
import { fails, HOLDS, type Outcome, UNDECIDED } from './outcome.js';
import { endsOf } from './perturbed/ends.js';
import { exactly } from './perturbed/line.js';
import type { PerturbedRay } from './perturbed/perturbedRay.js';
import { valueAt } from './perturbed/span.js';
import { plainStep } from './plain/plainStep.js';
import type { RayAnalysis } from './rayAnalysis.js';
import { findTailProbabilities } from './shared/confirmTail.js';
import { describeSubject, short } from './shared/describe.js';
import { confirmationOf, type Finding, showsFailing, showsHolding } from './shared/finding.js';
import { movementAt, movementOf } from './shared/monotone.js';
import { isTelling } from './shared/rounding.js';

const GIVEN = [SEVERAL_CLASSES, MOVES_ONE_COORDINATE, OFF_BOUNDARIES];

/**
 * Paper B, section 2: networks are component-wise strictly monotonic on each of their polytopes.
 *
 * Decided on the polytope in which a ray ends. p_c moves with x_d as Σ p_c'(V_cd − V_c'd), a sum of
 * exponentials: its sign at four times of the tail, and for all large t. The statement fails if some
 * probability does not move at all, or moves both ways. Repaired: on each polytope f is affine, so
 * that every logit is monotonic, though not strictly: decided by evaluating f at a step along every
 * input.
 */
export const monotoneOnPolytopes: Claim<'ray'> = {
  id: 'monotone-on-polytopes',
  title: 'Networks are strictly monotonic on each of their polytopes',
  source: { paper: 'B', label: 'Section 2' },
  kind: 'ray',
  hypotheses: wordsOf(GIVEN),
  asPrinted: {
    latex:
      'p_\\theta \\text{ is component-wise strictly monotonic on each linear region } Q \\text{ of } f_\\theta',
    plain:
      'On each polytope on which the network is affine, every class probability strictly grows or strictly falls with every input.',
    expected: 'refuted',
    ...guarded<RayAnalysis>(GIVEN, concludeStrict),
    controls: [
      { name: 'two logits that move apart', source: ALL_MOVE, expected: 'holds' },
      { name: 'a network of one class', source: ONE_CLASS, expected: 'skipped' },
      { name: 'a ray along two coordinates', source: WHOLE, expected: 'skipped' },
      { name: 'a unit on a kink for ever', source: ON_BOUNDARY, expected: 'skipped' },
      { name: 'three speeds', source: THREE_OF_ONE, expected: 'fails' },
    ],
    confirm: (subject, oracle, decided) => confirmationOf(findTurn(subject, oracle), decided),
    explain: (subject) => {
      const found = turnOf(subject);
      return [
        ...describeSubject(subject),
        ...(found === null || found === 'undecided' ? [] : [`${found}.`]),
      ];
    },
  },
  repaired: {
    latex:
      'f_\\theta \\text{ is affine on each } Q: \\quad f_c(x + h e_d) - f_c(x) = h V_{cd}, \\text{ monotonic in every input, strictly iff } V_{cd} \\ne 0',
    plain:
      'On each polytope every logit is affine, and so monotonic in every input: strictly, unless its derivative is 0 there.',
    expected: 'holds',
    ...guarded<RayAnalysis>(GIVEN, concludeAffine),
    controls: [
      { name: 'a lead of 1', source: SATURATING, expected: 'holds' },
      { name: 'a network of one class', source: ONE_CLASS, expected: 'skipped' },
      { name: 'a ray along two coordinates', source: WHOLE, expected: 'skipped' },
      { name: 'a unit on a kink for ever', source: ON_BOUNDARY, expected: 'skipped' },
      {
        name: 'a Jacobian that is not that of the tail',
        source: SATURATING,
        lie: aboutTail(equalRows),
        expected: 'fails',
      },
    ],
    confirm: (subject, oracle, decided) =>
      confirmationOf(findTailProbabilities(subject, oracle), decided),
  },
  generic: {
    kind: 'robust',
    expected: 'refuted',
    among: 'shallow',
    statement:
      'with three classes a probability rises first and falls later on one polytope in every network of the box, as the middle one of f = (2x, x, 0) does; and a logit of relu(−x) is constant on x > 0 whatever its weight.',
    failsThroughout: (box) => turnInBox(box) !== null,
    explain: (box) => [`${turnInBox(box)!}, in every network of the box.`],
  },
  flaw: 'The works cited speak of monotonic networks or of affine pieces. An affine map has constant derivatives, which may be 0; and the softmax of an affine map turns where a class in the middle is overtaken.',
};

/** Times after t* at which signs are taken; the turn of (2x, x, 0) from 0 is at 0. */
const TIMES = [0, 1, 2, 8].map((t) => Rational.of(t));

/** A probability that stays or turns, in words; null if there is none. */
function turnOf({ tail, classes, inputs }: RayAnalysis): string | 'undecided' | null {
  let open = false;
  for (let d = 0; d < inputs; d++) {
    const rates = tail.jacobian.map((row) => row[d]);
    for (let c = 0; c < classes; c++) {
      const { onRay } = movementOf(tail, rates, c);
      if (onRay === 0) return `p_${c} does not move with x_${d + 1}`;
      for (const after of TIMES) {
        const t = tail.from.add(after);
        const sign = movementAt(tail, rates, c, t);
        if (sign === null || onRay === null) open = true;
        else if (sign !== onRay) {
          return `∂p_${c}/∂x_${d + 1} is ${WORDS[sign + 1]} at t = ${short(t)} and ${WORDS[onRay + 1]} for all large t, on one polytope`;
        }
      }
    }
  }
  return open ? 'undecided' : null;
}

const WORDS = ['negative', '0', 'positive'];

function concludeStrict(subject: RayAnalysis): Outcome {
  const found = turnOf(subject);
  if (found === 'undecided') return UNDECIDED;
  return found === null ? HOLDS : fails(found);
}

function concludeAffine(subject: RayAnalysis): Outcome {
  const { file, origin, direction, plainTail: plain, tail, inputs } = subject;
  if (plain === null) return UNDECIDED;
  for (let d = 0; d < inputs; d++) {
    const growths = plainStep(file, origin, direction, plain.power, d);
    if (growths === null) return UNDECIDED;
    // The step has a length of its own, the same for every class.
    const c = growths.findIndex((growth, k) => growth.sign !== tail.jacobian[k][d].sign);
    if (c !== -1) return fails(`f_${c} grows by ${short(growths[c])} as x_${d + 1} does`);
    const sum = growths.reduce((x, y) => x.add(y), Rational.zero);
    const rates = tail.jacobian.map((row) => row[d]).reduce((x, y) => x.add(y), Rational.zero);
    const off = growths.findIndex(
      (growth, k) => growth.multiply(rates).compare(sum.multiply(tail.jacobian[k][d])) !== 0,
    );
    if (off !== -1) return fails(`∂f_${off}/∂x_${d + 1} is not V_${off},${d + 1}`);
  }
  return HOLDS;
}

/**
 * Whether numbers show ∂p_c/∂x_d with both signs, or 0, at the times of the check.
 *
 * Where no V_cd − V_c'd has another sign than the derivative at those times, it keeps its sign at
 * all others too, whatever the probabilities: only then do numbers show that p_c is monotonic.
 */
function findTurn(subject: RayAnalysis, oracle: Oracle): Finding {
  const along = oracle.along(subject);
  const from = subject.plain.from * (1 + 2 ** -40) + 2 ** -20;
  const times = [from, from + 1, from + 2, from + 8, 4 * from + 64].filter((t) =>
    isTelling(along.rounding(t)),
  );
  if (times.length === 0) return null;
  let oneWay = true;
  for (let d = 0; d < subject.inputs; d++) {
    const rates = subject.tail.jacobian.map((row) => row[d]);
    for (let c = 0; c < subject.classes; c++) {
      const leads = rates.map((rate) => rates[c].subtract(rate));
      // Not told from the sum below: it underflows where a class far behind moves alone.
      if (leads.every(({ sign }) => sign === 0)) {
        return showsFailing(`p_${c} does not move with x_${d + 1}`);
      }
      const seen = new Set<number>();
      for (const t of times) {
        const logs = Array.from(along.at(t).logProbabilities[0]);
        const most = Math.max(...logs.filter((_, other) => other !== c));
        const terms = leads.map((lead, k) =>
          k === c ? 0 : Math.exp(logs[k] - most) * lead.toNumber(),
        );
        const sum = terms.reduce((x, y) => x + y, 0);
        const size = terms.reduce((x, y) => x + Math.abs(y), 0);
        if (Math.abs(sum) > (1e-9 + 8 * along.rounding(t)) * size) seen.add(Math.sign(sum));
      }
      if (seen.size === 2) return showsFailing(`p_${c} moves both ways with x_${d + 1}`);
      oneWay &&= seen.size === 1 && leads.every(({ sign }) => sign === 0 || seen.has(sign));
    }
  }
  // That a class in the middle turns nowhere between or beyond these times numbers cannot show.
  return oneWay ? showsHolding('no probability has a derivative of two signs') : null;
}

/**
 * A probability of which some ∂p_c/∂x_d has one sign at one time and the other at a later one, in
 * every network of a box, with no kink between.
 */
function turnInBox(box: PerturbedRay): string | null {
  if (box.classes < 2 || box.source.direction.filter((v) => v !== 0).length !== 1) return null;
  const path = box.between(0, LATE);
  if (path.mayCrossKink || box.tail.mayStayOnKink) return null;
  for (let d = 0; d < box.inputs; d++) {
    for (let c = 0; c < box.classes; c++) {
      const signs = [0, LATE].map((t) => signInBox(box, c, d, t));
      if (signs[0] !== null && signs[1] !== null && signs[0] !== signs[1]) {
        return `∂p_${c}/∂x_${d + 1} is ${WORDS[signs[0] + 1]} at t = 0 and ${WORDS[signs[1] + 1]} at t = ${LATE}`;
      }
    }
  }
  return null;
}

const LATE = 8;

/** The sign of Σ e^{f_c'}(V_cd − V_c'd) at one time throughout a box; null if not known. */
function signInBox(box: PerturbedRay, c: number, d: number, t: number): 1 | -1 | null {
  const path = box.between(0, LATE);
  const { logits } = path;
  const values = logits.map((line) => endsOf(valueAt(line, exactly(t))));
  const shift = Math.max(...values.map(({ upper }) => upper));
  let [lower, upper] = [0, 0];
  logits.forEach((_, other) => {
    if (other === c) return;
    const lead = endsOf(box.lead(path, c, other).gradient[d]);
    const weight = [values[other].lower, values[other].upper].map((value) =>
      Math.exp(value - shift),
    );
    const products = [lead.lower, lead.upper].flatMap((rate) => weight.map((w) => w * rate));
    lower += Math.min(...products);
    upper += Math.max(...products);
  });
  const room = 1e-9 * (Math.abs(lower) + Math.abs(upper));
  if (lower > room) return 1;
  return upper < -room ? -1 : null;
}
