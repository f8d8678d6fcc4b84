import { checkArguments } from '../errors/checkArguments.js';
import { InputError } from '../errors/inputError.js';
import { list, record, text } from '../errors/kinds.js';
import type { Problem } from '../errors/problem.js';
import { problemsOf } from '../schema/shape.js';
import { assembleAudit } from './assembleAudit.js';
import type { Audit, AuditRun, AuditShard } from './auditRun.js';
import { auditShape } from './auditShape.js';
import { withoutNonFinite } from './nonFinite.js';
import { rayCurvesShape } from './parseCurves.js';
import { parsePolicies } from './policy.js';

/** A shard, and the name it was read from, for messages. */
export interface AuditPartFile {
  readonly name: string;
  readonly audit: Audit;
  /** Of its directions; null where they were not kept. */
  readonly curves: AuditRun['curves'] | null;
}

/**
 * Joins the shards of an audit into the audit as if run at once: the same, byte for byte, outside
 * `environment` and `timing`.
 *
 * @param parts - in any order
 * @throws InputError for what is no audit, `inconsistent` for shards of different networks, data, options or versions,
 *   `duplicate` for a shard that is there twice, `missing` for one that is not
 *
 * @example
 * ```ts
 * const [one, two] = await Promise.all([1, 2].map((index) => audit(network, { shard: { index, of: 2 } })));
 * mergeAudits([{ name: 'one', ...one }, { name: 'two', ...two }]).audit.directions.length;
 * ```
 */
export function mergeAudits(parts: readonly AuditPartFile[]): AuditRun {
  checkArguments('merge', { parts: [parts, list(record({ name: text }))] });
  const malformed = parts.flatMap(problemsOfPart);
  if (malformed.length > 0) throw refused(malformed);
  const first = parts[0];
  if (!first) throw refused([problem('empty', 'parts', 'must not be empty', 'name a folder')]);
  const whole = parts.filter(({ audit }) => !audit.shard);
  if (whole.length > 0) {
    throw refused(
      whole.map(({ name }) =>
        problem('inconsistent', name, 'is a whole audit, no shard of one', 'leave it out'),
      ),
    );
  }
  const different = parts.flatMap((part) => differences(part, first));
  if (different.length > 0) throw refused(different);
  const { of, total } = first.audit.shard!;
  const gaps = Array.from({ length: of }, (_, k) => k + 1).flatMap((index) =>
    gapAt(index, of, parts),
  );
  if (gaps.length > 0) throw refused(gaps);
  const ordered = [...parts].sort((a, b) => a.audit.shard!.index - b.audit.shard!.index);
  const directions = ordered.flatMap(({ audit }) => audit.directions);
  const misplaced = directions.findIndex(({ index }, k) => index !== k);
  if (directions.length !== total || misplaced !== -1) {
    const rule = `must be ${total} directions, each once`;
    throw refused([problem('inconsistent', 'directions', rule, 'audit the shards again')]);
  }
  const { shard: _, ...given } = first.audit;
  const posteriors = ordered.flatMap(({ audit }) => audit.posterior?.directions ?? []);
  const audit = assembleAudit(
    {
      ...given,
      ...(given.posterior && { posterior: { ...given.posterior, directions: posteriors } }),
      environment: {
        ...given.environment,
        workers: Math.max(...parts.map(({ audit }) => audit.environment.workers)),
      },
      timing: { durationMs: Math.max(...parts.map(({ audit }) => audit.timing.durationMs)) },
    },
    directions,
    given.policies.length === 0 ? [] : parsePolicies(given.policies.join(',')),
  );
  const curves = ordered.flatMap(({ audit, curves }) => curves ?? audit.directions.map(() => null));
  return { audit, curves };
}

function problemsOfPart({ name, audit, curves }: AuditPartFile): readonly Problem[] {
  const found = problemsOf(auditShape, withoutNonFinite(audit), `${name}: audit`);
  if (found.length > 0 || curves === null) return found;
  const wrong = problemsOf(rayCurvesShape, withoutNonFinite(curves), `${name}: curves`);
  if (wrong.length > 0 || curves.length === audit.directions.length) return wrong;
  const rule = `must be that of the directions beside it, ${audit.directions.length}`;
  return [
    problem('shape_mismatch', `${name}: curves.length`, rule, 'take the curves of the same shard'),
  ];
}

function gapAt(index: number, of: number, parts: readonly AuditPartFile[]): Problem[] {
  const found = parts.filter(({ audit }) => audit.shard!.index === index);
  if (found.length === 1) return [];
  const place = `shard ${index}/${of}`;
  if (found.length === 0) {
    return [
      problem('missing', place, 'is not among the folders', `audit with --shard ${index}/${of}`),
    ];
  }
  const rule = `is there ${found.length} times: ${found.map(({ name }) => name).join(', ')}`;
  return [problem('duplicate', place, rule, 'give it once')];
}

/** What tells an audit from another, field by field; none of it depends on the directions. */
function identityOf(audit: Audit): Readonly<Record<string, unknown>> {
  const { index: _, first: __, ...shard } = audit.shard as AuditShard;
  const { tool, network, data, seed, units, scaling, rays, origins, box, policies } = audit;
  const { fitting, followed, notes, ends, ceiling, boundedFeatures, circle } = audit;
  const thresholds = audit.detectors.map(({ id, threshold }) => [id, threshold]);
  return {
    version: tool.version,
    'number of shards': shard.of,
    'number of directions': shard.total,
    network: [network, ceiling, boundedFeatures, circle, shard.fingerprints.network],
    data: [data, shard.fingerprints.data],
    seed,
    policies,
    options: [units, scaling, rays, origins, box, ends, shard.fingerprints.options],
    detectors: [thresholds, fitting, followed, notes],
    posterior: audit.posterior && [
      audit.posterior.kind,
      audit.posterior.members,
      audit.posterior.probitCeiling,
    ],
  };
}

function differences({ name, audit }: AuditPartFile, first: AuditPartFile): Problem[] {
  const [own, expected] = [audit, first.audit].map(identityOf);
  return Object.keys(own)
    .filter((field) => JSON.stringify(own[field]) !== JSON.stringify(expected[field]))
    .map((field) =>
      problem(
        'inconsistent',
        `${name}: ${field}`,
        `must be that of ${first.name}`,
        'join shards of one network, data and options, audited by one version',
      ),
    );
}

function problem(code: Problem['code'], path: string, rule: string, remedy: string): Problem {
  return { code, path, rule, remedy };
}

function refused(problems: readonly Problem[]): InputError {
  return new InputError('merge', problems.slice(0, 20));
}
