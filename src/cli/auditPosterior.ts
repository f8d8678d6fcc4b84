import { dirname, resolve } from 'node:path';
import { withMore } from '../audit/assembleAudit.js';
import type { AuditData } from '../audit/auditData.js';
import { type AuditRay, featureRays } from '../audit/auditRay.js';
import type { AuditRun } from '../audit/auditRun.js';
import { type InputScaling, scaleRows } from '../audit/inputScaling.js';
import { posteriorEnds } from '../audit/posteriorEnd.js';
import { RandomNumbers } from '../data/randomNumbers.js';
import { rowOf } from '../detectors/batch.js';
import { InputError } from '../errors/inputError.js';
import { readJsonFile } from '../files/readJsonFile.js';
import type { Network } from '../network/network.js';
import { readNetwork } from '../network/networkFile.js';
import type { Posterior } from '../posterior/posterior.js';
import { ensembleMixture, readPosterior } from '../posterior/readPosterior.js';
import { loadNetwork } from '../readers/loadNetwork.js';
import { type NetworkOptions, readCommandNetwork } from './networkOptions.js';
import { Progress } from './progress.js';
import type { Terminal } from './terminal.js';

/** Whose posterior, and what the audit was made of. */
export interface PosteriorRequest {
  readonly posterior?: string;
  readonly ensemble?: readonly string[];
  readonly network: Network;
  readonly networkOptions: NetworkOptions;
  readonly data: AuditData | undefined;
  readonly scaling: InputScaling | null;
  readonly rays: readonly AuditRay[] | undefined;
  readonly seed: number;
  readonly terminal: Terminal;
}

/**
 * The posterior an audit is asked about, read before anything is computed; null if none is.
 *
 * @throws InputError for a file that does not fit; `inconsistent` for options that exclude each other
 */
export async function readAuditPosterior(
  request: Omit<PosteriorRequest, 'data' | 'scaling' | 'rays'> & { readonly scaleAll: boolean },
): Promise<Posterior | null> {
  const { posterior, ensemble, network, networkOptions, seed, terminal, scaleAll } = request;
  if (posterior === undefined && ensemble === undefined) return null;
  const option = posterior === undefined ? '--ensemble' : '--posterior';
  const refuse = (rule: string, remedy: string) => {
    throw new InputError('audit', [{ code: 'inconsistent', path: option, rule, remedy }]);
  };
  if (scaleAll) refuse('cannot be given with --scale-all', 'give directions with --rays');
  if (posterior === undefined) {
    const others: Network[] = [];
    for (const path of ensemble!) {
      others.push(await readCommandNetwork(path, networkOptions, terminal));
    }
    return ensembleMixture([network, ...others]);
  }
  if (ensemble !== undefined) refuse('cannot be given with --ensemble', 'give one of the two');
  const random = new RandomNumbers(seed, 'audit', 'dropout');
  const read = await readPosterior(
    await readJsonFile(posterior),
    {
      network,
      readMember: (member, place) =>
        typeof member === 'string'
          ? loadNetwork(resolve(dirname(posterior), member))
          : Promise.resolve(readNetwork(member, `${posterior}: ${place}`)),
      random: () => random.uniform(),
    },
    posterior,
  );
  if (read.inputSize === network.inputSize && read.classes === network.outputSize) return read;
  throw new InputError('audit', [
    {
      code: 'shape_mismatch',
      path: '--posterior',
      value: `${read.inputSize} inputs, ${read.classes} classes`,
      rule: `must have ${network.inputSize} inputs and ${network.outputSize} classes, as the network audited`,
      remedy: 'audit one of its members',
    },
  ]);
}

/** The run of an audit with where a posterior ends, per direction. */
export function withPosterior(
  run: AuditRun,
  posterior: Posterior | null,
  { data, scaling, rays, network, seed, terminal }: Omit<PosteriorRequest, 'networkOptions'>,
): AuditRun {
  if (!posterior) return run;
  const names = data?.features ?? Array.from({ length: network.inputSize }, (_, d) => `x_${d}`);
  const origin = data ? rowOf(scaleRows(data.x, scaling), 0) : new Float64Array(network.inputSize);
  const progress = new Progress(terminal, 'directions');
  try {
    const all = rays ?? featureRays(names, scaling);
    // Those that were audited: all, or those of a shard.
    const indices = run.audit.directions.map(({ index }) => index);
    const found = posteriorEnds(
      posterior,
      indices.map((index) => ({ index, ray: all[index] })),
      origin,
      seed,
      (done, total) => {
        if (done === total) progress.step(done, total, 'posterior');
        else progress.within(done, total, 'following the posterior');
      },
    );
    return { ...run, audit: withMore(run.audit, { posterior: found }) };
  } finally {
    progress.stop();
  }
}
