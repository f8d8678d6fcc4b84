import { COULD_NOT_TELL, type Confirmation, contradicted } from '../confirmation.js';
import type { GradientOf, Oracle } from '../oracle.js';
import type { Decision } from '../outcome.js';
import type { EnsembleAnalysis, RayAnalysis } from '../rayAnalysis.js';
import { confirmationOf, type Finding, showsFailing, showsHolding } from './finding.js';
import { isTelling, leader, raysOf } from './rounding.js';
import { largestLead, settlingTimeOf } from './settling.js';

/** Subjects whose gradients an oracle can evaluate. */
type Subject = RayAnalysis | EnsembleAnalysis;

/** A limit of a gradient in plain numbers. */
export interface ExpectedGradient {
  readonly of: GradientOf;
  /** ‖lim ∇…‖₂. */
  readonly norm: number;
}

/**
 * Whether numbers show, at two times on tails whose top rows are equal, that gradients stay below
 * bounds that tend to 0.
 *
 * With all rows V_kc, c ∈ T_k, equal: ‖∇p_kc‖ ≤ 2 M_k (1 − P_T) =: β_k, M_k the largest distance of
 * a row from those, and 1 − P_T ≤ (C − |T|) e^{A − γt}; a flat tail has gradients exactly 0. Of the
 * metrics, with β the mean of the β_k and L ≥ |ln p_kc|, |ln p̄_c|:
 *
 *   ‖∇p̄_c‖, ‖∇ max p‖ ≤ β,  ‖∇var‖ ≤ 2β,  ‖∇H‖ ≤ C·L·β,  ‖∇MI‖ ≤ 2C·L·β.
 */
export function findVanishing(
  subject: Subject,
  oracle: Oracle,
  gradients: readonly GradientOf[],
): Finding {
  const rays = raysOf(subject);
  if (rays.some(({ tail }) => tail.boundary)) return null;
  const along = oracle.along(subject);
  const settled = settlingTimeOf(subject, 1e-6);
  if (settled === null) return null;
  const bounds = rays.map(gradientBound);
  for (const t of [settled + 1, 2 * settled + 2]) {
    const members = bounds.map((bound) => bound(t));
    const largest = Math.max(...members);
    const rounding = along.rounding(t);
    if (!isTelling(rounding)) return null;
    const slack = 1e-9 + 8 * rounding;
    for (const of of gradients) {
      const bound = largest + logFactor(of, subject, t);
      const found = along.logGradientNorm(of, t);
      if (found === null) return null;
      if (found.lower > bound + slack * (1 + Math.abs(bound) * 2 ** -20)) {
        return showsFailing(
          `ln ‖∇ ${nameOf(of)}‖ = ${found.lower} at t = ${t}, above the bound ${bound}`,
        );
      }
    }
  }
  return showsHolding(
    `from t = ${settled + 1} on the gradients are below a bound that tends to 0: ln ‖∇‖ ≤ ${Math.max(...bounds.map((bound) => bound(settled + 1)))} there`,
  );
}

/**
 * Confirms limits of gradients that need not be 0: far out the norms are those limits, up to what
 * the classes that die out and rounding can still add. So one that is larger than that shows that
 * not all vanish; if none is, they do, unless a limit is too small to be seen.
 *
 * There the probability outside T is at most 10⁻¹², so each p_kc is within that of its limit, and
 * each gradient, made of products p_kc p_kc' (V_kc − V_kc'), within 8C² times that of its own,
 * times the largest distance of rows. Rounding of the logits counts in the same way.
 */
export function confirmLimits(
  subject: Subject,
  oracle: Oracle,
  expected: readonly ExpectedGradient[],
  decided: Decision,
): Confirmation {
  const along = oracle.along(subject);
  const settled = settlingTimeOf(subject, TOLERANCE);
  if (settled === null) return COULD_NOT_TELL;
  const spread = Math.max(...raysOf(subject).map(rowSpread));
  const classes = raysOf(subject)[0]!.classes;
  let finding: Finding = null;
  for (const t of [settled + 1, 2 * settled + 2]) {
    const seen: Finding[] = [];
    const rounding = along.rounding(t);
    if (!isTelling(rounding)) return COULD_NOT_TELL;
    for (const { of, norm } of expected) {
      const allowed =
        8 * classes ** 2 * (TOLERANCE + rounding) * spread * Math.exp(logFactor(of, subject, t)) +
        1e-9 * norm;
      const enclosed = along.logGradientNorm(of, t);
      if (enclosed === null) return COULD_NOT_TELL;
      const [least, most] = [Math.exp(enclosed.lower), Math.exp(enclosed.upper)];
      const size = `‖∇ ${nameOf(of)}‖ = ${least} at t = ${t}`;
      if (!(least - allowed <= norm && norm <= most + allowed)) {
        return contradicted(`${size}, but its limit was decided to be ${norm}`);
      }
      if (least > allowed) seen.push(showsFailing(`${size} is not on its way to 0`));
      else seen.push(norm === 0 ? showsHolding(`${size}, 0 up to rounding`) : null);
    }
    // A gradient too small to be seen says nothing of whether all vanish.
    const stays = seen.find((one) => one?.shows === 'fails');
    finding = stays ?? (seen.includes(null) ? null : seen[0]!);
  }
  return confirmationOf(finding, decided);
}

const TOLERANCE = 1e-12;

/** The gradients of every class's probability. */
export function everyProbability(subject: Subject): GradientOf[] {
  return Array.from({ length: raysOf(subject)[0]!.classes }, (_, c) => ({ probability: c }));
}

/** t ↦ an upper bound of ln ‖∇p_c‖ for every c, for a tail whose top rows are equal. */
function gradientBound(ray: RayAnalysis): (t: number) => number {
  const { gap, top } = ray.tail;
  if (gap === null) return () => -Infinity;
  const constant =
    Math.log(2 * rowSpread(ray)) + Math.log(ray.classes - top.length) + largestLead(ray);
  const gamma = gap.toNumber();
  return (t) => constant - gamma * t;
}

/** The largest Euclidean distance of a row of V from that of the leading class. */
function rowSpread(ray: RayAnalysis): number {
  const { jacobian } = ray.tail;
  const k = leader(ray);
  let largest = 0;
  for (const row of jacobian) {
    const difference = row.map((value, d) => value.subtract(jacobian[k]![d]!).toNumber());
    largest = Math.max(largest, Math.hypot(...difference));
  }
  return largest;
}

/** ln of the factor that a metric's gradient has over those of the probabilities, from above. */
function logFactor(of: GradientOf, subject: Subject, t: number): number {
  const rays = raysOf(subject);
  const classes = rays[0]!.classes;
  if (typeof of === 'object' || of === 'maximumSoftmaxProbability') return 0;
  if (of === 'classVariance') return Math.LN2;
  let logarithm = 0;
  for (const ray of rays) {
    const { intercept, slope } = ray.tail;
    const k = leader(ray);
    for (let c = 0; c < classes; c++) {
      logarithm = Math.max(
        logarithm,
        Math.abs(intercept[c]!.subtract(intercept[k]!).toNumber()) +
          t * Math.abs(slope[c]!.subtract(slope[k]!).toNumber()),
      );
    }
  }
  const largest = logarithm + Math.log(classes) + Math.log(rays.length);
  return Math.log(classes * largest) + (of === 'mutualInformation' ? Math.LN2 : 0);
}

function nameOf(of: GradientOf): string {
  return typeof of === 'object' ? `p_${of.probability}` : of;
}
