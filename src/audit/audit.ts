import { ceilingFinding, isBounded } from '../ceiling/ceilingFinding.js';
import { argmaxRows, batch, rowOf, selectRows, zeroBatch } from '../detectors/batch.js';
import { type Batch, Classifier } from '../detectors/index.js';
import { checkArguments } from '../errors/checkArguments.js';
import { InputError } from '../errors/inputError.js';
import {
  callable,
  flag,
  instanceOf,
  list,
  nullable,
  number,
  numbers,
  optional,
  record,
  text,
  whole,
} from '../errors/kinds.js';
import { TOOL_VERSION } from '../evidence/toolVersion.js';
import { capabilityOf } from '../network/capability.js';
import { checkNetwork } from '../network/checkNetwork.js';
import { eachBlock } from '../network/evaluate.js';
import type { Network } from '../network/network.js';
import { headOf } from '../network/penultimate.js';
import type { Box } from '../tail/box.js';
import { type AuditGivens, assembleAudit } from './assembleAudit.js';
import type { AuditData } from './auditData.js';
import { auditEffort } from './auditEffort.js';
import { type AuditedDirection, type AuditGround, hasHead } from './auditGround.js';
import { auditorOf, hasGerms } from './auditorOf.js';
import { type AuditRay, featureRays, scalingRays } from './auditRay.js';
import type { Audit, AuditRun, AuditShard } from './auditRun.js';
import type { AuditPart, AuditThreads } from './auditThreads.js';
import { circleOf } from './circle.js';
import { DEFAULT_ROWS, dataReach, spreadRows } from './dataEdge.js';
import { fingerprint } from './fingerprint.js';
import {
  DEFAULT_DETECTORS,
  DEFAULT_FLAG_RATE,
  detectorIdsOf,
  fitDetectors,
  fittingSplit,
} from './fittedDetectors.js';
import { scalePrecision } from './followRays.js';
import { type InputScaling, momentsOf, scaleRows } from './inputScaling.js';
import { networkSize } from './networkSize.js';
import { platform } from './platform.js';
import { type Policy, refusePolicies } from './policy.js';
import { randomRays } from './randomRays.js';
import { type Shard, shardRange } from './shardOf.js';

/** What an audit may be told. */
export interface AuditOptions {
  /** How reports call the network. */
  readonly name?: string;
  /** In-distribution data, raw units if there is a scaling. */
  readonly data?: AuditData;
  /** How raw values become inputs; without it directions and scales are in the network's units. */
  readonly scaling?: InputScaling;
  /** Directions instead of every feature, both ways. */
  readonly rays?: readonly AuditRay[];
  /** Scale whole rows of the data (Hein et al.'s αx) instead. */
  readonly scaleAll?: boolean;
  /**
   * Draw so many directions, uniformly from the sphere of the network's inputs, instead; scales are in
   * the network's units then.
   */
  readonly randomDirections?: number;
  /** Audit a part of the directions only, to be joined by `farfield merge`; its policies are judged then. */
  readonly shard?: Shard;
  /** In the network's units; the range of the data if absent, or the origin without data. */
  readonly box?: Box;
  /** Ids, or `all`. */
  readonly detectors?: readonly string[];
  /** The share of in-distribution inputs that thresholds may flag, in [0, 1); 0.05 if absent. */
  readonly flagRate?: number;
  /** From how many rows the network is followed and danger scales are taken; 50 if absent. */
  readonly rows?: number;
  readonly policies?: readonly Policy[];
  readonly seed?: number;
  /** Threads; 0 for none. One per core if absent, none for small audits or where there are none. */
  readonly workers?: number;
  readonly onProgress?: (done: number, total: number) => void;
}

/** The certainties danger scales are given for: 99 % and 99.9 %. */
const EPSILONS = [0.01, 0.001];
/** Products below which threads cost more than they save. */
const THREAD_WORK = 2e9;
/** The seed of audits that name none. */
const DEFAULT_SEED = 1;
/** Directions a thread gets at a time. */
const CHUNK = 32;

/**
 * Audits a network: which directions drive it to certainty for ever, from which scale on, and which
 * detectors would notice.
 *
 * Regime, class and gap of a direction are certified and hold for every input. Danger scales at rows
 * are float64; their bound over a box is certified. Whether a detector is blind is decided from its
 * expansion at infinity, with exact germs or, in large audits, with germs rounded to doubles whose
 * signs are certified (`arithmetic` says which).
 *
 * The same arguments give the same findings, whatever the number of threads.
 *
 * @param threads - where directions are shared out; they are audited in this thread if absent
 * @throws InputError for data, detectors or policies that do not fit the network or each other
 *
 * @example
 * ```ts
 * const network = readNetwork({ format: 'farfield-network', version: 1, inputs: 1,
 *   layers: [{ type: 'dense', weights: [[1], [0]], bias: [0, 0] }] });
 * const { audit: found } = await audit(network, { workers: 0 });
 * found.summary.saturating; // how many directions end in certainty
 * ```
 */
