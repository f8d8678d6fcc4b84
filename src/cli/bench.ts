import type { Command } from 'commander';
import { type AuditBenchmark, auditBenchmark } from '../audit/auditBenchmark.js';
import type { RatioMeasurement } from '../bench/measure.js';
import type { ScoringBenchmark } from '../bench/scoringBenchmark.js';
import { benchmarkTails, type TailBenchmark } from '../bench/tailBenchmark.js';
import type { TrainingSpeed } from '../bench/trainingBenchmark.js';
import { DEFAULT_SEED } from '../check/settings.js';
import { detectorThroughput, type Throughput } from '../detectors/throughput.js';
import { InputError } from '../errors/inputError.js';
import { checkTrainingPackages } from '../training/trainingPackages.js';
import { type CommonOptions, newCommand, terminalOf } from './command.js';
import type { Terminal } from './terminal.js';

/** What can be measured: what it gives as JSON, and as lines. */
interface Benchmark {
  readonly measure: (seed: number) => unknown | Promise<unknown>;
  readonly lines: (measured: never, terminal: Terminal) => string[];
}

const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  tails: { measure: benchmarkTails, lines: tailLines },
  audit: { measure: (seed) => auditBenchmark({ seed }), lines: auditLines },
  detectors: {
    measure: (seed) => detectorThroughput({ rows: 10_000, features: 128, classes: 10, seed }),
    lines: throughputLines,
  },
  // Loads TensorFlow.js, which other commands need not wait for.
  training: {
    measure: async (seed) => {
      checkTrainingPackages();
      return (await import('../bench/trainingBenchmark.js')).benchmarkTraining({ seed });
    },
    lines: trainingLines,
  },
  scoring: {
    measure: async (seed) =>
      (await import('../bench/scoringBenchmark.js')).benchmarkScoring({ seed }),
    lines: scoringLines,
  },
};

/** `farfield bench`: what things cost, as ratios within one run where there is one. */
export function benchCommand(): Command {
  const names = Object.keys(BENCHMARKS);
  return newCommand(
    'bench',
    'Measure what things cost: tails and audits in forward passes, training and detectors in rows per second.',
    'bench tails',
  )
    .argument('[name]', `what to measure: ${names.join(', ')}; all by default`)
    .action(async (name: string | undefined, options: CommonOptions) => {
      const terminal = terminalOf(options);
      if (name !== undefined && !Object.hasOwn(BENCHMARKS, name)) {
        throw new InputError('bench', [
          {
            code: 'unknown_value',
            path: 'name',
            value: name,
            rule: `must be one of ${names.join(', ')}`,
            remedy: 'leave it out to measure all',
          },
        ]);
      }
      const chosen = name === undefined ? names : [name];
      const measured: [string, unknown][] = [];
      for (const one of chosen) {
        terminal.note(`measuring ${one} …`);
        measured.push([one, await BENCHMARKS[one].measure(options.seed ?? DEFAULT_SEED)]);
      }
      terminal.result(Object.fromEntries(measured), () =>
        measured.flatMap(([one, result]) => BENCHMARKS[one].lines(result as never, terminal)),
      );
    });
}

function tailLines(tails: readonly TailBenchmark[], terminal: Terminal): string[] {
  return [
    'One certified tail against one float64 forward pass of the same network (median of 31 rounds, smallest … largest):',
    ...terminal.table([
      ['network', 'parameters', 'forward', 'tail', 'tail along an axis', 'exact decisions'],
      ...tails.map(({ network, parameters, dense, axis, exactDecisions }) => [
        network,
        String(parameters),
        `${dense.baseUs.toFixed(1)} µs`,
        passes(dense),
        passes(axis),
        exactDecisions,
      ]),
    ]),
    '',
  ];
}

function passes({ ratio, spread }: RatioMeasurement): string {
  return `${ratio.toFixed(2)} passes (${spread[0].toFixed(2)} … ${spread[1].toFixed(2)})`;
}

function auditLines(audit: AuditBenchmark): string[] {
  const { directions, parameters, milliseconds, forwardPasses, memoryGrowth, exponents } = audit;
  return [
    `All ${directions.toLocaleString('en')} axis directions of a 784-256-256-10 network (${parameters.toLocaleString('en')} parameters), certified for every input, one thread:`,
    `  ${milliseconds.toFixed(0)} ms, ${forwardPasses.toFixed(2)} forward passes a direction, ${memoryGrowth.toFixed(0)} MB more memory`,
    `  fitted exponents: time ~ rays^${exponents.rays.toFixed(2)}, time ~ parameters^${exponents.parameters.toFixed(2)}`,
    '',
  ];
}

function throughputLines(detectors: readonly Throughput[], terminal: Terminal): string[] {
  return [
    'Detectors on 10,000 rows of 128 features, 10 classes, one core:',
    ...terminal.table([
      ['detector', 'fit, rows/s', 'score, rows/s'],
      ...detectors.map(({ detector, fitRowsPerSecond, scoreRowsPerSecond }) => [
        detector,
        inThousands(fitRowsPerSecond),
        inThousands(scoreRowsPerSecond),
      ]),
    ]),
    '',
  ];
}

/** The speed of training, for people. */
export function trainingLines(speeds: readonly TrainingSpeed[], terminal: Terminal): string[] {
  return [
    "Training of paper B's MLP (128-256-128, 20 inputs, batches of 64), one epoch:",
    ...terminal.table([
      ['backend', 'rows/s'],
      ...speeds.map(({ backend, rowsPerSecond }) => [
        backend,
        rowsPerSecond === null ? 'does not work here' : inThousands(rowsPerSecond),
      ]),
    ]),
    '',
  ];
}

/** The speed of scoring, for people. */
export function scoringLines(scoring: ScoringBenchmark): string[] {
  const { detectors, rows, fitSeconds, baseRowsPerSecond, withCeaRowsPerSecond } = scoring;
  return [
    `All ${detectors} detectors together on paper B's MLP (20 inputs, 2 classes), as an experiment runs them, one thread:`,
    `  fitted with and without CEA on ${inThousands(rows)} rows in ${fitSeconds.toFixed(1)} s`,
    `  ${inThousands(baseRowsPerSecond)} rows/s scored, ${inThousands(withCeaRowsPerSecond)} rows/s with and without CEA`,
    `  ${inThousands(scoring.peakMegabytes)} MB of memory at most in this process so far`,
    '',
  ];
}

function inThousands(value: number): string {
  return Math.round(value).toLocaleString('en');
}
