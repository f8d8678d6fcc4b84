import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  halfMoons,
  multiClassProblem,
  RandomNumbers,
  StandardScaler,
  stratifiedSplit,
} from '../data/index.js';
import { argmaxRows, type Batch } from '../detectors/batch.js';
import { Classifier } from '../detectors/index.js';
import { readNetwork } from '../network/networkFile.js';
import { AdamW } from './adamW.js';
import type { Architecture } from './architecture.js';
import { backend } from './backend.js';
import { lossOf } from './losses.js';
import { bayesianMember, dropoutMember } from './members.js';
import { modelOf } from './modelOf.js';
import { networkOf } from './networkOf.js';
import { observeModel, type ParameterisedModel } from './observeModel.js';
import { constantParameter, type Parameters } from './parameters.js';
import { plattScaled } from './plattScaling.js';
import { anchoredTraining, bayesByBackprop, softplus } from './regularisation.js';
import { toNetworkFile } from './toNetworkFile.js';
import { trainNetwork } from './trainNetwork.js';

const SMALL: Architecture = { kind: 'mlp', hidden: [16, 12], dropout: 0.1 };
const SMALL_RESNET: Architecture = {
  kind: 'resnet',
  main: 10,
  hidden: 14,
  blocks: 2,
  dropout: 0.1,
};
const SMALL_TRANSFORMER: Architecture = {
  kind: 'ft-transformer',
  blocks: 2,
  token: 8,
  heads: 2,
  attentionDropout: 0.1,
  feedForwardDropout: 0.1,
};

function standardised(data = halfMoons({ seed: 1, rows: 400, noise: 0.05 })) {
  const { train, validation, test } = stratifiedSplit(data, 1);
  const scaler = StandardScaler.fit(train.x);
  const part = (set: typeof train) => ({ x: scaler.transform(set.x), y: set.y });
  return { train: part(train), validation: part(validation), test: part(test) };
}

const moons = standardised();
const quick = { epochs: 12, batchSize: 16, learningRate: 0.02, seed: 3 };

beforeAll(async () => {
  await backend();
});

describe('the backend', () => {
  it('is chosen and named, with reasons for not using a faster one', async () => {
    const { name, version, notes } = await backend();
    expect(version).toMatch(/^4\./);
    expect(notes.length).toBe(['native', 'wasm', 'cpu'].indexOf(name));
  });

  it('can be switched, and one that does not work leaves the one before in use', async () => {
    const { name, notes } = await backend();
    expect((await backend('cpu')).name).toBe('cpu');
    expect(tf.getBackend()).toBe('cpu');
    if (notes.some((note) => note.startsWith('native'))) {
      await expect(backend('native')).rejects.toThrow(/backend="native" does not work here/);
      expect((await backend()).name).toBe('cpu');
      expect(tf.getBackend()).toBe('cpu');
    }
    expect((await backend(name)).name).toBe(name);
  });

  it('leaves no listeners for the errors of the whole process', () => {
    const listeners = process.listeners('uncaughtException').map(String);
    expect(listeners.filter((text) => text.includes('ExitStatus'))).toEqual([]);
  });
});

describe('trainNetwork', () => {
  it.each([SMALL, SMALL_RESNET, SMALL_TRANSFORMER])(
    'learns half-moons with $kind',
    async (architecture) => {
      const trained = await trainNetwork(architecture, moons.train, moons.validation, 2, quick);
      expect(trained.validationAccuracy).toBeGreaterThan(0.9);
      expect(trained.losses.at(-1)!).toBeLessThan(trained.losses[0] / 2);
    },
  );

  it('gives the same network for the same seed and another for another', async () => {
    const train = (seed: number) =>
      trainNetwork(SMALL, moons.train, moons.validation, 2, { ...quick, epochs: 2, seed });
    const [one, two, other] = [await train(1), await train(1), await train(2)];
    expect(one.parameters).toEqual(two.parameters);
    expect(one.parameters).not.toEqual(other.parameters);
  });

  it('leaves no tensors behind', async () => {
    const before = tf.memory().numTensors;
    await trainNetwork(SMALL_RESNET, moons.train, moons.validation, 2, { ...quick, epochs: 1 });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses bad data and options', async () => {
    const x: Batch = { rows: 1, columns: 1, values: Float64Array.of(Number.NaN) };
    const bad = { x, y: Int32Array.of(0) };
    await expect(trainNetwork(SMALL, bad, bad, 2)).rejects.toThrow(/training.x\[0\]\[0\]=NaN/);
    const label = { x: { ...x, values: Float64Array.of(1) }, y: Int32Array.of(2) };
    await expect(trainNetwork(SMALL, label, label, 2)).rejects.toThrow(/training.y\[0\]=2 must be/);
    await expect(
      trainNetwork(SMALL, moons.train, moons.validation, 2, { epochs: 0, learningRate: -1 }),
    ).rejects.toThrow(/2 problems[\s\S]*epochs=0[\s\S]*learningRate=-1/);
    await expect(
      trainNetwork({ ...SMALL, hidden: [0] }, moons.train, moons.validation, 2),
    ).rejects.toThrow(/hidden\[0\]=0/);
    await expect(
      trainNetwork(SMALL, moons.train, moons.validation, 2, { learningRate: 1e30, epochs: 30 }),
    ).rejects.toThrow(/is not finite: training diverged/);
  });
});