export async function audit(
  network: Network,
  options: AuditOptions = {},
  threads: AuditThreads | null = null,
): Promise<AuditRun> {
  const started = performance.now();
  checkNetwork('audit', network);
  checkArguments('audit', { options: [options, auditOptions] });
  refuseThreads(options.workers, threads);
  const { data, scaling = null, seed = DEFAULT_SEED, policies = [] } = options;
  const { inputSize } = network;
  const inputs = data ? scaleRows(data.x, scaling) : null;
  if (inputs && inputs.rows === 0) throw nothing('--data', 'rows', 'give at least one row');
  const features = data?.features ?? Array.from({ length: inputSize }, (_, d) => `x_${d}`);
  const rays = raysOf(options, features, inputs);
  if (rays.length === 0) throw nothing('audit', 'rays', 'give at least one direction');

  const size = networkSize(network);
  const shard = await shardOf(network, options, rays.length);
  const { first, end } = shard ? shardRange(shard, rays.length) : { first: 0, end: rays.length };
  const sample = inputs ? spreadRows(inputs.rows, options.rows ?? DEFAULT_ROWS) : [];
  const rows = inputs
    ? sample.map((row) => rowOf(inputs, row).slice())
    : [new Float64Array(inputSize)];
  const effort = auditEffort(network, rays.length, rows.length, options.rows !== undefined);
  const { work, followedRows, detectorRows, curvePoints, exactGerms } = effort;
  const isFollowed = network.outputSize > 1 && (hasHead(network) || !hasGerms(network));
  const ownOrigins = rays.every(({ origin }) => origin);

  const flagRate = checkedFlagRate(options.flagRate);
  // Threads get networks as plain data, which others are not.
  const most = hasGerms(network) ? Infinity : 0;
  const usual = work * (rows.length + 10) < THREAD_WORK ? 0 : (threads?.most ?? 0);
  const workers = Math.min(options.workers ?? usual, most);
  const threaded = workers > 0 ? threads : null;
  const request = fittingRequest(network, { ...options, flagRate }, inputs, seed, threaded);
  const fitting = request && fitDetectors(request.classifier, request.split, request.ids, request);
  refusePolicies(policies, {
    isClassifier: network.outputSize > 1,
    followed: isFollowed,
    fitting,
    deviationsKnown: inputs !== null || scaling !== null,
    drawn: options.randomDirections !== undefined,
  });

  const deviations = deviationsOf(inputs, scaling, inputSize);
  const ground: AuditGround = {
    network,
    rows,
    box: options.box ?? boxOf(inputs, inputSize),
    deviations,
    reaches: rays.map((ray, r) =>
      r < first || r >= end ? null : dataReach(ray, inputs, options.box ?? null, deviations),
    ),
    ...effort,
    fitting,
    epsilons: EPSILONS,
  };
  const parts = partsOf(rays, first, end);
  let done = 0;
  const note = (more: number) => options.onProgress?.((done += more), end - first);
  const audited = threaded
    ? await threaded.audit(workers, ground, request, parts, note)
    : await auditHere(ground, parts, note);
  const circle = options.randomDirections === undefined ? null : circleOf(network);
  const givens: AuditGivens = {
    tool: { name: 'farfield', version: TOOL_VERSION },
    network: {
      name: options.name ?? 'network',
      inputs: inputSize,
      classes: network.outputSize,
      parameters: size.parameters,
      notes: network.notes,
    },
    data: data && inputs ? dataSummary(network, data, inputs) : null,
    seed,
    units:
      scaling && options.randomDirections === undefined
        ? 'raw units of the features'
        : "the network's own input units",
    scaling: scaling && { source: scaling.source },
    rays: options.rays
      ? 'given'
      : options.randomDirections !== undefined
        ? 'random'
        : options.scaleAll
          ? 'whole inputs'
          : 'features',
    ...(shard && { shard }),
    origins: ownOrigins
      ? { kind: 'of each ray', rows: 1 }
      : { kind: inputs ? 'data rows' : 'the origin', rows: rows.length },
    box: options.box ? 'given' : inputs ? 'the range of the data' : 'the single origin 0',
    detectors: (fitting?.detectors ?? []).map(({ id, name, threshold, flagging }) => ({
      id,
      name,
      threshold,
      thresholdBounds: { lower: flagging.lower, upper: flagging.upper, level: flagging.level },
      flagged: flagging.flagged,
      flagRateAtMost: flagging.rateAtMost,
    })),
    fitting: fitting && {
      trainRows: fitting.trainRows,
      validationRows: fitting.validationRows,
      flagRate,
      arithmetic: !hasGerms(network)
        ? 'what features and logits tend to, enclosed'
        : exactGerms
          ? 'exact germs'
          : 'germs rounded to doubles, their signs certified',
    },
    ends: {
      from: hasGerms(network) || capabilityOf(network).asymptotic ? 'every input' : 'rows',
      rows: hasGerms(network) ? 0 : ownOrigins ? 1 : effort.endRows,
      certifiedRows: hasGerms(network) ? null : effort.certifiedRows,
    },
    ceiling: ceilingFinding(network),
    ...(circle && { circle }),
    boundedFeatures: hasHead(network) ? isBounded(network, headOf(network).penultimate) : null,
    followed: isFollowed
      ? {
          rows: ownOrigins ? 1 : followedRows,
          chosen: options.rows === undefined ? 'default' : 'given',
          detectorRows,
          points: curvePoints,
          precision: scalePrecision(curvePoints),
        }
      : null,
    notes: [
      ...(network.outputSize === 1
        ? ['the network has one output, which has no regime: slopes are given, and nothing else']
        : []),
      ...(data?.notes ?? []),
      ...(fitting?.notes ?? []),
      ...(request?.notes ?? []),
    ],
    environment: { ...platform(), workers },
    timing: { durationMs: Math.round(performance.now() - started) },
  };
  const directions = audited.map(({ finding }) => finding);
  return {
    audit: assembleAudit(givens, directions, policies),
    curves: audited.map(({ curves }) => curves),
  };
}

