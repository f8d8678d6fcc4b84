import { float32After } from './float32.js';

/** A detector to put beside a guarded output: CEA over MSP or energy, in float32 numbers. */
export interface GuardDetector {
  readonly base: 'msp' | 'ebo';
  /** λ ≥ 0. */
  readonly lambda: number;
  /** τ. */
  readonly tau: number;
  /** θ: what is not below it is flagged. */
  readonly threshold: number;
}

/**
 * A fitted detector in the numbers that a file holds.
 *
 * @param fitted - λ and τ of CEA; inputs with novelty above the threshold are flagged
 */
export function guardDetector(
  base: GuardDetector['base'],
  fitted: { readonly lambda: number; readonly tau: number; readonly threshold: number },
): GuardDetector {
  return {
    base,
    lambda: Math.fround(fitted.lambda),
    tau: Math.fround(fitted.tau),
    // Of float32 numbers those above θ are those not below the next one.
    threshold: float32After(fitted.threshold),
  };
}
