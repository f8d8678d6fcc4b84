import { Rational } from '../exact/rational.js';
import type { Box } from '../tail/box.js';
import type { RayCase } from './cases.js';
import type { Claim } from './claim.js';
import { guarded } from './condition.js';
import { SATURATES, SEVERAL_CLASSES, wordsOf } from './conditions.js';
import type { Confirmation } from './confirmation.js';
import { networkOf, ONE_CLASS, ray, SATURATING, TIED } from './controls/cases.js';
import { answering } from './controls/lies.js';
import type { Oracle } from './oracle.js';
import { type Decision, fails, HOLDS, type Outcome, UNDECIDED } from './outcome.js';
import { plainEvaluation } from './plain/plainEvaluation.js';
import type { RayAnalysis } from './rayAnalysis.js';
import { confirmationOf, type Finding, showsFailing, showsHolding } from './shared/finding.js';
import { isTelling } from './shared/rounding.js';

/**
 * The danger scale bound over a box of inputs, at inputs of it.
 *
 * From the corners of the box, its middle and the ray's own origin the network is evaluated in
 * fractions, layer by layer, at the bound B, B + 1 and 2B + 3. Decided: the three lie on a line,
 * so that no piece begins later than B; no rival gains on the top class; and Σ e^{f_c − f_k} is at most
 * ε/(1 − ε) at B, by enclosures of the exponentials, which is p_k ≥ 1 − ε.
 */
export const boxBound: Claim<'ray'> = {
  id: 'box-bound',
  title: 'The bound over a box holds from every input of it',
  source: { paper: 'farfield', label: 'section 1: danger scale over a box' },
  kind: 'ray',
  hypotheses: [
    ...wordsOf([SATURATES, SEVERAL_CLASSES]),
    'the box reaches from x′ − 1 to x′ + 1 in every input; at most 32 of its corners are tried',
    'undecided where no finite bound is found',
  ],
  asPrinted: {
    latex:
      'B_\\varepsilon = \\sup_{x \\in \\text{box}} t_\\varepsilon(x) \\text{ bounded}: \\qquad x \\in \\text{box},\\ t \\ge B_\\varepsilon \\;\\Longrightarrow\\; p_k(x + t v) \\ge 1 - \\varepsilon',
    plain:
      'One scale is given for a whole box of inputs: whatever input of the box a ray starts from, beyond that scale the network is certain of the top class for ever.',
    expected: 'holds',
    ...guarded([SATURATES, SEVERAL_CLASSES], check),
    controls: [
      { name: 'a lead of 1', source: SATURATING, expected: 'holds' },
      { name: 'a tie', source: TIED, expected: 'skipped' },
      { name: 'a network of one class', source: ONE_CLASS, expected: 'skipped' },
      { name: 'a bound a little too early', source: SATURATING, lie: early, expected: 'fails' },
      ...[1, -1].map((way) => ({
        name: `a bound before a logit bends ${way > 0 ? 'up' : 'down'}`,
        source: bending(way),
        lie: early,
        expected: 'fails' as const,
      })),
    ],
    confirm: (subject, oracle, decided) => confirmBound(subject, oracle, decided),
  },
  repaired: null,
};

const EPSILONS = [0.25, 0.01];
const MOST_CORNERS = 32;

/** f(x) = (1000 ± relu(x − 1000)/2 + x, 0) from 0. */
function bending(way: number): RayCase {
  return ray(
    networkOf(
      1,
      { type: 'dense', weights: [[1], [1]], bias: [-1000, 0] },
      { type: 'relu' },
      {
        type: 'dense',
        weights: [
          [way / 2, 1],
          [0, 0],
        ],
        bias: [1000, 0],
      },
    ),
    [0],
    [1],
  );
}

/** A bound that is a thousandth too small. */
function early(subject: RayAnalysis): RayAnalysis {
  const honest = (box: Box, epsilon: number) => subject.boxDangerScale(box, epsilon)! * 0.999;
  return answering(subject, { boxDangerScale: () => honest });
}

function boxAround(origin: readonly number[]): Box {
  return { lower: origin.map((x) => x - 1), upper: origin.map((x) => x + 1) };
}

function check(subject: RayAnalysis): Outcome {
  const { tail, classes, origin, direction, file } = subject;
  const k = tail.top[0];
  const box = boxAround(origin);
  for (const epsilon of EPSILONS) {
    const bound = subject.boxDangerScale(box, epsilon);
    if (bound === null) return fails('no bound although the direction saturates');
    if (!Number.isFinite(bound) || bound > 2 ** 200) return UNDECIDED;
    const B = Rational.of(bound);
    const times = [B, B.add(ONE), B.add(B).add(THREE)];
    for (const x of inputsOf(box, origin)) {
      const [first, second, third] = times.map(
        (t) => plainEvaluation(file, x, direction, t).logits,
      );
      const place = `from (${x.join(', ')}) at the bound ${bound} for ε = ${epsilon}`;
      const span = times[2].subtract(B);
      let rest = 0;
      for (let c = 0; c < classes; c++) {
        const step = second[c].subtract(first[c]);
        // f(B) + (t − B)·step at the third time.
        if (first[c].add(step.multiply(span)).compare(third[c]) !== 0) {
          return fails(`the tail begins later ${place}`);
        }
        if (c === k) continue;
        const ahead = second[k].subtract(first[k]);
        if (step.compare(ahead) >= 0) return fails(`class ${c} gains on class ${k} ${place}`);
        rest += Math.exp(first[c].subtract(first[k]).toNumber());
      }
      // A handful of exponentials, each an ulp off.
      if (rest * (1 - 2 ** -40) > epsilon / (1 - epsilon)) {
        return fails(`1 − p_${k} is ${rest / (1 + rest)} ${place}`);
      }
    }
  }
  return HOLDS;
}

const ONE = new Rational(1n, 1n);
const THREE = new Rational(3n, 1n);

/** The origin, and corners of the box: those whose entries are up where the bits of a number are. */
function inputsOf({ lower, upper }: Box, origin: readonly number[]): (readonly number[])[] {
  const corners = Math.min(MOST_CORNERS, 2 ** origin.length);
  return [
    origin,
    ...Array.from({ length: corners }, (_, n) =>
      origin.map((_, d) => (((n >> (d % 5)) & 1) === 1 ? upper[d] : lower[d])),
    ),
  ];
}

function confirmBound(subject: RayAnalysis, oracle: Oracle, decided: Decision): Confirmation {
  return confirmationOf(find(subject, oracle), decided);
}

function find(subject: RayAnalysis, oracle: Oracle): Finding {
  const along = oracle.along(subject);
  const { origin, tail } = subject;
  const box = boxAround(origin);
  const k = tail.top[0];
  let seen = false;
  for (const epsilon of EPSILONS) {
    const bound = subject.boxDangerScale(box, epsilon);
    if (bound === null || !Number.isFinite(bound)) continue;
    for (const t of [bound, 2 * bound + 1]) {
      const rounding = along.rounding(t);
      if (!isTelling(rounding)) continue;
      const rest = Array.from(along.at(t).logProbabilities[0]).reduce(
        (sum, value, c) => (c === k ? sum : sum + Math.exp(value)),
        0,
      );
      if (rest > epsilon * (1 + 4 * rounding + 1e-12)) {
        return showsFailing(`1 − p_${k} = ${rest} at t = ${t}, but ε = ${epsilon}`);
      }
      seen = true;
    }
  }
  return seen ? showsHolding(`1 − p_${k} ≤ ε from the bound on`) : null;
}
