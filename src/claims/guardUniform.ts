import { exp } from '../exact/elementary.js';
import { Rational } from '../exact/rational.js';
import { Real } from '../exact/real.js';
import type { Guard } from '../uncertainty/guarded.js';
import { excessOf, guardedProbabilities } from '../uncertainty/guarded.js';
import type { Claim } from './claim.js';
import { guarded } from './condition.js';
import { SEVERAL_CLASSES, wordsOf } from './conditions.js';
import type { Confirmation } from './confirmation.js';
import { FLAT, KINKED, LATE, ONE_CLASS, SATURATING, TIED } from './controls/cases.js';
import { answering } from './controls/lies.js';
import type { Oracle } from './oracle.js';
import { type Decision, fails, HOLDS, type Outcome, UNDECIDED } from './outcome.js';
import { plainEvaluation } from './plain/plainEvaluation.js';
import type { RayAnalysis } from './rayAnalysis.js';
import { confirmationOf, type Finding, showsFailing, showsHolding } from './shared/finding.js';
import { isTelling } from './shared/rounding.js';

/**
 * The guard p̃ = s·p + (1 − s)/C of any classifier, on the networks and rays at hand.
 *
 * Along the ray the excess is evaluated in fractions: beyond the last time an input leaves the box it
 * must lie on a line that rises, and with μ > 0 the weight s then goes to 0 and p̃ to 1/C. At times on
 * the way the network is evaluated in fractions too, the softmax and σ are enclosed: p̃ must order the
 * classes as the logits do and stay below the bound of its excess; in the box it must not be farther
 * from p than is said.
 */
export const guardUniform: Claim<'ray'> = {
  id: 'guard-uniform',
  title: 'A guarded classifier ends uniform and keeps its decisions',
  source: { paper: 'farfield', label: 'section 9: guards' },
  kind: 'ray',
  hypotheses: [
    ...wordsOf([SEVERAL_CLASSES]),
    'the box reaches from x′ − 1 to x′ + 1 in every input; widths are 1, 3/2, 2, 1, …; κ = 4, μ = 3/4',
    'undecided where enclosures of exponentials tell two classes not apart',
  ],
  asPrinted: {
    latex:
      '\\tilde p = s\\,p + \\tfrac{1 - s}{C},\\ s = \\sigma(\\kappa - \\mu e(x)): \\quad \\tilde p(x + t v) \\to \\tfrac 1C,\\ \\ \\arg\\max \\tilde p = \\arg\\max p,\\ \\ e(x) = 0 \\Rightarrow \\lVert \\tilde p - p \\rVert_\\infty \\le (1 - \\tfrac 1C)(1 - \\sigma(\\kappa)),\\ \\ e(x) \\ge e_0 \\Rightarrow \\max \\tilde p \\le \\tfrac 1C + (1 - \\tfrac 1C)\\,\\sigma(\\kappa - \\mu e_0)',
    plain:
      'Mixed with the uniform distribution by the distance from a box, any classifier ends uniform in every direction, has the same most probable classes everywhere, hardly changes inside the box, and outside is no more certain than a bound that falls with the distance.',
    expected: 'holds',
    ...guarded([SEVERAL_CLASSES], check),
    controls: [
      { name: 'a lead of 1', source: SATURATING, expected: 'holds' },
      { name: 'a tie', source: TIED, expected: 'holds' },
      { name: 'a ray on which nothing moves', source: FLAT, expected: 'holds' },
      { name: 'a network of one class', source: ONE_CLASS, expected: 'skipped' },
      {
        name: 'trust that is not lost',
        source: SATURATING,
        lie: withGuard({ mu: 0 }),
        expected: 'fails',
      },
      {
        name: 'trust that grows',
        source: KINKED,
        lie: withGuard({ mu: -1 }),
        expected: 'fails',
      },
      {
        name: 'a bound of confidence a thousandth too low',
        source: LATE,
        lie: (subject) => answering(subject, { guardBound: () => low(subject) }),
        expected: 'fails',
      },
      {
        name: 'half the change inside the box',
        source: LATE,
        lie: (subject) => answering(subject, { guardChange: () => subject.guardChange / 2 }),
        expected: 'fails',
      },
    ],
    confirm: (subject, oracle, decided) => confirmGuard(subject, oracle, decided),
  },
  repaired: null,
};

/** A guard with another κ or μ, its bounds still those of the honest one. */
function withGuard(change: Partial<Guard>): (subject: RayAnalysis) => RayAnalysis {
  return (subject) => answering(subject, { guard: () => ({ ...subject.guard, ...change }) });
}

function low(subject: RayAnalysis): (excess: number) => number {
  return (excess) => subject.guardBound(excess) * 0.999;
}

const ONE = Rational.one;
const TWO = new Rational(2n, 1n);

/** Σ_d ((x_d − upper_d)₊ + (lower_d − x_d)₊)/width_d at origin + t·direction. */
function exactExcess({ guard, origin, direction }: RayAnalysis, t: Rational): Rational {
  return origin.reduce((sum, start, d) => {
    const x = Rational.of(start).add(t.multiply(Rational.of(direction[d])));
    const above = x.subtract(Rational.of(guard.upper[d]));
    const below = Rational.of(guard.lower[d]).subtract(x);
    const outside = above.sign > 0 ? above : below.sign > 0 ? below : Rational.zero;
    return sum.add(outside.divide(Rational.of(guard.widths[d])));
  }, Rational.zero);
}

/** The last time at which an input that moves leaves the box. */
function exitOf({ guard, origin, direction }: RayAnalysis): Rational {
  return direction.reduce((last, v, d) => {
    if (v === 0) return last;
    const end = Rational.of(v > 0 ? guard.upper[d] : guard.lower[d]);
    const t = end.subtract(Rational.of(origin[d])).divide(Rational.of(v));
    return t.compare(last) > 0 ? t : last;
  }, Rational.zero);
}

