import type { AuditBenchmark } from '../audit/auditBenchmark.js';
import type { DetectorBenchmark } from '../bench/detectorBenchmark.js';
import type { Exponents } from '../bench/exponents.js';
import type { Machine } from '../bench/machine.js';
import type { Cost } from '../bench/measure.js';
import type { ScoringBenchmark } from '../bench/scoringBenchmark.js';
import type { TailBenchmark } from '../bench/tailBenchmark.js';
import type { TrainingSpeed } from '../bench/trainingBenchmark.js';
import {
  list,
  named,
  nullable,
  number,
  object,
  oneOf,
  optional,
  record,
  type Shape,
  text,
} from '../schema/shape.js';

/** What `farfield bench --json` prints: of each benchmark that was run. */
interface Benchmarks {
  readonly schemaVersion: 1;
  readonly seed: number;
  readonly machine: Machine;
  readonly tails?: readonly TailBenchmark[];
  readonly exponents?: Exponents;
  readonly audit?: AuditBenchmark;
  readonly detectors?: DetectorBenchmark;
  readonly training?: readonly TrainingSpeed[];
  readonly scoring?: ScoringBenchmark;
}

const count = number({ minimum: 0, whole: true });
const amount = number({ minimum: 0 });
const finite = number();
const cost: Shape<Cost> = named(
  'cost',
  object<Cost>({
    us: amount,
    ratio: amount,
    spread: list(amount, 2) as Shape<unknown> as Shape<Cost['spread']>,
  }),
  'Processor time of a unit of work, and its ratio to that of the reference.',
);

/** The shape of what `farfield bench --json` prints. */
export const benchShape: Shape<Benchmarks> = object<Benchmarks>({
  schemaVersion: oneOf(1),
  seed: count,
  machine: object<Machine>({
    processor: text,
    cores: count,
    memoryGigabytes: amount,
    platform: text,
    node: text,
    kernel: text as Shape<Machine['kernel']>,
  }),
  tails: optional(
    list(
      object<TailBenchmark>({
        network: text,
        parameters: count,
        rays: count,
        exactDecisions: text,
        referenceUs: amount,
        costs: object<TailBenchmark['costs']>({ tails: cost, slopes: cost, denseTails: cost }),
        memoryGrowth: finite,
      }),
    ),
  ),
  exponents: optional(
    object<Exponents>({
      rays: finite,
      features: finite,
      rows: finite,
      depth: finite,
      width: finite,
    }),
  ),
  audit: optional(
    object<AuditBenchmark>({
      directions: count,
      parameters: count,
      milliseconds: amount,
      forwardPasses: amount,
      memoryGrowth: finite,
      sharedWeights: amount,
      settledExactly: count,
      exponents: object<AuditBenchmark['exponents']>({ rays: finite, parameters: finite }),
      cores: count,
    }),
  ),
  detectors: optional(
    object<DetectorBenchmark>({
      network: text,
      rows: count,
      fitUs: record(amount),
      referenceUs: amount,
      costs: record(cost),
      memoryGrowth: finite,
    }),
  ),
  training: optional(
    list(
      object<TrainingSpeed>({
        backend: text as Shape<TrainingSpeed['backend']>,
        rowsPerSecond: nullable(amount),
        reason: nullable(text),
      }),
    ),
  ),
  scoring: optional(
    object<ScoringBenchmark>({
      detectors: count,
      rows: count,
      fitSeconds: amount,
      baseRowsPerSecond: amount,
      withCeaRowsPerSecond: amount,
      peakMegabytes: amount,
    }),
  ),
});
