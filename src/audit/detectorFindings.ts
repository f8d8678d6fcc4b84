import type { DetectorFinding } from './directionFinding.js';
import type { FittedDetector } from './fittedDetectors.js';
import type { FollowedRay } from './followRays.js';

/**
 * What each detector does in a direction, at worst over the rows it was followed from.
 *
 * @param runs - from each of them, at least one
 * @param perUnit - standard deviations per unit of scale; null if not known
 */
export function detectorFindings(
  detectors: readonly FittedDetector[],
  runs: readonly FollowedRay[],
  perUnit: number | null,
): DetectorFinding[] {
  return detectors.map(({ id }, d): DetectorFinding => {
    const findings = runs.map((run) => run.findings[d]);
    const least = (aurocs: readonly (number | null)[]) =>
      aurocs.every((value) => value !== null) ? Math.min(...aurocs) : null;
    const flagScales = findings.map(({ flagScale }) => flagScale);
    const known = flagScales.every((scale) => scale !== null);
    const blindFrom = findings.filter(({ blind }) => blind === true).length;
    const worst = flagScales.reduce<number>(
      (best, scale, r) => ((scale ?? Infinity) > (flagScales[best] ?? Infinity) ? r : best),
      0,
    );
    const { seenFrom, dangerScale } = runs[worst];
    const flagScale = known ? Math.max(...flagScales) : null;
    return {
      id,
      behaviour: findings[worst].kind,
      blind: blindFrom > 0 ? true : findings.some(({ blind }) => blind === null) ? null : false,
      blindFrom,
      origins: findings.length,
      flagScale,
      flagDistance: flagScale === null || perUnit === null ? null : flagScale * perUnit,
      window: { seenFrom, from: dangerScale, until: flagScales[worst] },
      timely: known && runs.every((run, r) => flagScales[r] <= (run.dangerScale ?? run.seenFrom)),
      limitAuroc: least(findings.map(({ limitAuroc }) => limitAuroc)),
      limitAurocFloat64: least(findings.map(({ limitAurocFloat64 }) => limitAurocFloat64)),
    };
  });
}
