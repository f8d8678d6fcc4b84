import { isDeepStrictEqual } from 'node:util';
import { InputError } from '../errors/inputError.js';
import type { Problem } from '../errors/problem.js';
import type { ClaimEvidence, Evidence } from './evidence.js';
import { warningsAbout } from './warnings.js';

/**
 * Joins the evidence of shards into what one run would have given.
 *
 * @param parts - each with the name it was read from, for messages
 * @throws InputError `empty` without parts, `inconsistent` if versions, seeds, runs or catalogues
 *   differ, or two parts say different things of one claim
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
  const first = parts[0];
  if (!first) {
    throw new InputError('merge', [
      { code: 'empty', path: 'parts', rule: 'must not be empty', remedy: 'name a folder' },
    ]);
  }
  const problems = parts.flatMap(({ name, evidence }) => differences(name, evidence, first));
  if (problems.length > 0) throw new InputError('merge', problems);
  const claims = first.evidence.claims.map(({ id }, n) => {
    const found = parts.map(({ evidence }) => evidence.claims[n]!).filter(wasRun);
    const chosen = found[0];
    if (!chosen) return first.evidence.claims[n]!;
    if (found.some((other) => !isDeepStrictEqual(other, chosen))) {
      problems.push({
        code: 'inconsistent',
        path: `claims[${n}]`,
        value: id,
        rule: 'is reported differently by two parts of the same version, seed and runs',
        remedy: 'run the claim again; one of the files has been changed',
      });
    }
    return chosen;
  });
  if (problems.length > 0) throw new InputError('merge', problems);
  const timings = parts.map(({ evidence }) => evidence.timing);
  return {
    ...first.evidence,
    claims,
    warnings: warningsAbout(claims, first.evidence.runsPerClaim),
    timing: {
      startedAt: timings.map(({ startedAt }) => startedAt).sort()[0]!,
      durationMs: Math.max(...timings.map(({ durationMs }) => durationMs)),
      claimsMs: Object.assign({}, ...timings.map(({ claimsMs }) => claimsMs)),
    },
  };
}

function wasRun({ asPrinted }: ClaimEvidence): boolean {
  return asPrinted.verdict !== 'not-run';
}

function differences(
  name: string,
  evidence: Evidence,
  first: { readonly name: string; readonly evidence: Evidence },
): Problem[] {
  const compared = ({ tool, seed, runsPerClaim, claims }: Evidence) => ({
    tool,
    seed,
    runsPerClaim,
    claims: claims.map(({ id }) => id),
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
