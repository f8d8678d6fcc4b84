import { RandomNumbers } from '../data/index.js';
import { InputError } from '../errors/inputError.js';
import {
  type BackendName,
  backend,
  PAPER_MLP,
  type TrainingData,
  trainNetwork,
} from '../training/index.js';

/** How fast the paper's classifier is trained by one backend. */
export interface TrainingSpeed {
  readonly backend: BackendName;
  /** Training rows a second: rows times epochs. Null if the backend does not work here. */
  readonly rowsPerSecond: number | null;
  /** Why it does not. */
  readonly reason: string | null;
}

/** What is trained on. */
export interface TrainingBenchmarkSetting {
  readonly seed: number;
  /** 20 if absent. */
  readonly inputs?: number;
  /** 2 if absent. */
  readonly classes?: number;
  /** About how long a backend may train, seconds; 3 if absent. */
  readonly seconds?: number;
  /** All if absent. */
  readonly backends?: readonly BackendName[];
}

/** Rows of the warm-up, by which the number of timed rows is chosen. */
const WARM_UP = 256;

/** Rows that are timed, at most. */
const MOST_ROWS = 16_384;

/**
 * Times one epoch of paper B's MLP (128-256-128, batches of 64, AdamW) on random rows, backend by
 * backend, each after a warm-up. The backend chosen before is in use again afterwards.
 *
 * @example
 * ```ts
 * (await benchmarkTraining({ seed: 1, seconds: 0.1 })).map(({ backend }) => backend); // native, wasm, cpu
 * ```
 */
export async function benchmarkTraining({
  seed,
  inputs = 20,
  classes = 2,
  seconds = 3,
  backends = ['native', 'wasm', 'cpu'],
}: TrainingBenchmarkSetting): Promise<TrainingSpeed[]> {
  const before = (await backend()).name;
  const speeds: TrainingSpeed[] = [];
  try {
    for (const name of backends) {
      try {
        await backend(name);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        speeds.push({ backend: name, rowsPerSecond: null, reason: error.problems[0].rule });
        continue;
      }
      const timed = (rows: number) =>
        secondsToTrain(randomRows(rows, inputs, classes, seed), classes);
      // Twice: the first time kernels are compiled.
      await timed(WARM_UP);
      const perRow = (await timed(WARM_UP)) / WARM_UP;
      const rows = Math.max(WARM_UP, Math.min(MOST_ROWS, Math.round(seconds / perRow)));
      speeds.push({ backend: name, rowsPerSecond: rows / (await timed(rows)), reason: null });
    }
  } finally {
    await backend(before);
  }
  return speeds;
}

async function secondsToTrain(data: TrainingData, classes: number): Promise<number> {
  const few = { x: { ...data.x, rows: 1 }, y: data.y.subarray(0, 1) };
  const validation = { ...few, x: { ...few.x, values: data.x.values.subarray(0, data.x.columns) } };
  const started = performance.now();
  await trainNetwork(PAPER_MLP, data, validation, classes, { epochs: 1 });
  return (performance.now() - started) / 1000;
}

function randomRows(rows: number, columns: number, classes: number, seed: number): TrainingData {
  const random = new RandomNumbers(seed, 'training benchmark');
  return {
    x: {
      rows,
      columns,
      values: Float64Array.from({ length: rows * columns }, () => random.normal()),
    },
    y: Int32Array.from({ length: rows }, () => random.integer(classes)),
  };
}
