import * as tf from '@tensorflow/tfjs-core';
import { RandomNumbers } from '../data/index.js';
import { argmaxRows, type Batch, rowOf } from '../detectors/batch.js';
import type { Observations } from '../detectors/index.js';
import { InputError } from '../errors/inputError.js';
import { logSumExp } from '../uncertainty/logSumExp.js';
import { AdamW } from './adamW.js';
import type { Architecture } from './architecture.js';
import { type Backend, backend } from './backend.js';
import { type Loss, lossOf } from './losses.js';
import type { Model } from './model.js';
import { modelOf } from './modelOf.js';
import { observeModel } from './observeModel.js';
import { copyParameters, type Parameters, tensorsOf } from './parameters.js';
import { plainTraining, type Regularisation } from './regularisation.js';

/** Standardised inputs with their labels. */
export interface TrainingData {
  readonly x: Batch;
  readonly y: Int32Array;
}

/** How a network is trained. The defaults are paper B's for its MLP. */
export interface TrainingOptions {
  readonly seed: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly loss: Loss;
  /**
   * Training ends after so many epochs in a row without a lower validation loss; the last weights are
   * kept, as in the papers' code. Null: never.
   */
  readonly patience: number | null;
}

export const TRAINING_DEFAULTS: TrainingOptions = {
  seed: 0,
  epochs: 10,
  batchSize: 64,
  learningRate: 1e-3,
  weightDecay: 0,
  loss: { kind: 'cross-entropy' },
  patience: null,
};

/** A trained model. Plain data: it can be sent between threads. */
export interface TrainedNetwork {
  readonly architecture: Architecture;
  readonly inputs: number;
  readonly classes: number;
  readonly parameters: Parameters;
  readonly options: TrainingOptions;
  /** The mean training loss of each epoch, nats. */
  readonly losses: readonly number[];
  readonly validationAccuracy: number;
  readonly backend: Backend;
}

/** How much of a new batch's mean and variance goes into the running averages. */
const MOMENTUM = 0.1;

/**
 * Trains a classifier with AdamW on mini-batches in random order.
 *
 * Deterministic given the seed and the backend. Arithmetic: float32; the optimiser's moments are
 * float64. A last batch of a single row is left out: it has no variance to normalise by.
 *
 * @param validation - looked at for `validationAccuracy`, and for early stopping if `patience` is given
 * @param classes - C
 * @param onEpoch - called when an epoch is done
 * @throws InputError for data that is empty, not finite or with labels out of range, and for
 *   options out of range; `failed` if the loss stops being finite
 *
 * @example
 * ```ts
 * const trained = await trainNetwork(PAPER_MLP, split.train, split.validation, 2, { seed: 1 });
 * toNetworkFile(trained); // the same function for everything exact
 * ```
 */
export async function trainNetwork(
  architecture: Architecture,
  training: TrainingData,
  validation: TrainingData,
  classes: number,
  given: Partial<TrainingOptions> = {},
  regularise: Regularisation = plainTraining,
  onEpoch: (done: number, total: number) => void = () => {},
): Promise<TrainedNetwork> {
  const options = { ...TRAINING_DEFAULTS, ...given };
  checkOptions(options);
  checkData('training', training, classes);
  checkData('validation', validation, classes);
  const inputs = training.x.columns;
  const model = modelOf(architecture, inputs, classes);
  const used = await backend();
  const random = (purpose: string) => new RandomNumbers(options.seed, purpose);
  const parameters = copyParameters(model.initialParameters(random('initial weights')));
  const regularised = regularise(parameters, training.x.rows, options.seed);
  const optimiser = new AdamW(regularised.trained, options);
  const shuffling = random('batches');
  const dropout = random('dropout');
  const losses: number[] = [];
  const validationLoss = async (current: Parameters) => {
    const weights = { architecture, inputs, classes, parameters: current };
    return meanLoss(await observeModel(weights, validation.x), validation.y);
  };
  let lowest = Infinity;
  let waited = 0;
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    const order = shuffling.permutation(training.x.rows);
    let sum = 0;
    let seen = 0;
    for (let from = 0; from < order.length; from += options.batchSize) {
      const rows = order.subarray(from, from + options.batchSize);
      if (rows.length === 1 && order.length > 1) continue;
      const weights = regularised.sample();
      const step = gradientStep(
        model,
        weights,
        batchRows(training, rows, classes),
        options.loss,
        dropout,
      );
      if (!Number.isFinite(step.loss)) throw diverged(epoch, step.loss);
      optimiser.step(regularised.gradients(step.gradients));
      sum += step.loss * rows.length;
      seen += rows.length;
    }
    losses.push(sum / seen);
    onEpoch(epoch + 1, options.epochs);
    if (options.patience !== null) {
      const loss = await validationLoss(regularised.result());
      waited = loss > lowest ? waited + 1 : 0;
      lowest = Math.min(lowest, loss);
      if (waited >= options.patience) break;
    }
    // Lets a worker thread answer, and a cancelled run end.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const trained = { architecture, inputs, classes, parameters: regularised.result(), options };
  const { logits } = await observeModel(trained, validation.x);
  const predicted = argmaxRows(logits);
  const right = predicted.filter((label, i) => label === validation.y[i]).length;
  return { ...trained, losses, validationAccuracy: right / predicted.length, backend: used };
}