describe('toNetworkFile', () => {
  it.each([SMALL, SMALL_RESNET])(
    'exports the function of $kind to float32 accuracy',
    async (architecture) => {
      const trained = await trainNetwork(architecture, moons.train, moons.validation, 2, quick);
      const exported = new Classifier(readNetwork(toNetworkFile(trained))).observe(moons.test.x);
      const original = await observeModel(trained, moons.test.x);
      for (const layer of ['logits', 'features'] as const) {
        const scale = Math.max(...exported[layer].values.map(Math.abs));
        exported[layer].values.forEach((value, i) => {
          expect(Math.abs(value - original[layer].values[i])).toBeLessThan(64 * 2 ** -24 * scale);
        });
      }
      expect(exported.hidden!.map(({ columns }) => columns)).toEqual(
        original.hidden!.map(({ columns }) => columns),
      );
    },
  );

  it('refuses a transformer, which is no row of layers', async () => {
    const trained = await trainNetwork(SMALL_TRANSFORMER, moons.train, moons.validation, 2, {
      ...quick,
      epochs: 1,
    });
    expect(() => toNetworkFile(trained)).toThrow(/no row of layers/);
  });
});

describe('networkOf', () => {
  it.each<[string, Architecture]>([
    ['GELU', { ...SMALL, activation: 'gelu' }],
    ['SiLU', { ...SMALL, activation: 'silu' }],
    ['LayerNorm', { ...SMALL, norm: 'layer' }],
    ['FT-Transformer', SMALL_TRANSFORMER],
    ['FT-Transformer of three blocks', { ...SMALL_TRANSFORMER, blocks: 3, heads: 4 }],
  ])('makes the function of a model to float32 accuracy: %s', async (_, architecture) => {
    const trained = await trainNetwork(architecture, moons.train, moons.validation, 2, {
      ...quick,
      epochs: 2,
    });
    const exported = new Classifier(networkOf(trained)).observe(moons.test.x);
    const original = await observeModel(trained, moons.test.x);
    for (const layer of ['logits', 'features'] as const) {
      const scale = Math.max(...exported[layer].values.map(Math.abs));
      exported[layer].values.forEach((value, i) => {
        expect(Math.abs(value - original[layer].values[i])).toBeLessThan(64 * 2 ** -24 * scale);
      });
    }
  });
});

describe('AdamW', () => {
  it('moves as algorithm 2 of its paper says, with the decay apart from the gradient', () => {
    const parameters: Parameters = {
      w: { ...constantParameter(1, 1, true), decays: true },
      b: constantParameter(1, 1, true),
      mean: constantParameter(1, 1, false),
    };
    const optimiser = new AdamW(parameters, { learningRate: 0.1, weightDecay: 0.5 });
    optimiser.step({ w: [4], b: [-4] });
    // The first step is the learning rate against the sign of the gradient.
    expect(parameters.w.values[0]).toBeCloseTo(0.95 - 0.1, 6);
    expect(parameters.b.values[0]).toBeCloseTo(1.1, 6);
    optimiser.step({ w: [0], b: [0] });
    const first = (0.9 * 0.1 * 4) / (1 - 0.81);
    const second = Math.sqrt((0.999 * 0.001 * 16) / (1 - 0.999 ** 2));
    expect(parameters.b.values[0]).toBeCloseTo(1.1 + (0.1 * first) / second, 6);
    expect(parameters.mean.values[0]).toBe(1);
  });
});

