import type { AuditSummary } from './auditRun.js';
import type { DirectionFinding, EndRegime } from './directionFinding.js';
import { NEAR_DEVIATIONS } from './summary.js';

/** How many directions end how. */
export function countsOf(directions: readonly DirectionFinding[]): Omit<AuditSummary, 'sentences'> {
  const count = (regime: EndRegime) => directions.filter((d) => d.regime === regime).length;
  const certain = directions.filter(({ certainOf }) => certainOf !== null);
  const created = certain.filter(({ seen }) => seen?.verdict === 'created');
  const distances = created.flatMap(({ seen }) => seen!.distance ?? []);
  return {
    directions: directions.length,
    saturating: count('saturating'),
    tied: count('tied'),
    flat: count('flat'),
    noLimit: count('no-limit'),
    varying: count('varies'),
    unknown: count('unknown'),
    certain: certain.length,
    created: created.length,
    kept: certain.filter(({ seen }) => seen?.verdict === 'kept').length,
    near:
      distances.length === 0 && created.length > 0
        ? null
        : distances.filter((d) => d <= NEAR_DEVIATIONS).length,
    withoutDistance: created.length - distances.length,
    settledExactly: directions.reduce((sum, d) => sum + d.settledExactly, 0),
  };
}
