import { isDeepStrictEqual } from 'node:util';
import { checkArguments } from '../errors/checkArguments.js';
import { InputError } from '../errors/inputError.js';
import { list, number, record, text, whole } from '../errors/kinds.js';
import type { Problem } from '../errors/problem.js';
import type { ClaimEvidence, Evidence } from './evidence.js';
import { type ExperimentEvidence, lacksData } from './experimentEvidence.js';
import { warningsAbout } from './warnings.js';

/** The evidence of a shard, as far as it is read here; files are read by `parseEvidence`. */
const part = record({
  name: text,
  evidence: record({
    tool: record({}),
    seed: whole(0),
    runsPerClaim: whole(1),
    claims: list(record({ id: text, asPrinted: record({ verdict: text }) }), 1),
    experiments: list(record({ name: text, status: text })),
    timing: record({ startedAt: text, durationMs: number(), claimsMs: record({}) }),
  }),
});

/**
 * Joins the evidence of shards into what one run would have given.
 *
 * @param parts - each with the name it was read from, for messages
 * @throws InputError `empty` without parts, `inconsistent` if versions, seeds, runs or catalogues
 *   differ, or two parts say different things of one claim or experiment, or their experiments were
 *   run with different settings or backends
 *
 * @example
 * ```ts
 * const [one, two] = await Promise.all([1, 2].map((index) => verifyClaims({
 *   claims: ['regimes', 'softmax-increasing'], runs: 20, workers: 0, shard: { index, of: 2 },
 * })));
 * mergeEvidence([{ name: 'one', evidence: one }, { name: 'two', evidence: two }]).claims.length;
 * ```
 */
export function mergeEvidence(
  parts: readonly { readonly name: string; readonly evidence: Evidence }[],
): Evidence {
  checkArguments('merge', { parts: [parts, list(part)] });
  const first = parts[0];
  if (!first) {
    throw new InputError('merge', [
      { code: 'empty', path: 'parts', rule: 'must not be empty', remedy: 'name a folder' },
    ]);
  }
  const problems = parts.flatMap(({ name, evidence }) => differences(name, evidence, first));
  problems.push(...differingBackends(parts));
  if (problems.length > 0) throw new InputError('merge', problems);
  const join = <T extends { readonly id?: string; readonly name?: string }>(
    field: 'claims' | 'experiments',
    itemsOf: (evidence: Evidence) => readonly T[],
    wasRun: (item: T) => boolean,
  ): T[] =>
    itemsOf(first.evidence).map((listed, n) => {
      const found = parts.map(({ evidence }) => itemsOf(evidence)[n]!).filter(wasRun);
      const chosen = found[0];
      if (!chosen) return listed;
      if (found.some((other) => !isDeepStrictEqual(other, chosen))) {
        problems.push({
          code: 'inconsistent',
          path: `${field}[${n}]`,
          value: listed.id ?? listed.name,
          rule: 'is reported differently by two parts of the same version, seed and runs',
          remedy: 'run it again; one of the files has been changed',
        });
      }
      return chosen;
    });
  const claims = join('claims', ({ claims }) => claims, wasChecked);
  const experiments = join('experiments', ({ experiments }) => experiments, wasRun).map(
    (experiment, n) =>
      wasRun(experiment)
        ? experiment
        : (parts.map(({ evidence }) => evidence.experiments[n]).find(lacksData) ?? experiment),
  );
  if (problems.length > 0) throw new InputError('merge', problems);
  const timings = parts.map(({ evidence }) => evidence.timing);
  return {
    ...first.evidence,
    claims,
    experiments,
    warnings: warningsAbout(claims, first.evidence.runsPerClaim, experiments),
    timing: {
      startedAt: timings.map(({ startedAt }) => startedAt).sort()[0],
      durationMs: Math.max(...timings.map(({ durationMs }) => durationMs)),
      claimsMs: Object.assign({}, ...timings.map(({ claimsMs }) => claimsMs)),
      ...(experiments.length > 0 && {
        experimentsMs: Object.assign({}, ...timings.map(({ experimentsMs }) => experimentsMs)),
      }),
    },
  };
}

function wasChecked({ asPrinted }: ClaimEvidence): boolean {
  return asPrinted.verdict !== 'not-run';
}

function wasRun({ status }: ExperimentEvidence): boolean {
  return status === 'run';
}

/** What all experiments of one run have in common; null where there is none to tell it from. */
function commonSettings({ experiments }: Evidence) {
  const { dataSets: _, ...settings } = experiments[0]?.settings ?? { dataSets: [] };
  return settings;
}

/** What trained the networks of a part; null if it trained none. */
function backendOf({ experiments }: Evidence): string | null {
  return experiments.find(({ backend }) => backend !== 'none')?.backend ?? null;
}

function differingBackends(
  parts: readonly { readonly name: string; readonly evidence: Evidence }[],
): Problem[] {
  const known = parts.flatMap(({ name, evidence }) => {
    const backend = backendOf(evidence);
    return backend === null ? [] : [{ name, backend }];
  });
  return known
    .filter(({ backend }) => backend !== known[0].backend)
    .map(({ name, backend }) => ({
      code: 'inconsistent',
      path: `${name}: experiments: backend`,
      value: backend,
      rule: `must equal that of ${known[0].name}, ${JSON.stringify(known[0].backend)}`,
      remedy: 'train all shards with one backend: results differ in the last digits',
    }));
}

function differences(
  name: string,
  evidence: Evidence,
  first: { readonly name: string; readonly evidence: Evidence },
): Problem[] {
  const compared = (part: Evidence) => ({
    tool: part.tool,
    seed: part.seed,
    runsPerClaim: part.runsPerClaim,
    claims: part.claims.map(({ id }) => id),
    experiments: part.experiments.map(({ name }) => name),
    'experiments[0].settings': commonSettings(part),
  });
  const own = compared(evidence);
  const expected = compared(first.evidence);
  return (Object.keys(own) as (keyof typeof own)[])
    .filter((field) => !isDeepStrictEqual(own[field], expected[field]))
    .map((field) => ({
      code: 'inconsistent',
      path: `${name}: ${field}`,
      value: own[field],
      rule: `must equal that of ${first.name}, ${JSON.stringify(expected[field]).slice(0, 60)}`,
      remedy: 'merge shards of one version, seed and number of runs',
    }));
}
