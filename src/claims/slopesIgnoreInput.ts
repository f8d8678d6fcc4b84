import { Rational } from '../exact/rational.js';
import { recession } from '../network/recession.js';
import { directionSlopes } from '../tail/directionSlopes.js';
import type { Claim } from './claim.js';
import { KINKED, SATURATING, TIED } from './controls/cases.js';
import { aboutTail, oneMore, otherTop, saturatingTo0 } from './controls/lies.js';
import type { Oracle } from './oracle.js';
import { fails, HOLDS, type Outcome } from './outcome.js';
import { RayAnalysis } from './rayAnalysis.js';
import { short, vector } from './shared/describe.js';
import { entryOf, evaluateExactly } from './shared/exactEvaluation.js';
import { confirmationOf, type Finding, showsFailing, showsHolding } from './shared/finding.js';
import { isTelling } from './shared/rounding.js';
import { settlingTime } from './shared/settling.js';
import { tailEvaluation } from './shared/tailEvaluation.js';

/**
 * F3: slopes do not depend on the input.
 *
 * Decided on the case's origin and on a second one with every coordinate moved: the slopes of f
 * along v from both, found by evaluating f exactly, equal the bias-free network evaluated exactly
 * at v; and the certified bias-free pass finds the same top classes and regime.
 */
export const slopesIgnoreInput: Claim<'ray'> = {
  id: 'slopes-ignore-input',
  title: 'The slopes of a direction are the same for every input',
  source: { paper: 'farfield', label: 'F3' },
  kind: 'ray',
  hypotheses: ['the network is piecewise affine'],
  asPrinted: {
    latex:
      "\\forall x':\\quad b(x', v) = f_0(v) = \\lim_{t \\to \\infty} \\frac{f(x' + t v)}{t}, \\qquad f_0 = f \\text{ without its biases}",
    plain:
      'How fast each logit grows along a direction, and so which classes win there, is settled for all inputs by one pass of the direction through the network without its biases.',
    expected: 'holds',
    check,
    controls: [
      { name: 'a tie', source: TIED, expected: 'holds' },
      {
        name: 'another top class',
        source: SATURATING,
        lie: aboutTail(otherTop),
        expected: 'fails',
      },
      {
        name: 'a tie said to saturate',
        source: TIED,
        lie: aboutTail(saturatingTo0),
        expected: 'fails',
      },
      {
        name: 'a slope that is not that of f₀',
        source: KINKED,
        lie: aboutTail(({ slope }) => ({ slope: oneMore(slope) })),
        expected: 'fails',
      },
    ],
    confirm: (subject, oracle, decided) => confirmationOf(find(subject, oracle), decided),
  },
  repaired: null,
};

function check(subject: RayAnalysis): Outcome {
  const slopes = biasFreeSlopes(subject);
  for (const ray of [subject, elsewhere(subject)]) {
    const { slope } = tailEvaluation(ray);
    if (!slope.every((value, c) => value.compare(slopes[c]) === 0)) {
      return fails(
        `from (${ray.origin.join(', ')}) the slopes are ${vector(slope)}, but f₀(v) = ${vector(slopes)}`,
      );
    }
  }
  const stated = subject.tail.slope;
  if (!stated.every((value, c) => value.compare(slopes[c]) === 0)) {
    return fails(`the slopes of the tail are ${vector(stated)}, but f₀(v) = ${vector(slopes)}`);
  }
  const certified = directionSlopes(subject.network, [subject.direction])[0];
  const { top, regime } = subject.tail;
  if (certified.top.join() !== top.join() || certified.regime !== regime) {
    return fails(
      `the certified bias-free pass finds classes ${certified.top.join()} (${certified.regime}), the tail ${top.join()} (${regime})`,
    );
  }
  const off = certified.exactSlope.findIndex((value, c) => value.compare(slopes[c]) !== 0);
  return off === -1
    ? HOLDS
    : fails(`f₀(v)_${off} = ${short(slopes[off])}, not ${short(certified.exactSlope[off])}`);
}

/** Far out, log-odds grow by the difference of the bias-free slopes: from either origin. */
function find(subject: RayAnalysis, oracle: Oracle): Finding {
  let seen = false;
  const slopes = biasFreeSlopes(subject);
  for (const ray of [subject, elsewhere(subject)]) {
    const along = oracle.along(ray);
    const settled = settlingTime(ray, 1e-6);
    if (settled === null) continue;
    const [early, late] = [settled + 1, 2 * settled + 2];
    if (!isTelling(along.rounding(late))) continue;
    const k = ray.tail.top[0];
    const [before, after] = [early, late].map((t) => along.at(t).logProbabilities[0]);
    const allowed = 8 * along.rounding(late) + 1e-12;
    for (let c = 0; c < ray.classes; c++) {
      const growth = after[c] - after[k] - (before[c] - before[k]);
      const expected = slopes[c].subtract(slopes[k]).toNumber() * (late - early);
      if (!(Math.abs(growth - expected) <= allowed)) {
        return showsFailing(
          `the log-odds of class ${c} against ${k} grow by ${growth} from t = ${early} to ${late}, not by ${expected}`,
        );
      }
    }
    seen = true;
  }
  return seen ? showsHolding('log-odds grow at the bias-free slopes') : null;
}

/** f₀(v), evaluated exactly. */
function biasFreeSlopes(subject: RayAnalysis): Rational[] {
  const biasFree = recession(subject.network);
  const values = evaluateExactly(biasFree, subject.direction, null, new Rational(1n, 1n));
  return Array.from({ length: subject.classes }, (_, c) => entryOf(values, biasFree.output, c));
}

/** The same network and direction from an origin that differs in every coordinate. */
function elsewhere(subject: RayAnalysis): RayAnalysis {
  let other = cache.get(subject);
  if (!other) {
    const origin = subject.origin.map((value, d) => (value > 0 ? -d - 1 : d + 2));
    other = new RayAnalysis(subject.file, origin, subject.direction);
    cache.set(subject, other);
  }
  return other;
}

const cache = new WeakMap<RayAnalysis, RayAnalysis>();
