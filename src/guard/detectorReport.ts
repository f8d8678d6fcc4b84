import { Rational } from '../exact/rational.js';
import type { DetectorCertificate, FlagScale } from './detectorCertificate.js';
import type { DetectorEffect } from './detectorEffect.js';
import type { Guarded } from './guard.js';

/** A detector beside a guarded output. */
export interface DetectorReport {
  readonly id: string;
  readonly outputs: DetectorCertificate['outputs'];
  readonly lambda: number;
  readonly tau: number;
  readonly threshold: number;
  /** The share of the rows its threshold was set with that it may flag. */
  readonly flagRate: number;
  /**
   * Certified: 1 minus the highest original probability of any input that is not flagged; null where
   * nothing is bounded.
   */
  readonly uncertainty: number | null;
  readonly flags: readonly FlagScale[] | null;
  /** Seen in float64. */
  readonly effect: DetectorEffect;
}

/** What is to be told of the detector in a guarded file. */
export function detectorReport(
  id: string,
  flagRate: number,
  { certificate }: Guarded,
  seen: Pick<DetectorReport, 'flags' | 'effect'>,
): DetectorReport {
  const { outputs, lambda, tau, threshold, ceiling } = certificate.detector!;
  const number = (text: string) => Rational.parse(text).toNumber();
  return {
    id,
    outputs,
    lambda: number(lambda),
    tau: number(tau),
    threshold: number(threshold),
    flagRate,
    uncertainty:
      ceiling === null ? null : Rational.of(1).subtract(Rational.parse(ceiling)).toNumber(),
    ...seen,
  };
}

/** What no input that passes exceeds, as a sentence. */
export function ceilingSentence({ uncertainty }: DetectorReport): string {
  if (uncertainty === null) return 'What it lets pass has no certified ceiling.';
  const most =
    uncertainty > 0.001
      ? `${(100 * (1 - uncertainty)).toPrecision(4)} %`
      : `1 − ${uncertainty.toPrecision(3)}`;
  return `Certified: no input anywhere that is not flagged has an original probability above ${most}.`;
}
