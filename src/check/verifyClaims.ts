import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import type { AnyClaim } from '../claims/claim.js';
import { CLAIMS } from '../claims/registry.js';
import { checkArguments } from '../errors/checkArguments.js';
import { InputError } from '../errors/inputError.js';
import { callable, list, number, optional, record, text, whole } from '../errors/kinds.js';
import { type ClaimEvidence, EVIDENCE_VERSION, type Evidence } from '../evidence/evidence.js';
import { TOOL_VERSION } from '../evidence/toolVersion.js';
import { warningsAbout } from '../evidence/warnings.js';
import { mapConcurrently } from '../threads/mapConcurrently.js';
import { checkClaim, notRun } from './checkClaim.js';
import { ClaimPool } from './claimPool.js';
import type { TimedEvidence } from './claimWorker.js';
import { checkSettings, DEFAULT_RUNS, DEFAULT_SEED, type Settings } from './settings.js';
import { SharedCases } from './sharedCases.js';
import { sourceCommit } from './sourceCommit.js';

/** How to run the suite. Everything is optional. */
export interface VerifyOptions {
  /** Claim ids; all of the catalogue by default. */
  readonly claims?: readonly string[];
  readonly runs?: number;
  readonly seed?: number;
  /** Cases a search for a counterexample may try, if more than `runs`; 10,000 by default. */
  readonly candidates?: number;
  /** This part of how many: part 1 of 3 takes every third claim. */
  readonly shard?: { readonly index: number; readonly of: number };
  /** Threads; 0 checks in this one. One per core by default. Does not change the evidence. */
  readonly workers?: number;
  /** Called when a claim has been checked. */
  readonly onClaim?: (evidence: ClaimEvidence, done: number, total: number) => void;
  /** Claims to check instead of the catalogue: your own. Checked in this thread. */
  readonly catalogue?: readonly AnyClaim[];
}

/**
 * Checks claims and returns the evidence.
 *
 * Deterministic: the same version, seed, runs and claims give the same evidence, whatever the
 * number of workers or shards, but for `environment` and `timing`.
 *
 * @throws InputError `unknown_value` for a claim that is not in the catalogue, `out_of_range` for
 *   settings, `empty` for a shard without claims
 *
 * @example
 * ```ts
 * const evidence = await verifyClaims({ claims: ['softmax-increasing'], runs: 100, workers: 0 });
 * evidence.claims.find(({ id }) => id === 'softmax-increasing').asPrinted.verdict; // 'refuted'
 * ```
 */
export async function verifyClaims(options: VerifyOptions = {}): Promise<Evidence> {
  // `checkSettings` says which runs and seeds there are.
  checkArguments('verify', {
    options: [
      options,
      record({
        claims: optional(list(text)),
        runs: optional(number({ infinite: true, nan: true })),
        seed: optional(number({ infinite: true, nan: true })),
        candidates: optional(whole(1)),
        workers: optional(whole(0)),
        onClaim: optional(callable),
        catalogue: optional(list(record({ id: text, kind: text, asPrinted: record({}) }))),
        shard: optional(record({})),
      }),
    ],
  });
  const catalogue = options.catalogue ?? CLAIMS;
  const settings: Settings = {
    seed: options.seed ?? DEFAULT_SEED,
    runs: options.runs ?? DEFAULT_RUNS,
    ...(options.candidates !== undefined && { candidates: options.candidates }),
  };
  checkSettings('verify', settings);
  const chosen = chooseClaims(catalogue, options);
  const startedAt = new Date();
  const claimsMs: Record<string, number> = {};
  const found = new Map<string, ClaimEvidence>();
  const workers = options.catalogue ? 0 : (options.workers ?? availableParallelism());
  const pool = workers > 0 ? new ClaimPool(Math.min(workers, chosen.length)) : null;
  const cases = new SharedCases();
  const check = async (claim: AnyClaim) => {
    const { evidence, durationMs } = pool
      ? await pool.check(claim.id, settings)
      : timed(() => checkClaim(claim, settings, cases));
    claimsMs[claim.id] = Math.round(durationMs);
    found.set(claim.id, evidence);
    options.onClaim?.(evidence, found.size, chosen.length);
  };
  try {
    await mapConcurrently(chosen, Math.max(1, workers), check);
  } finally {
    await pool?.close();
  }
  const commit = sourceCommit();
  const claims = catalogue.map((claim) => found.get(claim.id) ?? notRun(claim));
  return {
    schemaVersion: EVIDENCE_VERSION,
    tool: versions(),
    seed: settings.seed,
    runsPerClaim: settings.runs,
    claims,
    experiments: [],
    warnings: warningsAbout(claims, settings.runs),
    environment: {
      ...(commit !== null && { commit }),
      node: process.version,
      platform: `${process.platform}-${process.arch}`,
      workers,
    },
    timing: {
      startedAt: startedAt.toISOString(),
      durationMs: Date.now() - startedAt.getTime(),
      claimsMs,
    },
  };
}

function timed(action: () => ClaimEvidence): TimedEvidence {
  const start = performance.now();
  const evidence = action();
  return { evidence, durationMs: performance.now() - start };
}

function chooseClaims(
  catalogue: readonly AnyClaim[],
  { claims, shard }: VerifyOptions,
): readonly AnyClaim[] {
  const ids = catalogue.map(({ id }) => id);
  const unknown = (claims ?? []).filter((id) => !ids.includes(id));
  if (unknown.length > 0 || claims?.length === 0) {
    throw new InputError(
      'verify',
      claims!.length === 0
        ? [
            {
              code: 'empty',
              path: 'claims',
              rule: 'must not be empty',
              remedy: 'name a claim, or leave the option out for all',
            },
          ]
        : unknown.map((id) => ({
            code: 'unknown_value' as const,
            path: 'claims',
            value: id,
            rule: `must be one of ${ids.join(', ')}`,
            remedy: '`farfield list` prints the catalogue',
          })),
    );
  }
  const wanted = catalogue.filter(({ id }) => !claims || claims.includes(id));
  if (!shard) return wanted;
  const { index, of } = shard;
  if (!Number.isInteger(of) || !Number.isInteger(index) || index < 1 || index > of) {
    throw new InputError('verify', [
      {
        code: 'out_of_range',
        path: 'shard',
        value: `${index}/${of}`,
        rule: 'must be i/n with 1 ≤ i ≤ n',
        remedy: 'pass for example --shard 1/2',
      },
    ]);
  }
  const part = wanted.filter((_, n) => n % of === index - 1);
  if (part.length === 0) {
    throw new InputError('verify', [
      {
        code: 'empty',
        path: 'shard',
        value: `${index}/${of}`,
        rule: `holds none of the ${wanted.length} claims, and a run that checks nothing proves nothing`,
        remedy: `use at most ${wanted.length} shards`,
      },
    ]);
  }
  return part;
}

function versions(): Evidence['tool'] {
  const require = createRequire(import.meta.url);
  const version = (name: string): string => require(`${name}/package.json`).version;
  return {
    name: 'farfield',
    version: TOOL_VERSION,
    fastCheck: version('fast-check'),
    mathjs: version('mathjs'),
  };
}
