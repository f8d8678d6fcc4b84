/**
 * Makes the bundled example, `docs/example/pump.csv` and `docs/example/pump.onnx`: readings of a pump,
 * generated, and a small ReLU network trained on them by the project's own training.
 *
 * The same bytes every time: random numbers have a seed, normal ones are sums of uniform ones, and
 * training runs in plain JavaScript, whose arithmetic does not depend on the processor.
 *
 * @example
 * ```sh
 * node scripts/makeExample.mjs          # writes both files
 * node scripts/makeExample.mjs --check  # exit code 1 if they are not what it would write
 * ```
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { RandomNumbers } = await import('../dist/data/index.js');
const { backend, toNetworkFile, trainNetwork } = await import('../dist/training/index.js');
const { readNetwork } = await import('../dist/network/networkFile.js');
const { onnxOfNetwork } = await import('../dist/guard/onnxOfNetwork.js');

const SEED = 7;
const ROWS = 240;
const FEATURES = ['temperature', 'pressure', 'flow', 'vibration', 'power'];
/** In alphabetical order, in which the reader of data numbers names. */
const CLASSES = ['blocked', 'normal', 'worn'];

const readings = generate(ROWS, new RandomNumbers(SEED, 'readings of a pump'));
const held = generate(ROWS, new RandomNumbers(SEED, 'readings of a pump, held out'));
const files = {
  'pump.csv': Buffer.from(csvOf(readings)),
  'pump.onnx': Buffer.from(await train(readings, held)),
};
const wrong = [];
for (const [name, bytes] of Object.entries(files)) {
  const path = join(root, 'docs', 'example', name);
  if (process.argv.includes('--check')) {
    if (!bytes.equals(readFileSync(path))) wrong.push(name);
  } else {
    writeFileSync(path, bytes);
    console.log(`${path}: ${bytes.length} bytes`);
  }
}
if (wrong.length > 0) {
  console.error(`${wrong.join(', ')}: not what scripts/makeExample.mjs makes; run it`);
  process.exitCode = 1;
}

/**
 * A pump under varying load: °C at the bearing, bar, litres a minute, mm/s, kW. Worn bearings run hot
 * and shake; a blocked filter lets less through against more pressure.
 */
function generate(rows, random) {
  // Near enough to normal, and the same on every machine, as a logarithm need not be.
  const noise = () =>
    Array.from({ length: 12 }, () => random.uniform()).reduce((a, b) => a + b, -6);
  return Array.from({ length: rows }, () => {
    const kind = [1, 1, 0, 2][random.integer(4)];
    const load = 0.4 + 0.6 * random.uniform();
    const damage = 0.15 + 0.6 * random.uniform();
    const [blocked, worn] = [kind === 0 ? damage : 0, kind === 2 ? damage : 0];
    const values = [
      38 + 18 * load + 16 * worn + 2.5 * noise(),
      3.5 + 1.5 * load + 2.2 * blocked + 0.25 * noise(),
      60 + 180 * load * (1 - 0.5 * blocked) + 7 * noise(),
      1.2 + 0.8 * load + 2.6 * worn + 0.3 * noise(),
      4 + 9 * load + 1.6 * worn + 1.2 * blocked + 0.4 * noise(),
    ];
    return {
      values: values.map((value, d) => Number(value.toFixed(d === 2 ? 0 : d === 0 ? 1 : 2))),
      kind,
    };
  });
}

function csvOf(rows) {
  const lines = rows.map(({ values, kind }) => [...values, CLASSES[kind]].join(','));
  return `${[...FEATURES, 'label'].join(',')}\n${lines.join('\n')}\n`;
}

async function train(training, validation) {
  await backend('cpu');
  const columns = FEATURES.length;
  const means = FEATURES.map((_, d) => meanOf(training.map(({ values }) => values[d])));
  const deviations = FEATURES.map((_, d) =>
    Math.sqrt(meanOf(training.map(({ values }) => (values[d] - means[d]) ** 2))),
  );
  const standardised = (rows) => ({
    x: {
      rows: rows.length,
      columns,
      values: Float64Array.from(
        rows.flatMap(({ values }) => values.map((value, d) => (value - means[d]) / deviations[d])),
      ),
    },
    y: Int32Array.from(rows, ({ kind }) => kind),
  });
  const trained = await trainNetwork(
    { kind: 'mlp', hidden: [12, 12], dropout: 0 },
    standardised(training),
    standardised(validation),
    CLASSES.length,
    { seed: SEED, epochs: 40, batchSize: 32, learningRate: 3e-3 },
  );
  console.error(`held-out accuracy ${trained.validationAccuracy}`);
  const file = toNetworkFile(trained);
  // The network takes raw readings: what standardises them goes into its first layer.
  const [{ weights, bias }, ...rest] = file.layers;
  const first = {
    type: 'dense',
    weights: weights.map((row) => row.map((w, d) => Math.fround(w / deviations[d]))),
    bias: bias.map((b, o) =>
      Math.fround(b - weights[o].reduce((sum, w, d) => sum + (w * means[d]) / deviations[d], 0)),
    ),
  };
  return onnxOfNetwork(readNetwork({ ...file, layers: [first, ...rest] })).bytes;
}

function meanOf(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