describe('the losses', () => {
  const targets = () => tf.tensor2d([[1, 0]]);

  it('cross-entropy of equal logits is ln C', () => {
    const loss = lossOf({ kind: 'cross-entropy' }, tf.tensor2d([[3, 3]]), targets());
    expect(loss.dataSync()[0]).toBeCloseTo(Math.LN2, 6);
  });

  it('LogitNorm forgets the norm of the logits and divides by the temperature', () => {
    const at = (scale: number) =>
      lossOf(
        { kind: 'logit-norm', temperature: 0.5 },
        tf.tensor2d([[3 * scale, 4 * scale]]),
        targets(),
      ).dataSync()[0];
    expect(at(1)).toBeCloseTo(Math.log1p(Math.exp(0.4)), 5);
    expect(at(100)).toBeCloseTo(at(1), 5);
  });

  it('LogitNorm has a finite gradient where all logits are 0', () => {
    const gradient = tf.grad((logits) =>
      lossOf({ kind: 'logit-norm', temperature: 0.04 }, logits as tf.Tensor2D, targets()),
    )(tf.tensor2d([[0, 0]]));
    expect([...gradient.dataSync()].every(Number.isFinite)).toBe(true);
  });
});

describe('ensembles', () => {
  it('dropout members average to the network where logits are linear in the mask', async () => {
    const shallow: Architecture = { kind: 'mlp', hidden: [10], dropout: 0.2 };
    const trained = await trainNetwork(shallow, moons.train, moons.validation, 2, {
      ...quick,
      epochs: 1,
    });
    const logitsOf = (model: typeof trained) =>
      new Classifier(readNetwork(toNetworkFile(model))).observe([[0.3, -0.7]]).logits.values[0];
    const draws = Array.from({ length: 2000 }, (_, seed) =>
      logitsOf({ ...trained, ...dropoutMember(trained, seed) }),
    );
    const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length;
    const spread = Math.sqrt(
      draws.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws.length,
    );
    expect(spread).toBeGreaterThan(0);
    expect(Math.abs(mean - logitsOf(trained))).toBeLessThan((4 * spread) / Math.sqrt(2000));
  });

  it('Bayes by Backprop learns, and its members differ by their deviations', async () => {
    const data = standardised(multiClassProblem({ seed: 2, rows: 300 }));
    const trained = await trainNetwork(
      SMALL,
      data.train,
      data.validation,
      3,
      quick,
      bayesByBackprop(),
    );
    expect(trained.validationAccuracy).toBeGreaterThan(0.9);
    const [one, two] = [bayesianMember(trained, 1), bayesianMember(trained, 2)];
    expect(one.parameters).not.toEqual(two.parameters);
    expect(bayesianMember(trained, 1)).toEqual(one);
    const { logits } = new Classifier(readNetwork(toNetworkFile({ ...trained, ...one }))).observe(
      data.test.x,
    );
    const right = argmaxRows(logits).filter((label, i) => label === data.test.y[i]).length;
    expect(right / data.test.y.length).toBeGreaterThan(0.85);
    expect(() => bayesianMember({ ...trained, parameters: {} }, 1)).toThrow(/bayesByBackprop/);
  });

  it('gradients of the Bayesian loss are those of the loss (by differences)', () => {
    const initial: Parameters = { w: { ...constantParameter(1, 0.3, true), decays: true } };
    const prior = 0.7;
    const rows = 5;
    const regularised = bayesByBackprop(prior)(initial, rows, 1);
    const { trained } = regularised;
    trained['rho:w'].values[0] = -0.4;
    const mean = trained['mean:w'].values[0];
    const rho = trained['rho:w'].values[0];
    const noise = (regularised.sample().w.values[0] - mean) / softplus(rho);
    // A network loss of w² has gradient 2w.
    const lossAt = (m: number, r: number) => {
      const s = softplus(r);
      const divergence = Math.log(prior / s) + (s * s + m * m) / (2 * prior * prior) - 0.5;
      return (m + s * noise) ** 2 + divergence / rows;
    };
    const w = mean + softplus(rho) * noise;
    const gradients = regularised.gradients({ w: Float32Array.of(2 * w) });
    const step = 1e-5;
    const byMean = (lossAt(mean + step, rho) - lossAt(mean - step, rho)) / (2 * step);
    const byRho = (lossAt(mean, rho + step) - lossAt(mean, rho - step)) / (2 * step);
    expect(gradients['mean:w'][0]).toBeCloseTo(byMean, 5);
    expect(gradients['rho:w'][0]).toBeCloseTo(byRho, 5);
  });

  it('anchored members are pulled to different anchors', () => {
    const initial = (): Parameters => ({
      'l.weights': { shape: [4, 1], values: new Float32Array(4), trainable: true, decays: true },
    });
    const pull = (seed: number, strength: number) => {
      const regularised = anchoredTraining(strength)(initial(), 10, seed);
      return Array.from(regularised.gradients({ 'l.weights': new Float32Array(4) })['l.weights']);
    };
    expect(pull(1, 1)).not.toEqual(pull(2, 1));
    expect(pull(1, 0).every((value) => value === 0)).toBe(true);
    pull(1, 2).forEach((value, i) => {
      expect(value).toBeCloseTo(2 * pull(1, 1)[i], 5);
    });
  });
});

