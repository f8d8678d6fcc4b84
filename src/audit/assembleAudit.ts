import type { Audit, DetectorSummary } from './auditRun.js';
import { countsOf } from './countsOf.js';
import type { DirectionFinding } from './directionFinding.js';
import { checkPolicies, type Policy } from './policy.js';
import { randomShare } from './randomShare.js';
import { spreadOf } from './spread.js';
import { sentencesOf } from './summary.js';

/** A fitted detector and its threshold, before directions were looked at. */
export type DetectorThreshold = Pick<
  DetectorSummary,
  'id' | 'name' | 'threshold' | 'thresholdBounds' | 'flagged' | 'flagRateAtMost'
>;

/** What an audit says beside what follows from its directions. */
export type AuditGivens = Omit<
  Audit,
  'schemaVersion' | 'summary' | 'sample' | 'policies' | 'violations' | 'detectors' | 'directions'
> & { readonly detectors: readonly DetectorThreshold[] };

/**
 * An audit of its directions: summary, policies and what detectors do follow from them. The policies
 * of a shard are judged when it is joined with the others.
 *
 * @param directions - in the order of their indices
 */
export function assembleAudit(
  given: AuditGivens,
  directions: readonly DirectionFinding[],
  policies: readonly Policy[],
): Audit {
  const detectors = given.detectors.map((detector, d) => detectorSummary(detector, d, directions));
  const counts = countsOf(directions);
  const { shard } = given;
  const sample =
    given.rays === 'random' && given.network.classes > 1 ? randomShare(directions) : null;
  const audit: Audit = {
    schemaVersion: 1,
    tool: given.tool,
    network: given.network,
    data: given.data,
    seed: given.seed,
    units: given.units,
    scaling: given.scaling,
    rays: given.rays,
    ...(shard && { shard }),
    origins: given.origins,
    box: given.box,
    ends: given.ends,
    ceiling: given.ceiling,
    boundedFeatures: given.boundedFeatures,
    summary: { ...counts, sentences: [] },
    ...(sample && { sample }),
    ...(given.circle && { circle: given.circle }),
    policies: policies.map(({ text }) => text),
    violations: shard ? [] : checkPolicies(policies, directions, detectors, sample),
    detectors,
    ...(given.measured && { measured: given.measured }),
    ...(given.posterior && { posterior: given.posterior }),
    fitting: given.fitting,
    followed: given.followed,
    notes: given.notes,
    directions,
    environment: given.environment,
    timing: given.timing,
  };
  return { ...audit, summary: { ...counts, sentences: sentencesOf(audit) } };
}

/** An audit with what was measured, or where a posterior ends, in the place that these have in files. */
export function withMore(audit: Audit, more: Pick<Audit, 'measured' | 'posterior'>): Audit {
  const { fitting, followed, notes, directions, environment, timing, ...head } = audit;
  const { measured, posterior, ...rest } = { ...head, ...more };
  return {
    ...rest,
    ...(measured && { measured }),
    ...(posterior && { posterior }),
    ...{ fitting, followed, notes, directions, environment, timing },
  };
}

function detectorSummary(
  { id, name, threshold, thresholdBounds, flagged, flagRateAtMost }: DetectorThreshold,
  place: number,
  directions: readonly DirectionFinding[],
): DetectorSummary {
  const found = directions.flatMap((direction) => direction.detectors[place] ?? []);
  return {
    id,
    name,
    threshold,
    thresholdBounds,
    flagged,
    flagRateAtMost,
    directions: found.length,
    blind: found.filter(({ blind }) => blind === true).length,
    undecided: found.filter(({ blind }) => blind === null).length,
    flagDistance: medianOf(
      found.flatMap(({ blind, flagDistance }) =>
        blind === false && flagDistance !== null ? [flagDistance] : [],
      ),
    ),
    late: found.filter(({ blind, timely }) => blind === false && !timely).length,
  };
}

function medianOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : spreadOf(values).median;
}