/** The mean cross-entropy, nats. */
function meanLoss({ logits }: Observations, y: Int32Array): number {
  let sum = 0;
  y.forEach((label, i) => {
    const row = rowOf(logits, i);
    sum += logSumExp(row) - row[label];
  });
  return sum / y.length;
}

interface BatchRows {
  readonly x: Float32Array;
  readonly targets: Float32Array;
  readonly rows: number;
  readonly columns: number;
  readonly classes: number;
}

/** Loss and gradients of one batch; running averages of `parameters` are updated in place. */
function gradientStep(
  model: Model,
  parameters: Parameters,
  batch: BatchRows,
  loss: Loss,
  dropout: RandomNumbers,
): { loss: number; gradients: Record<string, Float32Array> } {
  const names = Object.keys(parameters).filter((name) => parameters[name].trainable);
  const statistics: Record<string, tf.Tensor> = {};
  const gradients: Record<string, Float32Array> = {};
  let lossValue = Number.NaN;
  // Nothing is returned from `tidy`: it would look for tensors in every entry of the arrays.
  tf.tidy(() => {
    const tensors = tensorsOf(parameters);
    const x = tf.tensor2d(batch.x, [batch.rows, batch.columns]);
    const targets = tf.tensor2d(batch.targets, [batch.rows, batch.classes]);
    const { value, grads } = tf.valueAndGrads((...trainable: tf.Tensor[]) => {
      const named = { ...tensors };
      names.forEach((name, k) => {
        named[name] = trainable[k];
      });
      const forward = model.forward(named, x, dropout);
      Object.assign(statistics, forward.statistics);
      return lossOf(loss, forward.logits, targets);
    })(names.map((name) => tensors[name]));
    lossValue = value.dataSync()[0];
    names.forEach((name, k) => {
      gradients[name] = grads[k].dataSync<'float32'>().slice();
    });
  });
  for (const [name, tensor] of Object.entries(statistics)) {
    const { values } = parameters[name];
    tensor.dataSync<'float32'>().forEach((value, i) => {
      values[i] = (1 - MOMENTUM) * values[i] + MOMENTUM * value;
    });
    tensor.dispose();
  }
  return { loss: lossValue, gradients };
}

function batchRows({ x, y }: TrainingData, rows: Int32Array, classes: number): BatchRows {
  const inputs = new Float32Array(rows.length * x.columns);
  const targets = new Float32Array(rows.length * classes);
  rows.forEach((row, i) => {
    inputs.set(x.values.subarray(row * x.columns, (row + 1) * x.columns), i * x.columns);
    targets[i * classes + y[row]] = 1;
  });
  return { x: inputs, targets, rows: rows.length, columns: x.columns, classes };
}

function checkOptions(options: TrainingOptions): void {
  const whole = (value: number) => Number.isSafeInteger(value) && value > 0;
  const positive = (value: number) => Number.isFinite(value) && value > 0;
  const wrong = [
    ['epochs', whole(options.epochs), 'must be a whole number of at least 1'],
    ['batchSize', whole(options.batchSize), 'must be a whole number of at least 1'],
    [
      'patience',
      options.patience === null || whole(options.patience),
      'must be a whole number of at least 1, or null',
    ],
    ['learningRate', positive(options.learningRate), 'must be a finite number above 0'],
    [
      'weightDecay',
      positive(options.weightDecay) || options.weightDecay === 0,
      'must be a finite number of at least 0',
    ],
    ['seed', Number.isFinite(options.seed), 'must be a finite number'],
  ] as const;
  const problems = wrong
    .filter(([, valid]) => !valid)
    .map(([path, , rule]) => ({
      code: 'out_of_range' as const,
      path,
      value: options[path],
      rule,
      remedy: 'see the defaults',
    }));
  if (problems.length > 0) throw new InputError('trainNetwork', problems);
}

function checkData(name: string, { x, y }: TrainingData, classes: number): void {
  const fail = (path: string, value: unknown, rule: string, remedy: string) => {
    throw new InputError('trainNetwork', [{ code: 'out_of_range', path, value, rule, remedy }]);
  };
  if (x.rows === 0) fail(`${name}.x`, 0, 'must hold at least one row', 'pass some rows');
  if (y.length !== x.rows) fail(`${name}.y.length`, y.length, `must be ${x.rows}`, 'one per row');
  const odd = x.values.findIndex((value) => !Number.isFinite(value));
  if (odd !== -1) {
    const path = `${name}.x[${Math.floor(odd / x.columns)}][${odd % x.columns}]`;
    fail(path, x.values[odd], 'must be a finite number', 'mend the data');
  }
  const label = y.findIndex((value) => !(value >= 0 && value < classes));
  if (label !== -1) {
    fail(`${name}.y[${label}]`, y[label], `must be from 0 to ${classes - 1}`, 'number the classes');
  }
}

function diverged(epoch: number, loss: number): InputError {
  return new InputError('trainNetwork', [
    {
      code: 'failed',
      path: `loss in epoch ${epoch + 1}`,
      value: loss,
      rule: 'is not finite: training diverged',
      remedy: 'standardise the inputs, or lower the learning rate',
    },
  ]);
}
