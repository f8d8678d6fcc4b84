import type { Audit } from './auditRun.js';
import type { DirectionFinding } from './directionFinding.js';
import { isOpen } from './openEnd.js';

/** What an audit says of a direction, or of a detector in it, that its baseline did not. */
export interface Change {
  /**
   * - `certain`: the direction ends in certainty now
   * - `new`: a direction that the baseline has not ends in certainty
   * - `nearer`: certainty begins nearer than a twentieth less
   * - `blind`: a detector that flagged is blind now
   * - `not-known`: whether a detector is blind, or how the direction ends, was known and is not now
   */
  readonly kind: 'certain' | 'new' | 'nearer' | 'blind' | 'not-known';
  readonly direction: string;
  readonly detector: string | null;
  /** Scales of 99 % certainty, where the change is of them. */
  readonly before: number | null;
  readonly after: number | null;
  /** Why it is accepted; null if it is not. */
  readonly accepted: string | null;
}

/** A change that somebody looked at and takes. */
export interface Acceptance {
  readonly direction: string;
  /** Any kind if absent. */
  readonly kind?: Change['kind'];
  /** Any detector if absent. */
  readonly detector?: string;
  readonly reason: string;
}

/** An audit beside an older one of the same inputs. */
export interface BaselineComparison {
  readonly schemaVersion: 1;
  /** The older audit. */
  readonly baseline: { readonly network: string; readonly version: string };
  /** What got worse; accepted changes among them. */
  readonly regressions: readonly Change[];
  /** Policies that are violated now and were not violated then. */
  readonly policies: readonly string[];
  /** Directions that no longer end in certainty, detectors no longer blind, certainty farther out. */
  readonly improvements: number;
  /** Directions that only one of the audits has. */
  readonly added: readonly string[];
  readonly gone: readonly string[];
  /** Directions of which both say the same. */
  readonly unchanged: number;
  /** Detectors whose threshold is not the one it was; those of one audit only have null. */
  readonly thresholds: readonly {
    readonly id: string;
    readonly before: number | null;
    readonly after: number | null;
  }[];
  /** Acceptances that nothing made use of. */
  readonly unused: readonly Acceptance[];
}

/** How much nearer certainty may come before it counts: scales are of sampled rows. */
const TOLERANCE = 0.05;

/**
 * What an audit says that an older one did not: a regression where a direction became certain, or
 * certain nearer, or a detector blind. Directions are told by their labels.
 *
 * @param accepted - changes that are no finding, with the reason
 */
export function compareAudits(
  old: Audit,
  now: Audit,
  accepted: readonly Acceptance[] = [],
): BaselineComparison {
  const before = new Map(old.directions.map((direction) => [direction.label, direction]));
  const after = new Map(now.directions.map((direction) => [direction.label, direction]));
  const used = new Set<Acceptance>();
  const regressions: Change[] = [];
  let improvements = 0;
  let unchanged = 0;
  for (const [label, direction] of after) {
    const found = before.get(label) ?? null;
    const changes = changesOf(found, direction);
    const better = found ? changesOf(direction, found).length : 0;
    improvements += better;
    if (found && changes.length === 0 && better === 0) unchanged++;
    for (const change of changes) {
      const acceptance = accepted.find((one) => covers(one, change));
      if (acceptance) used.add(acceptance);
      regressions.push({ ...change, accepted: acceptance?.reason ?? null });
    }
  }
  return {
    schemaVersion: 1,
    baseline: { network: old.network.name, version: old.tool.version },
    regressions,
    policies: now.violations
      .map(({ policy }) => policy)
      .filter((policy) => !old.violations.some((violation) => violation.policy === policy)),
    improvements,
    added: [...after.keys()].filter((label) => !before.has(label)),
    gone: [...before.keys()].filter((label) => !after.has(label)),
    unchanged,
    thresholds: thresholdsOf(old, now),
    unused: accepted.filter((acceptance) => !used.has(acceptance)),
  };
}

/** The regressions that nobody accepted. */
export function openRegressions({ regressions }: BaselineComparison): readonly Change[] {
  return regressions.filter(({ accepted }) => accepted === null);
}

type Found = Omit<Change, 'accepted'>;

function changesOf(before: DirectionFinding | null, after: DirectionFinding): Found[] {
  const { label: direction } = after;
  const now = after.scales[0]?.median ?? null;
  const plain = { direction, detector: null, before: null, after: now };
  if (!endsCertain(after)) {
    const wasDecided = before !== null && !endsCertain(before) && !isOpen(before);
    const lost = wasDecided && isOpen(after);
    return lost ? [{ kind: 'not-known', ...plain }] : [];
  }
  if (!before) return [{ kind: 'new', ...plain }];
  if (!endsCertain(before)) return [{ kind: 'certain', ...plain }];
  const was = before.scales[0]?.median ?? null;
  const changes: Found[] = [];
  if (was !== null && now !== null && now < was * (1 - TOLERANCE)) {
    changes.push({ kind: 'nearer', direction, detector: null, before: was, after: now });
  }
  for (const { id, blind } of after.detectors) {
    const earlier = before.detectors.find((detector) => detector.id === id);
    if (!earlier || earlier.blind === blind || blind === false) continue;
    // Blind already, and not known now: nothing was lost.
    if (earlier.blind !== false) continue;
    const kind = blind === null ? 'not-known' : 'blind';
    changes.push({ kind, direction, detector: id, before: null, after: null });
  }
  return changes;
}

/** Whether a direction ends in certainty; audits of older versions say it by the regime. */
function endsCertain({ certainOf, regime }: DirectionFinding): boolean {
  return certainOf === undefined ? regime === 'saturating' : certainOf !== null;
}

function covers({ direction, kind, detector }: Acceptance, change: Found): boolean {
  return (
    direction === change.direction &&
    (kind === undefined || kind === change.kind) &&
    (detector === undefined || detector === change.detector)
  );
}

function thresholdsOf(old: Audit, now: Audit): BaselineComparison['thresholds'] {
  const ids = new Set([...old.detectors, ...now.detectors].map(({ id }) => id));
  const thresholdIn = ({ detectors }: Audit, id: string) =>
    detectors.find((detector) => detector.id === id)?.threshold ?? null;
  return [...ids]
    .map((id) => ({ id, before: thresholdIn(old, id), after: thresholdIn(now, id) }))
    .filter(({ before, after }) => before !== after);
}