describe('early stopping', () => {
  const data = standardised(halfMoons({ seed: 4, rows: 200 }));

  it('ends after so many epochs without a lower validation loss, and not before', async () => {
    // Labels that say nothing: what is learnt on them is wrong elsewhere.
    const noise = { ...data.validation, y: data.validation.y.map((_, i) => i % 2) };
    const run = (patience: number | null) =>
      trainNetwork(SMALL, data.train, noise, 2, { epochs: 40, learningRate: 0.05, patience });
    const [all, stopped] = [await run(null), await run(2)];
    expect(all.losses).toHaveLength(40);
    const told: number[] = [];
    await trainNetwork(
      ...([SMALL, data.train, noise, 2, { epochs: 3 }] as const),
      undefined,
      (done) => told.push(done),
    );
    expect(told).toEqual([1, 2, 3]);
    expect(stopped.losses.length).toBeLessThan(40);
    expect(stopped.losses).toEqual(all.losses.slice(0, stopped.losses.length));
  });

  it('is refused a patience that is no number of epochs', async () => {
    await expect(
      trainNetwork(SMALL, data.train, data.validation, 2, { patience: 0 }),
    ).rejects.toThrow(/patience=0 must be a whole number/);
  });
});

describe('Platt scaling', () => {
  it('has the least cross-entropy of all slopes and shifts, and keeps to two classes', async () => {
    const data = standardised(halfMoons({ seed: 5, rows: 300, noise: 0.4 }));
    const trained = await trainNetwork(SMALL, data.train, data.validation, 2, {
      epochs: 20,
      learningRate: 0.02,
    });
    const lossOf = async (model: ParameterisedModel) => {
      const { logits } = await observeModel(model, data.validation.x);
      let sum = 0;
      data.validation.y.forEach((label, i) => {
        const odds = logits.values[2 * i + 1] - logits.values[2 * i];
        sum += Math.log1p(Math.exp(label === 1 ? -odds : odds));
      });
      return sum / data.validation.y.length;
    };
    const scaled = await plattScaled(trained, data.validation);
    const best = await lossOf(scaled);
    expect(best).toBeLessThan(await lossOf(trained));
    // Nor does a second scaling find anything better.
    expect(await lossOf(await plattScaled(scaled, data.validation))).toBeCloseTo(best, 6);
    await expect(plattScaled({ ...trained, classes: 3 }, data.validation)).rejects.toThrow(
      /must be an MLP of two classes/,
    );
  });
});

it('what a model shows of many rows is made some at a time', async () => {
  await backend();
  const model = modelOf(SMALL_TRANSFORMER, 2, 3);
  const parameters = model.initialParameters(new RandomNumbers(1, 'initial weights'));
  const most = async (rows: number) => {
    const x = { rows, columns: 2, values: Float64Array.from({ length: 2 * rows }, Math.sin) };
    const observe = () =>
      observeModel({ architecture: SMALL_TRANSFORMER, inputs: 2, classes: 3, parameters }, x);
    const before = tf.memory().numBytes;
    const { peakBytes, newTensors } = await tf.profile(async () => {
      const { logits } = await observe();
      expect(logits.rows).toBe(rows);
      return [];
    });
    expect(newTensors).toBe(0);
    return peakBytes - before;
  };
  const few = await most(64);
  expect(few).toBeGreaterThan(64 * 3 * 8 * 4);
  expect(await most(2000)).toBeLessThan(3 * few);
});
