import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withMore } from '../audit/assembleAudit.js';
import type { AuditData } from '../audit/auditData.js';
import { type AuditRay, featureRays } from '../audit/auditRay.js';
import type { AuditRun } from '../audit/auditRun.js';
import { type InputScaling, scaleRows } from '../audit/inputScaling.js';
import { argmaxRows, rowOf } from '../detectors/batch.js';
import { InputError } from '../errors/inputError.js';
import { compiledModule } from '../files/compiledModule.js';
import { readJsonFile } from '../files/readJsonFile.js';
import { evaluate } from '../network/evaluate.js';
import { networkFileOf } from '../network/layersOf.js';
import type { Network } from '../network/network.js';
import type { NetworkFile } from '../network/networkFile.js';
import { measureAlong } from '../testing/measureAudit.js';
import { processDetector } from '../testing/processDetector.js';

/** Whose detector, and what the audit was made of. */
export interface ForeignRequest {
  readonly exec?: string;
  readonly module?: string;
  /** The network's file. */
  readonly path: string;
  readonly network: Network;
  readonly data: AuditData | undefined;
  readonly scaling: InputScaling | null;
  readonly rays: readonly AuditRay[] | undefined;
  readonly flagRate: number;
  readonly seed: number;
}

/**
 * Refuses what a foreign detector cannot be measured with, before anything is computed.
 *
 * @throws InputError
 */
export function refuseForeign({
  exec,
  module,
  data,
  scaleAll,
}: {
  readonly exec?: string;
  readonly module?: string;
  readonly data?: string;
  readonly scaleAll?: boolean;
}): void {
  if (exec === undefined && module === undefined) return;
  const option = exec === undefined ? '--module' : '--exec';
  const refuse = (rule: string, remedy: string) => {
    throw new InputError('audit', [{ code: 'inconsistent', path: option, rule, remedy }]);
  };
  if (exec !== undefined && module !== undefined) {
    refuse('cannot be given with --module', 'give one detector of your own at a time');
  }
  if (data === undefined) refuse('needs --data: detectors are fitted on them', 'give --data');
  if (scaleAll) refuse('cannot be given with --scale-all', 'give directions with --rays');
}

/** The run of an audit with a foreign detector, measured, beside the built-in ones. */
export async function withForeign(run: AuditRun, request: ForeignRequest): Promise<AuditRun> {
  const { exec, module, path, network, data, scaling, rays, flagRate, seed } = request;
  if ((exec === undefined && module === undefined) || !data) return run;
  const inputs = scaleRows(data.x, scaling);
  const logits = Array.from({ length: inputs.rows }, (_, i) => evaluate(network, rowOf(inputs, i)));
  const predictions = argmaxRows({
    rows: logits.length,
    columns: network.outputSize,
    values: Float64Array.from(logits.flatMap((row) => Array.from(row))),
  });
  const detector = processDetector(exec ?? served(module!));
  try {
    const measured = await measureAlong({ name: module ?? exec!, fit: detector.fit }, run.audit, {
      network: await asSent(path, network),
      inputs,
      labels: data.labels ?? predictions,
      rays: rays ?? featureRays(data.features, scaling),
      flagRate,
      seed,
    });
    return { ...run, audit: withMore(run.audit, { measured }) };
  } catch (error) {
    throw inOwnWords(error, module === undefined ? '--exec' : '--module', module ?? exec!);
  } finally {
    await detector.close();
  }
}

/** The network as its file has it; of other formats its layers, or where the file is if it has none. */
async function asSent(path: string, network: Network): Promise<NetworkFile> {
  if (path.endsWith('.json')) {
    const file = (await readJsonFile(path)) as NetworkFile;
    if (file.format === 'farfield-network') return file;
  }
  const sent = networkFileOf(network) ?? { file: resolve(path), inputs: network.inputSize };
  return sent as unknown as NetworkFile;
}

/** A detector that refuses the data, or breaks off, is bad input to an audit. */
function inOwnWords(error: unknown, option: string, value: string): unknown {
  if (error instanceof InputError) return error;
  const said = error instanceof Error ? error.message : String(error);
  return new InputError('audit', [
    {
      code: 'failed',
      path: option,
      value,
      rule: `must be fitted on the data and score them, but ${said}`,
      remedy: `check it with farfield detect ${option}`,
    },
  ]);
}

/** The command that serves a module. */
function served(module: string): string {
  const server = fileURLToPath(compiledModule('../testing/serveModule.js', import.meta.url));
  return [process.execPath, server, resolve(module)].map((word) => JSON.stringify(word)).join(' ');
}
