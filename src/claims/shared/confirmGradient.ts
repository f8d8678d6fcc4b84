import { COULD_NOT_TELL, type Confirmation, contradicted } from '../confirmation.js';
import type { GradientOf, Oracle } from '../oracle.js';
import type { Decision } from '../outcome.js';
import type { EnsembleAnalysis, RayAnalysis } from '../rayAnalysis.js';
import { confirmationOf, type Finding, showsFailing, showsHolding } from './finding.js';
import { gradientBound, logFactor, nameOf, rowSpread } from './gradientBounds.js';
import { isTelling, raysOf } from './rounding.js';
import { settlingTimeOf } from './settling.js';

type Subject = RayAnalysis | EnsembleAnalysis;

/** A limit of a gradient in plain numbers. */
export interface ExpectedGradient {
  readonly of: GradientOf;
  /** ‖lim ∇…‖₂. */
  readonly norm: number;
  /** Whether the limit is 0, decided: a norm may be too small for a double. */
  readonly zero: boolean;
}

/**
 * Whether numbers show, at two times on tails whose top rows are equal, that gradients stay below
 * bounds that tend to 0: those of `gradientBound`, times `logFactor` for a metric.
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
  const classes = raysOf(subject)[0].classes;
  let finding: Finding = null;
  for (const t of [settled + 1, 2 * settled + 2]) {
    const seen: Finding[] = [];
    const rounding = along.rounding(t);
    if (!isTelling(rounding)) return COULD_NOT_TELL;
    for (const { of, norm, zero } of expected) {
      // A share too small for a double has a logarithm that is none.
      if (!Number.isFinite(norm)) return COULD_NOT_TELL;
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
      else seen.push(zero ? showsHolding(`${size}, 0 up to rounding`) : null);
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
  return Array.from({ length: raysOf(subject)[0].classes }, (_, c) => ({ probability: c }));
}