/** What tells that shards are of one audit; null of a whole one. */
async function shardOf(
  network: Network,
  { shard, ...options }: AuditOptions,
  rays: number,
): Promise<AuditShard | null> {
  if (!shard) return null;
  const { data, rows, flagRate, detectors, box, scaling } = options;
  return {
    ...shard,
    first: shardRange(shard, rays).first,
    total: rays,
    fingerprints: {
      network: await fingerprint(network),
      data: await fingerprint(data && { x: data.x, labels: data.labels, features: data.features }),
      options: await fingerprint({
        ...{ rows, flagRate, detectors, box, scaling, rays: options.rays },
        ...{ random: options.randomDirections, scaleAll: options.scaleAll },
      }),
    },
  };
}

const auditOptions = record({
  name: optional(text),
  data: optional(
    record({
      name: text,
      features: list(text),
      x: batch,
      labels: nullable(instanceOf(Int32Array, 'pass class indices, or null')),
      classNames: optional(list(text)),
      notes: list(text),
    }),
  ),
  scaling: optional(record({ means: numbers(), deviations: numbers(), source: text })),
  rays: optional(list(record({ label: text, entries: list(record({})) }))),
  scaleAll: optional(flag),
  randomDirections: optional(whole(1)),
  shard: optional(record({ index: whole(1), of: whole(1) })),
  box: optional(record({ lower: numbers(), upper: numbers() })),
  detectors: optional(list(text)),
  flagRate: optional(number()),
  rows: optional(whole(1)),
  policies: optional(list(record({ text }))),
  seed: optional(whole(0)),
  workers: optional(whole(0)),
  onProgress: optional(callable),
});

function raysOf(
  { rays, scaleAll, randomDirections, scaling: given, data, rows, seed }: AuditOptions,
  features: readonly string[],
  inputs: Batch | null,
): readonly AuditRay[] {
  const scaling = given ?? null;
  if (rays) return rays;
  if (randomDirections !== undefined) {
    return randomRays(features.length, randomDirections, seed ?? DEFAULT_SEED);
  }
  if (!scaleAll) return featureRays(features, scaling);
  if (!data || !inputs) {
    throw new InputError('--scale-all', [
      {
        code: 'missing',
        path: '--data',
        rule: 'is needed: the inputs to scale are its rows',
        remedy: 'give --data, or directions with --rays',
      },
    ]);
  }
  return scalingRays(data.x, inputs, spreadRows(inputs.rows, rows ?? DEFAULT_ROWS), scaling);
}

/** @throws InputError `out_of_range` unless it is in [0, 1) */
function checkedFlagRate(rate: number = DEFAULT_FLAG_RATE): number {
  if (rate >= 0 && rate < 1) return rate;
  throw new InputError('audit', [
    {
      code: 'out_of_range',
      path: 'flag-rate',
      value: rate,
      rule: 'must be at least 0 and below 1',
      remedy: 'give a share, 0.05 and not 5',
    },
  ]);
}

