import { basename } from 'node:path';
import type { Command } from 'commander';
import { type AuditBenchmark, auditBenchmark } from '../audit/auditBenchmark.js';
import { benchmarkDetectors, type DetectorBenchmark } from '../bench/detectorBenchmark.js';
import { type Exponents, fitExponents } from '../bench/exponents.js';
import { machine } from '../bench/machine.js';
import type { Cost } from '../bench/measure.js';
import type { ScoringBenchmark } from '../bench/scoringBenchmark.js';
import {
  benchmarkTails,
  type NamedNetwork,
  randomNetworks,
  type TailBenchmark,
} from '../bench/tailBenchmark.js';
import type { TrainingSpeed } from '../bench/trainingBenchmark.js';
import { DEFAULT_SEED } from '../check/settings.js';
import { InputError } from '../errors/inputError.js';
import { loadNetwork } from '../readers/loadNetwork.js';
import { checkTrainingPackages } from '../training/trainingPackages.js';
import { type CommonOptions, nameList, newCommand, terminalOf } from './command.js';
import type { Terminal } from './terminal.js';

interface BenchOptions extends CommonOptions {
  readonly networks?: readonly string[];
}

/** What can be measured: what it gives as JSON, and as lines. */
interface Benchmark {
  readonly measure: (seed: number, networks: readonly string[]) => unknown | Promise<unknown>;
  readonly lines: (measured: never, terminal: Terminal) => string[];
}

const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  tails: {
    measure: async (seed, networks) =>
      benchmarkTails(seed, [...randomNetworks(seed), ...(await loadAll(networks))]),
    lines: tailLines,
  },
  exponents: { measure: (seed) => fitExponents(seed), lines: exponentLines },
  audit: { measure: (seed) => auditBenchmark({ seed }), lines: auditLines },
  detectors: {
    measure: (seed) => benchmarkDetectors({ seed }),
    lines: detectorLines,
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
    'Measure what things cost, in processor time: as ratios to two naive dense passes, a plain loop in JavaScript, measured in turn.',
    'bench tails --networks mnist-net_256x2.onnx',
  )
    .option('--networks <files>', 'networks of dense layers that tails are also timed on', nameList)
    .argument('[name]', `what to measure: ${names.join(', ')}; all by default`)
    .action(async (name: string | undefined, options: BenchOptions) => {
      const terminal = terminalOf(options);
      const seed = options.seed ?? DEFAULT_SEED;
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
        measured.push([one, await BENCHMARKS[one].measure(seed, options.networks ?? [])]);
      }
      const on = machine();
      terminal.result(
        { schemaVersion: 1, seed, machine: on, ...Object.fromEntries(measured) },
        () => [
          `${on.processor}, ${on.cores} cores, ${on.platform}, Node ${on.node}, matrix products in ${on.kernel}; processor time`,
          '',
          ...measured.flatMap(([one, result]) => BENCHMARKS[one].lines(result as never, terminal)),
        ],
      );
    });
}

async function loadAll(files: readonly string[]): Promise<NamedNetwork[]> {
  return Promise.all(
    files.map(async (name) => ({ name: basename(name), network: await loadNetwork(name) })),
  );
}

function tailLines(tails: readonly TailBenchmark[], terminal: Terminal): string[] {
  return [
    'One ray, over two naive dense passes of the same network (median of rounds in turn, smallest … largest):',
    ...terminal.table([
      ['network', 'passes', 'tail of an axis', 'slopes only', 'tail, dense', 'exact', 'memory'],
      ...tails.map(({ network, referenceUs, costs, exactDecisions, memoryGrowth }) => [
        network,
        `${referenceUs.toFixed(1)} µs`,
        costText(costs.tails),
        costText(costs.slopes),
        costText(costs.denseTails),
        exactDecisions,
        `+${memoryGrowth.toFixed(0)} MB`,
      ]),
    ]),
    '',
  ];
}

function costText({ ratio, spread, us }: Cost): string {
  return `${threeDigits(ratio)} (${spread.map(threeDigits).join(' … ')}), ${threeDigits(us)} µs`;
}

function threeDigits(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en', { maximumSignificantDigits: 3 });
}

function exponentLines({ rays, features, rows, depth, width }: Exponents): string[] {
  const power = (name: string, value: number) => `${name}^${value.toFixed(2)}`;
  return [
    'Fitted exponents of time, one thread:',
    `  tails ~ ${power('rays', rays)}, of all axis rays ~ ${power('features', features)}, of a ray ~ ${power('depth', depth)} and ~ ${power('width', width)}`,
    `  evaluation ~ ${power('rows', rows)}`,
    '',
  ];
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

function detectorLines(measured: DetectorBenchmark, terminal: Terminal): string[] {
  const { network, rows, referenceUs, costs, fitUs, memoryGrowth } = measured;
  return [
    `One of ${inThousands(rows)} rows of ${network}, over two naive dense passes of it (${referenceUs.toFixed(1)} µs); forward: the network itself:`,
    ...terminal.table([
      ['scoring', 'passes', 'rows/s', 'fit, rows/s'],
      ...Object.entries(costs).map(([name, cost]) => [
        name,
        costText(cost),
        inThousands(1e6 / cost.us),
        name in fitUs ? inThousands(1e6 / fitUs[name]) : '–',
      ]),
    ]),
    `  +${memoryGrowth.toFixed(0)} MB`,
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
