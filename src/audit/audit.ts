import { argmaxRows, batch, rowOf, selectRows } from '../detectors/batch.js';
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
import { evaluate } from '../network/evaluate.js';
import type { Network } from '../network/network.js';
import { headOf } from '../network/penultimate.js';
import type { Box } from '../tail/boxTail.js';
import type { AuditData } from './auditData.js';
import {
  type AuditedDirection,
  type AuditGround,
  DirectionAuditor,
  hasHead,
} from './auditDirections.js';
import { type AuditRay, featureRays, scalingRays } from './auditRay.js';
import type { Audit, AuditRun, DetectorSummary } from './auditRun.js';
import type { AuditPart, AuditThreads } from './auditThreads.js';
import { DEFAULT_ROWS, dataReach, spreadRows } from './dataEdge.js';
import type { DirectionFinding } from './directionFinding.js';
import {
  DEFAULT_DETECTORS,
  DEFAULT_FLAG_RATE,
  detectorIdsOf,
  type Fitting,
  fitDetectors,
} from './fittedDetectors.js';
import { CURVE_POINTS, scalePrecision } from './followRay.js';
import { type InputScaling, momentsOf, scaleRows } from './inputScaling.js';
import { networkSize } from './networkSize.js';
import { platform } from './platform.js';
import { checkPolicies, type Policy, refusePolicies } from './policy.js';
import { spreadOf } from './spread.js';
import { NEAR_DEVIATIONS, sentencesOf } from './summary.js';

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
/** Products that curves may take before they are sampled coarsely. */
const CURVE_WORK = 1e11;
/** Products of exact germs that are no trouble. */
const EXACT_WORK = 3e7;
/** Products below which threads cost more than they save. */
const THREAD_WORK = 2e9;
/** Up to this many directions detectors are followed from five rows, else from one. */
const FEW_DIRECTIONS = 256;
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
  refuseBeyondAffine(network);
  checkArguments('audit', { options: [options, auditOptions] });
  refuseThreads(options.workers, threads);
  const { data, scaling = null, seed = 1, policies = [] } = options;
  const { inputSize } = network;
  const inputs = data ? scaleRows(data.x, scaling) : null;
  if (inputs && inputs.rows === 0) throw nothing('--data', 'rows', 'give at least one row');
  const features = data?.features ?? Array.from({ length: inputSize }, (_, d) => `x_${d}`);
  const rays = raysOf(options, features, inputs);
  if (rays.length === 0) throw nothing('audit', 'rays', 'give at least one direction');

  const size = networkSize(network);
  const work = rays.length * Math.max(1, size.multiplications);
  const sample = inputs ? spreadRows(inputs.rows, options.rows ?? DEFAULT_ROWS) : [];
  const rows = inputs
    ? sample.map((row) => rowOf(inputs, row).slice())
    : [new Float64Array(inputSize)];
  const detectorRows = Math.min(rows.length, rays.length <= FEW_DIRECTIONS ? 5 : 1);
  const curvePoints =
    work * rows.length * CURVE_POINTS.fine <= CURVE_WORK ? CURVE_POINTS.fine : CURVE_POINTS.coarse;
  const exactGerms = work * detectorRows <= EXACT_WORK;

  const flagRate = checkedFlagRate(options.flagRate);
  const request = fittingRequest(network, { ...options, flagRate }, inputs, seed);
  const fitting =
    request &&
    fitDetectors(request.classifier, request.inputs, request.labels, request.ids, request);
  refusePolicies(policies, {
    isClassifier: network.outputSize > 1,
    followed: hasHead(network),
    fitting,
    deviationsKnown: inputs !== null || scaling !== null,
  });

  const deviations = deviationsOf(inputs, scaling, inputSize);
  const ground: AuditGround = {
    network,
    rows,
    box: options.box ?? boxOf(inputs, inputSize),
    deviations,
    reaches: rays.map((ray) => dataReach(ray, inputs, options.box ?? null, deviations)),
    exactGerms,
    detectorRows,
    curvePoints,
    fitting,
    epsilons: EPSILONS,
  };
  const workers =
    options.workers ?? (work * (rows.length + 10) < THREAD_WORK ? 0 : (threads?.most ?? 0));
  const parts = partsOf(rays);
  let done = 0;
  const note = (more: number) => options.onProgress?.((done += more), rays.length);
  const audited =
    threads && workers > 0
      ? await threads.audit(workers, ground, request, parts, note)
      : await auditHere(ground, parts, note);
  const directions = audited.map(({ finding }) => finding);

  const detectors = fitting ? detectorSummaries(fitting, directions) : [];
  const summary = countsOf(directions);
  const checked = checkPolicies(policies, directions, detectors);
  const result: Audit = {
    schemaVersion: 1,
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
    units: scaling ? 'raw units of the features' : "the network's own input units",
    scaling: scaling && { source: scaling.source },
    rays: options.rays ? 'given' : options.scaleAll ? 'whole inputs' : 'features',
    origins: rays.every(({ origin }) => origin)
      ? { kind: 'of each ray', rows: 1 }
      : { kind: inputs ? 'data rows' : 'the origin', rows: rows.length },
    box: options.box ? 'given' : inputs ? 'the range of the data' : 'the single origin 0',
    summary: { ...summary, sentences: [] },
    policies: policies.map(({ text }) => text),
    violations: checked,
    detectors,
    fitting: fitting && {
      trainRows: fitting.trainRows,
      validationRows: fitting.validationRows,
      flagRate,
      arithmetic: exactGerms ? 'exact germs' : 'germs rounded to doubles, their signs certified',
    },
    followed: hasHead(network)
      ? {
          rows: rays.every(({ origin }) => origin) ? 1 : rows.length,
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
    directions,
    environment: { ...platform(), workers },
    timing: { durationMs: Math.round(performance.now() - started) },
  };
  const complete = { ...result, summary: { ...summary, sentences: sentencesOf(result) } };
  return { audit: complete, curves: audited.map(({ curves }) => curves) };
}