function check(subject: RayAnalysis): Outcome {
  const { guard, classes } = subject;
  const exit = exitOf(subject);
  const later = [exit, exit.add(ONE), exit.multiply(TWO).add(TWO).add(ONE)];
  const [first, second, third] = later.map((t) => exactExcess(subject, t));
  const rise = second.subtract(first);
  if (first.add(rise.multiply(later[2].subtract(exit))).compare(third) !== 0) {
    return fails(`the excess is on no line from t = ${exit} on`);
  }
  if (rise.sign * Math.sign(guard.mu) <= 0) {
    return fails(
      `κ − μe rises by ${rise.toNumber() * -guard.mu} a unit of t, so s does not vanish`,
    );
  }
  let undecided = false;
  for (const t of [Rational.zero, exit, ...later.slice(1)]) {
    const found = at(subject, t, classes);
    if (found === 'undecided') undecided = true;
    else if (found !== null) return fails(`${found} at t = ${t}`);
  }
  return undecided ? UNDECIDED : HOLDS;
}

/** What is wrong with the guarded probabilities at t; null if nothing. */
function at(subject: RayAnalysis, t: Rational, classes: number): string | 'undecided' | null {
  const { file, origin, direction, guard } = subject;
  const { logits } = plainEvaluation(file, origin, direction, t);
  const excess = exactExcess(subject, t);
  const z = Rational.of(guard.kappa).subtract(Rational.of(guard.mu).multiply(excess));
  const largest = logits.reduce((x, y) => (y.compare(x) > 0 ? y : x));
  const behind = logits.map((logit) => logit.subtract(largest));
  // Beyond this the exponentials are enclosed by 0 from below.
  if ([z, z.negate(), ...behind].some((x) => Math.abs(x.toNumber()) > 1e5)) return 'undecided';
  const weights = behind.map((x) => exp(Real.ofRational(x)));
  const total = weights.reduce((sum, weight) => sum.add(weight));
  const trust = Real.one.divide(Real.one.add(exp(Real.ofRational(z.negate()))));
  const uniform = Real.ofRational(new Rational(1n, BigInt(classes)));
  const p = weights.map((weight) => weight.divide(total));
  // With s only once, which is narrower than s·p + (1 − s)/C, and exact where p is uniform.
  const mixed = p.map((value) => uniform.add(trust.multiply(value.subtract(uniform))));
  // Wherever a logit is behind, so is p̃: s(p_top − p_c) > 0, p_c being less by a factor e^behind.
  const top = behind.findIndex(({ sign }) => sign === 0);
  let undecided = false;
  for (let c = 0; c < classes; c++) {
    const lead = trust.multiply(p[top].subtract(p[c]));
    if (behind[c].sign === 0) continue;
    if (lead.sign === -1 || lead.isZero) return `class ${c} is not behind class ${top}`;
    if (lead.sign === null) undecided = true;
  }
  const from = Math.max(0, Math.min(excess.toNumber() * (1 - 2 ** -40), Number.MAX_VALUE));
  const bound = Real.of(subject.guardBound(from));
  const most = mixed.reduce((x, y) => x.maximum(y));
  if (most.compare(bound) === 1) return `max p̃ = ${most.toNumber()} exceeds ${bound.toNumber()}`;
  if (most.compare(bound) === null) undecided = true;
  if (excess.sign === 0) {
    const change = Real.of(subject.guardChange);
    for (let c = 0; c < classes; c++) {
      const order = mixed[c].subtract(p[c]).absolute().compare(change);
      if (order === 1) return `p̃_${c} is ${change.toNumber()} and more from p_${c}`;
      if (order === null) undecided = true;
    }
  }
  return undecided ? 'undecided' : null;
}

function confirmGuard(subject: RayAnalysis, oracle: Oracle, decided: Decision): Confirmation {
  return confirmationOf(find(subject, oracle), decided);
}

/** How far out p̃ must be seen to be uniform: κ − μe below −50 leaves s < 2e-22. */
const GONE = 50;

function find(subject: RayAnalysis, oracle: Oracle): Finding {
  const { guard, origin, direction, classes } = subject;
  const along = oracle.along(subject);
  let seen = false;
  for (const t of [0, 1, 4, 16, 64, 256, 1024]) {
    const x = origin.map((start, d) => start + t * direction[d]);
    const z = guard.kappa - guard.mu * excessOf(guard, x);
    const rounding = along.rounding(t);
    if (!isTelling(rounding) && z > -GONE) continue;
    const p = isTelling(rounding)
      ? Float64Array.from(along.at(t).logProbabilities[0], Math.exp)
      : // Any distribution will do where nothing of it is left.
        new Float64Array(classes).fill(1 / classes);
    const mixed = guardedProbabilities(guard, x, p);
    const most = Math.max(...mixed);
    const excess = excessOf(guard, x);
    const slack = 4 * rounding + 1e-9;
    if (isTelling(rounding) && most > subject.guardBound(excess) + slack) {
      return showsFailing(`max p̃ = ${most} at t = ${t}, above the bound of an excess of ${excess}`);
    }
    if (excess === 0 && isTelling(rounding)) {
      const change = Math.max(...mixed.map((value, c) => Math.abs(value - p[c])));
      if (change > subject.guardChange + slack) {
        return showsFailing(`p̃ is ${change} from p at t = ${t}`);
      }
    }
    if (z < -GONE) {
      if (most - 1 / classes > 1e-12) return showsFailing(`max p̃ = ${most} at t = ${t}`);
      seen = true;
    }
  }
  return seen ? showsHolding('p̃ is uniform far out and below its bound on the way') : null;
}
