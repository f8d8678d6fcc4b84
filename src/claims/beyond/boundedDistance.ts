import { Real } from '../../exact/real.js';
import { logOddsAbove } from '../../tail/dangerScale.js';
import type { Claim } from '../claim.js';
import { guarded } from '../condition.js';
import { wordsOf } from '../conditions.js';
import { answering } from '../controls/lies.js';
import type { Oracle } from '../oracle.js';
import { fails, HOLDS, type Outcome } from '../outcome.js';
import { confirmationOf, type Finding, showsFailing, showsHolding } from '../shared/finding.js';
import { isTelling } from '../shared/rounding.js';
import { WITHOUT_NORM } from './conditions.js';
import { ELU_BELOW, GELU, LAYER_NORM, oneMoreReal, SMOOTH_TIE } from './controlCases.js';
import type { DistanceBound } from './distanceBound.js';
import { softmaxOn } from './enclosedSoftmax.js';
import { isWithin } from './farOut.js';
import type { SmoothAnalysis } from './smoothAnalysis.js';

/**
 * Section 7: a network stays within a computed distance of t·f₀(v).
 *
 * The file is evaluated in enclosures at the start of the ray, on the way and far out; no logit may
 * be further from t·f₀(v) than B₀ + Lip(f₀)·‖x′‖, with f₀(v) from the bias-free network. Where one
 * class has the largest slope, the danger scale that follows is tried too: there p_k ≥ 1 − ε. So is
 * the t that the engine's remainders give for ε: from there on p is within ε of its limit.
 */
export const boundedDistance: Claim<'smooth'> = {
  id: 'bounded-distance',
  title: 'A network stays within a computed distance of its slopes',
  source: { paper: 'farfield', label: 'section 7: activations with asymptotes' },
  kind: 'smooth',
  hypotheses: [
    ...wordsOf([WITHOUT_NORM]),
    'tried at t = 0, 1, 8, 2^20 and 2^60, at the danger scale that follows, and where probabilities are said to have settled',
  ],
  asPrinted: {
    latex:
      "\\| f(x' + t v) - t f_0(v) \\|_\\infty \\le B_0 + \\mathrm{Lip}(f_0)\\, \\|x'\\|_\\infty \\quad \\forall\\, t \\ge 0",
    plain:
      'However smooth its activations, a network is never further from its straight-line rates than a number read off its weights. So a scale can be given from which on it is certain, without following the ray.',
    expected: 'holds',
    ...guarded([WITHOUT_NORM], conclude),
    controls: [
      { name: 'a GELU', source: GELU, expected: 'holds' },
      { name: 'slopes that tie', source: SMOOTH_TIE, expected: 'holds' },
      { name: 'an ELU far below, at the bound', source: ELU_BELOW, expected: 'holds' },
      { name: 'a layer norm', source: LAYER_NORM, expected: 'skipped' },
      {
        name: 'a bound that is a thousandth too small',
        source: ELU_BELOW,
        lie: tighter,
        expected: 'fails',
      },
      {
        name: 'a bias-free network with another slope',
        source: GELU,
        lie: (subject) => answering(subject, { slopes: () => oneMoreReal(subject.slopes!) }),
        expected: 'fails',
      },
    ],
    confirm: (subject, oracle, decided) => confirmationOf(find(subject, oracle), decided),
  },
  repaired: null,
};

const TIMES = [0, 1, 8, 2 ** 20, 2 ** 60];
const EPSILON = 0.01;

function tighter(subject: SmoothAnalysis): SmoothAnalysis {
  const { base, lipschitz } = subject.distance;
  const lie: DistanceBound = { base: base * 0.999, lipschitz: lipschitz * 0.999 };
  return answering(subject, { distance: () => lie });
}

/** B₀ + Lip(f₀)·‖x′‖. */
function radiusOf({ distance, origin }: SmoothAnalysis): number {
  const size = Math.max(...origin.map(Math.abs));
  return (distance.base + distance.lipschitz * size) * (1 + 2 ** -40);
}

