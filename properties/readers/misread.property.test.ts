import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluate } from '../../src/network/evaluate.js';
import { loadNetwork } from '../../src/readers/loadNetwork.js';
import { exactTail } from '../../src/tail/exactTail.js';
import { softmax } from '../../src/uncertainty/softmax.js';

/** Small files as exporters write them, each of which was once read wrongly or refused. */
const FOLDER = fileURLToPath(new URL('./fixtures/misread/', import.meta.url));

/** What another runtime makes of them, in float32. */
const EXPECTED = JSON.parse(readFileSync(`${FOLDER}expected.json`, 'utf8')) as Record<
  string,
  { inputs: number; output: string; points: { x: number[]; y: number[] }[] }
>;

/** The quadratic of this file's one layer is the only one here that is not piecewise affine. */
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.onnx'));

describe('a network file', () => {
  it.each(FILES)('%s is read as another runtime evaluates it', async (name) => {
    const { inputs, points } = EXPECTED[name];
    const network = await loadNetwork(`${FOLDER}${name}`);
    expect(network.inputSize).toBe(inputs);
    for (const { x, y } of points) {
      const logits = evaluate(network, x);
      // An output of probabilities: a softmax of the logits, or the last of them for a sigmoid.
      const shown = isDistribution(y, logits.length) ? softmax(logits) : [...logits];
      const found = y.length === 1 && shown.length === 2 ? [softmax(logits)[1]] : shown;
      expect(found.length).toBe(y.length);
      const scale = Math.max(1, ...y.map(Math.abs));
      y.forEach((value, c) => {
        expect(Math.abs(found[c] - value) / scale).toBeLessThan(1e-5);
      });
    }
  });

  it('with a division by three keeps the tie that the division makes', async () => {
    const network = await loadNetwork(`${FOLDER}division_by_three.onnx`);
    const { regime, slope, intercept } = exactTail(network, [0], [1]);
    expect(regime).toBe('flat');
    expect(slope.map(String)).toEqual(['1/1', '1/1']);
    expect(intercept.map(String)).toEqual(['0/1', '1/1']);
  });
});

describe('a TensorFlow.js model', () => {
  const models = readdirSync(FOLDER).filter((name) => name.startsWith('tfjs_'));

  // Tests of training that come after have chosen theirs, and may be in the same process.
  let chosen: string | undefined;
  beforeAll(async () => {
    const tf = await import('@tensorflow/tfjs-core');
    chosen = tf.engine().backendName;
    await import('@tensorflow/tfjs-backend-cpu');
    await tf.setBackend('cpu');
  });
  afterAll(async () => {
    const tf = await import('@tensorflow/tfjs-core');
    if (chosen) await tf.setBackend(chosen);
  });

  it.each(models)('%s is read as TensorFlow.js evaluates it', async (name) => {
    const tf = await import('@tensorflow/tfjs-core');
    const { loadLayersModel } = await import('@tensorflow/tfjs-layers');
    const network = await loadNetwork(`${FOLDER}${name}/model.json`);
    const file = JSON.parse(readFileSync(`${FOLDER}${name}/model.json`, 'utf8'));
    const bytes = readFileSync(`${FOLDER}${name}/weights.bin`);
    const model = await loadLayersModel(
      tf.io.fromMemory({
        modelTopology: file.modelTopology,
        weightSpecs: file.weightsManifest.flatMap(({ weights }: { weights: object[] }) => weights),
        weightData: new Uint8Array(bytes).buffer,
      }),
    );
    const shape = model.inputs[0].shape.slice(1) as number[];
    for (let k = 0; k < 3; k++) {
      const x = Array.from({ length: network.inputSize }, (_, i) =>
        Math.fround(Math.sin(i + 7 * k)),
      );
      const shown = (
        model.predict(tf.tensor(x, [1, ...shape])) as import('@tensorflow/tfjs-core').Tensor
      ).dataSync();
      const logits = evaluate(network, x);
      // A final softmax or sigmoid was taken off.
      const found =
        shown.length === 1
          ? [softmax(logits)[1]]
          : isDistribution([...shown], logits.length)
            ? softmax(logits)
            : logits;
      expect(found.length).toBe(shown.length);
      shown.forEach((value, c) => {
        expect(Math.abs(found[c] - value)).toBeLessThan(1e-5 * Math.max(1, Math.abs(value)));
      });
    }
  });
});

function isDistribution(y: readonly number[], classes: number): boolean {
  const sum = y.reduce((total, value) => total + value, 0);
  return y.length === classes && y.length > 1 && Math.abs(sum - 1) < 1e-5;
}