function fittingRequest(
  network: Network,
  { data, detectors, flagRate }: AuditOptions & { readonly flagRate: number },
  inputs: Batch | null,
  seed: number,
  threads: AuditThreads | null,
) {
  const ids = detectorIdsOf(detectors ?? DEFAULT_DETECTORS);
  if (!data || !inputs) {
    if (!detectors) return null;
    throw new InputError('--detectors', [
      {
        code: 'missing',
        path: '--data',
        rule: 'is needed: detectors are fitted on in-distribution data',
        remedy: 'give --data',
      },
    ]);
  }
  if (network.outputSize === 1) {
    if (!detectors) return null;
    throw new InputError('--detectors', [
      {
        code: 'unsupported',
        path: 'network.outputSize',
        value: 1,
        rule: 'must be at least 2: detectors score class predictions',
        remedy: 'read the one output as two classes (--binary)',
      },
    ]);
  }
  if (!hasHead(network)) {
    // Says why, if detectors were asked for.
    if (detectors) headOf(network);
    return null;
  }
  const note = data.labels
    ? []
    : ["the data have no labels: detectors are fitted on the network's own predictions"];
  const classifier = new Classifier(network);
  const split = fittingSplit(classifier, inputs, data.labels, seed, ids);
  return {
    classifier,
    // Fitted on here as well: one copy is enough.
    split: threads ? threads.share(split) : split,
    ids,
    lenient: detectors?.includes('all') ?? false,
    flagRate,
    notes: note,
  };
}

/** Audits directions in this thread. */
async function auditHere(
  ground: AuditGround,
  parts: readonly AuditPart[],
  note: (done: number) => void,
): Promise<AuditedDirection[]> {
  const auditor = auditorOf(ground);
  const audited: AuditedDirection[] = [];
  for (const { rays, firstIndex } of parts) {
    audited.push(...auditor.audit(rays, firstIndex));
    note(rays.length);
    // Lets a progress bar move.
    await new Promise((resolve) => setTimeout(resolve));
  }
  return audited;
}

/** An audit without threads is not asked for some. */
function refuseThreads(workers: number | undefined, threads: AuditThreads | null): void {
  if (!workers || threads) return;
  throw new InputError('audit', [
    {
      code: 'unsupported',
      path: 'options.workers',
      value: workers,
      rule: 'must be 0: this audit has no threads',
      remedy: "leave it out, or take `audit` of 'farfield'",
    },
  ]);
}

/** Directions from `first` to before `end` next to each other, as many as a thread gets at a time. */
function partsOf(rays: readonly AuditRay[], first: number, end: number): AuditPart[] {
  return Array.from({ length: Math.ceil((end - first) / CHUNK) }, (_, c) => {
    const firstIndex = first + c * CHUNK;
    return { rays: rays.slice(firstIndex, Math.min(firstIndex + CHUNK, end)), firstIndex };
  });
}

function boxOf(inputs: Batch | null, size: number): Box {
  if (!inputs) return { lower: new Float64Array(size), upper: new Float64Array(size) };
  const lower = rowOf(inputs, 0).slice();
  const upper = lower.slice();
  for (let i = 1; i < inputs.rows; i++) {
    const row = rowOf(inputs, i);
    for (let d = 0; d < size; d++) {
      if (row[d] < lower[d]) lower[d] = row[d];
      if (row[d] > upper[d]) upper[d] = row[d];
    }
  }
  return { lower, upper };
}

function deviationsOf(
  inputs: Batch | null,
  scaling: InputScaling | null,
  size: number,
): Float64Array | null {
  if (inputs) return momentsOf(inputs).deviations;
  // Standardised inputs have deviation 1 by the meaning of the scaling.
  return scaling ? new Float64Array(size).fill(1) : null;
}

function dataSummary(network: Network, data: AuditData, inputs: Batch): Audit['data'] {
  const { name, labels } = data;
  const some = Math.min(inputs.rows, 2000);
  let accuracy: number | null = null;
  if (labels) {
    const first = selectRows(
      inputs,
      Array.from({ length: some }, (_, i) => i),
    );
    const predicted = predictionsOf(network, first);
    accuracy = predicted.filter((c, i) => c === labels[i]).length / some;
  }
  return {
    name,
    rows: inputs.rows,
    labelled: labels !== null,
    ...(data.classNames && { classNames: data.classNames }),
    accuracy,
    accuracyRows: some,
  };
}

function predictionsOf(network: Network, inputs: Batch): Int32Array {
  const logits = zeroBatch(inputs.rows, network.outputSize);
  eachBlock(network, inputs.values, inputs.rows, (values, from) => {
    logits.values.set(values[network.output], from * logits.columns);
  });
  return argmaxRows(logits);
}

function nothing(where: string, path: string, remedy: string): InputError {
  return new InputError(where, [
    { code: 'empty', path, rule: 'must not be empty: there would be nothing to check', remedy },
  ]);
}