function conclude(subject: SmoothAnalysis): Outcome {
  const slopes = subject.slopes!;
  const radius = radiusOf(subject);
  for (const t of TIMES) {
    const found = subject.logitsAt(t);
    for (let c = 0; c < subject.classes; c++) {
      const off = found[c].subtract(slopes[c].multiply(Real.of(t))).absolute();
      if (off.lower.toNumber() > radius) {
        return fails(`f_${c} is ${off.toNumber()} from t·f₀(v) at t = ${t}, above ${radius}`);
      }
    }
  }
  const unsettled = afterSettling(subject);
  if (unsettled) return fails(unsettled);
  const danger = dangerScaleOf(subject);
  if (danger === null) return HOLDS;
  const { k, scale } = danger;
  for (const t of [scale, 2 * scale + 1]) {
    const rest = restAt(subject, k, t);
    if (rest > EPSILON / (1 - EPSILON)) {
      return fails(
        `1 − p_${k} = ${rest / (1 + rest)} at t = ${t}, the danger scale for ${EPSILON}`,
      );
    }
  }
  return HOLDS;
}

/** Whether probabilities leave ε of their limits after the t from which they are said to keep to it. */
function afterSettling(subject: SmoothAnalysis): string | null {
  const { settles, tail } = subject;
  const { limit } = tail;
  if (settles === null || !limit || settles > 2 ** 60) return null;
  for (const t of [settles, 2 * settles, 2 * settles + 1]) {
    const found = softmaxOn([...limit.keys()], subject.logitsAt(t));
    const off = found.findIndex((p, c) => !isWithin(p, limit[c], EPSILON + 2 ** -40));
    if (off === -1) continue;
    return `p_${off} = ${found[off].toNumber()} at t = ${t}, where it is said to be settled within ${EPSILON} of ${limit[off].toNumber()}`;
  }
  return null;
}

/** The top class of f₀(v), if it is one, and a t from which on it is certain up to ε. */
function dangerScaleOf(subject: SmoothAnalysis): { k: number; scale: number } | null {
  const slopes = subject.slopes!.map(({ rational }) => rational!);
  const k = slopes.reduce((best, slope, c) => (slope.compare(slopes[best]) > 0 ? c : best), 0);
  const gaps = slopes.filter((_, c) => c !== k).map((slope) => slopes[k].subtract(slope));
  if (gaps.length === 0 || gaps.some(({ sign }) => sign === 0)) return null;
  const gap = Math.min(...gaps.map((value) => value.toNumber()));
  const odds = logOddsAbove(slopes.length, EPSILON);
  const scale = Math.max(0, ((odds + 2 * radiusOf(subject)) / gap) * (1 + 2 ** -40));
  // Further out exponentials have more digits than are computed with.
  return scale < 2 ** 100 ? { k, scale } : null;
}

/** Σ e^(f_c − f_k) over the other classes, rounded down. */
function restAt(subject: SmoothAnalysis, k: number, t: number): number {
  const found = subject.logitsAt(t);
  return found.reduce(
    (sum, logit, c) =>
      c === k ? sum : sum + Math.exp(logit.subtract(found[k]).lower.toNumber()) * (1 - 2 ** -40),
    0,
  );
}

/** Log-odds are within twice the radius of t times the difference of slopes. */
function find(subject: SmoothAnalysis, oracle: Oracle): Finding {
  const slopes = subject.slopes!.map((value) => value.toNumber());
  const radius = radiusOf(subject);
  let seen = false;
  for (const t of [1, 64, 2 ** 16]) {
    const { logProbabilities, rounding } = oracle.observe(subject, t);
    if (!isTelling(rounding)) continue;
    for (let c = 1; c < subject.classes; c++) {
      const expected = t * (slopes[c] - slopes[0]);
      const found = logProbabilities[c] - logProbabilities[0];
      const allowed = 2 * radius + 4 * rounding + 1e-9 * (1 + Math.abs(expected));
      if (!(Math.abs(found - expected) <= allowed)) {
        return showsFailing(
          `the log-odds of class ${c} against 0 are ${found} at t = ${t}, more than ${allowed} from ${expected}`,
        );
      }
      seen = true;
    }
  }
  return seen ? showsHolding('log-odds keep to t times the difference of slopes') : null;
}