/** Detectors and danger scales are followed along germs a + t·b, which such networks do not have. */
function refuseBeyondAffine(network: Network): void {
  if (capabilityOf(network).piecewiseAffine) return;
  throw new InputError('audit', [
    {
      code: 'unsupported',
      path: 'network',
      rule: 'must be piecewise affine: along smooth activations, norms, attention and trees no danger scales and detectors are followed',
      remedy: 'decide where its probabilities end with `farfield tail NETWORK --rays FILE`',
    },
  ]);
}

const auditOptions = record({
  name: optional(text),
  data: optional(
    record({
      name: text,
      features: list(text),
      x: batch,
      labels: nullable(instanceOf(Int32Array, 'pass class indices, or null')),
      notes: list(text),
    }),
  ),
  scaling: optional(record({ means: numbers(), deviations: numbers(), source: text })),
  rays: optional(list(record({ label: text, entries: list(record({})) }))),
  scaleAll: optional(flag),
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
  { rays, scaleAll, scaling: given, data, rows }: AuditOptions,
  features: readonly string[],
  inputs: Batch | null,
): readonly AuditRay[] {
  const scaling = given ?? null;
  if (rays) return rays;
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
  return {
    classifier: new Classifier(network),
    inputs,
    labels: data.labels,
    ids,
    seed,
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
  const auditor = new DirectionAuditor(ground);
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

/** Directions next to each other, as many as a thread gets at a time. */
function partsOf(rays: readonly AuditRay[]): AuditPart[] {
  return Array.from({ length: Math.ceil(rays.length / CHUNK) }, (_, c) => ({
    rays: rays.slice(c * CHUNK, (c + 1) * CHUNK),
    firstIndex: c * CHUNK,
  }));
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
  return { name, rows: inputs.rows, labelled: labels !== null, accuracy, accuracyRows: some };
}

function predictionsOf(network: Network, inputs: Batch): Int32Array {
  return argmaxRows({
    rows: inputs.rows,
    columns: network.outputSize,
    values: Float64Array.from(
      Array.from({ length: inputs.rows }, (_, i) => i).flatMap((i) =>
        Array.from(evaluate(network, rowOf(inputs, i))),
      ),
    ),
  });
}

function countsOf(directions: readonly DirectionFinding[]) {
  const count = (regime: string) => directions.filter((d) => d.regime === regime).length;
  const saturating = directions.filter(({ regime }) => regime === 'saturating');
  const created = saturating.filter(({ seen }) => seen?.verdict === 'created');
  const distances = created.flatMap(({ seen }) => seen!.distance ?? []);
  return {
    directions: directions.length,
    saturating: saturating.length,
    tied: count('tied'),
    flat: count('flat'),
    created: created.length,
    kept: saturating.filter(({ seen }) => seen?.verdict === 'kept').length,
    near:
      distances.length === 0 && created.length > 0
        ? null
        : distances.filter((d) => d <= NEAR_DEVIATIONS).length,
    withoutDistance: created.length - distances.length,
    settledExactly: directions.reduce((sum, d) => sum + d.settledExactly, 0),
  };
}

function detectorSummaries(
  { detectors }: Fitting,
  directions: readonly DirectionFinding[],
): DetectorSummary[] {
  return detectors.map(({ id, name, threshold, flagging }, d) => {
    const found = directions.flatMap((direction) => direction.detectors[d] ?? []);
    return {
      id,
      name,
      threshold,
      thresholdBounds: { lower: flagging.lower, upper: flagging.upper, level: flagging.level },
      flagged: flagging.flagged,
      flagRateAtMost: flagging.rateAtMost,
      directions: found.length,
      blind: found.filter(({ blind }) => blind === true).length,
      undecided: found.filter(({ blind }) => blind === null).length,
      flagDistance: medianOf(
        found.flatMap(({ blind, flagDistance }) =>
          blind === false && flagDistance !== null ? [flagDistance] : [],
        ),
      ),
      late: found.filter(({ blind, timely }) => blind === false && !timely).length,
    };
  });
}

function medianOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : spreadOf(values).median;
}

function nothing(where: string, path: string, remedy: string): InputError {
  return new InputError(where, [
    { code: 'empty', path, rule: 'must not be empty: there would be nothing to check', remedy },
  ]);
}
