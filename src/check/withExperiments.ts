import type { Evidence } from '../evidence/evidence.js';
import type { ExperimentEvidence } from '../evidence/experimentEvidence.js';
import { warningsAbout } from '../evidence/warnings.js';

/**
 * The evidence of claims with that of experiments added, and what there is to warn of.
 *
 * @param experimentsMs - how long each took, by name
 */
export function withExperiments(
  evidence: Evidence,
  experiments: readonly ExperimentEvidence[],
  experimentsMs: Readonly<Record<string, number>>,
): Evidence {
  const { claims, runsPerClaim, timing } = evidence;
  const spent = Object.values(experimentsMs).reduce((sum, ms) => sum + ms, 0);
  return {
    ...evidence,
    experiments,
    warnings: warningsAbout(claims, runsPerClaim, experiments),
    timing: { ...timing, durationMs: timing.durationMs + spent, experimentsMs },
  };
}
