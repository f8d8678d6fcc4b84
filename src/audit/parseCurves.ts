import { InputError } from '../errors/inputError.js';
import {
  anything,
  infinitable,
  type JsonSchema,
  list,
  nullable,
  object,
  oneOf,
  problemsOf,
  type Shape,
  schemaOf,
  text,
} from '../schema/shape.js';
import type { Audit } from './auditRun.js';
import type { RayCurves } from './followRays.js';
import { withNonFinite } from './nonFinite.js';
import type { ShardCurves } from './serializeAudit.js';

/** Confidences and shares that overflow made are the text `NaN`. */
const values = list(anything as Shape<number>);

/** Curves of directions, in their order; null for one that was not followed. */
export const rayCurvesShape: Shape<readonly (RayCurves | null)[]> = list(
  nullable(
    object<RayCurves>({
      dangerScale: nullable(infinitable),
      scales: list(infinitable),
      confidence: values,
      shares: list(values),
    }),
  ),
);

/** The shape of audit.curves.json. */
const curvesShape: Shape<ShardCurves> = object<ShardCurves>({
  schemaVersion: oneOf(1),
  network: text,
  curves: rayCurvesShape,
});

/**
 * Checks that parsed JSON is the curves of a shard, one for each of its directions.
 *
 * @throws InputError with every problem, up to twenty
 */
export function parseCurves(json: unknown, audit: Audit, where: string): ShardCurves {
  const problems = problemsOf(curvesShape, json, '');
  if (problems.length > 0) throw new InputError(where, problems.slice(0, 20));
  const { network, ...curves } = json as ShardCurves;
  const read = { ...(withNonFinite(curves) as ShardCurves), network };
  if (read.curves.length === audit.directions.length) return read;
  throw new InputError(where, [
    {
      code: 'shape_mismatch',
      path: 'curves.length',
      value: read.curves.length,
      rule: `must be that of the directions beside it, ${audit.directions.length}`,
      remedy: 'take the file that was written with audit.json',
    },
  ]);
}

/** The JSON Schema of audit.curves.json, as `schema/audit-curves.schema.json` holds it. */
export function curvesSchema(): JsonSchema {
  return schemaOf(
    'curves of a shard of a farfield audit, version 1',
    'What `farfield audit --shard` keeps for the pages that `farfield merge` writes.',
    curvesShape,
  );
}
