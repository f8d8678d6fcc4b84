import {
  type Batch,
  Classifier,
  type FittingData,
  type LabelledObservations,
  type LinearHead,
  type Observations,
} from '../detectors/index.js';
import { rowsOfObservations, withRounding } from '../detectors/observations.js';
import { settled, settlePart } from '../detectors/settled.js';
import {
  type Architecture,
  type Loss,
  networkOf,
  observeModel,
  plainTraining,
  TRAINING_DEFAULTS,
  type TrainedNetwork,
  trainNetwork,
} from '../training/index.js';
import { codeVersion } from './codeVersion.js';
import type { ContentCache } from './contentCache.js';
import { type Part, type PreparedData, prepareData } from './preparedData.js';

/** What is trained: one network on one split of one data set. */
export interface SubjectSpec {
  readonly dataSet: string;
  readonly seed: number;
  readonly architecture: Architecture;
  readonly loss: Loss;
  readonly epochs: number;
  /** Use only so many rows; null for all. */
  readonly rows: number | null;
  /**
   * What detectors see as logits: those of the head, or those brought to the norm that LogitNorm
   * trains with. Features and head are the same.
   */
  readonly outputs?: 'normalised';
}

/** A trained network with its data, ready to be scored. */
export interface Subject {
  readonly prepared: PreparedData;
  readonly trained: TrainedNetwork;
  /**
   * The exported network; null for a Transformer, which is observed as it was trained, and where
   * logits are normalised afterwards.
   */
  readonly classifier: Classifier | null;
  /** Float64 for exported networks, float32 for the others. */
  observe(x: Batch): Promise<Observations>;
}

/** Whether tails of the network are lines, so that all about them is decided exactly. */
export function isPiecewiseAffine({ architecture, outputs }: SubjectSpec): boolean {
  if (outputs === 'normalised' || architecture.kind === 'ft-transformer') return false;
  return architecture.kind === 'resnet' || !(architecture.activation || architecture.norm);
}

/** Trains a subject, or finds it in the cache. */
export async function subjectOf(
  spec: SubjectSpec,
  cache: ContentCache,
  onShare: (share: number) => void = () => {},
): Promise<Subject> {
  const prepared = await prepareData(
    spec.dataSet,
    spec.seed,
    spec.rows === null ? {} : { rows: spec.rows },
  );
  const { outputs, ...training } = spec;
  const key = {
    spec: training,
    data: prepared.data.fingerprint,
    code: await codeVersion('training'),
  };
  const { value: trained } = await cache.remember('network', key, () =>
    trainNetwork(
      spec.architecture,
      prepared.train,
      prepared.validation,
      prepared.data.classes.length,
      { ...optimiserFor(spec.architecture), seed: spec.seed, epochs: spec.epochs, loss: spec.loss },
      plainTraining,
      (done, total) => onShare(done / total),
    ),
  );
  const exportable = spec.architecture.kind !== 'ft-transformer';
  const classifier = exportable ? new Classifier(networkOf(trained)) : null;
  const observe = async (x: Batch) =>
    classifier ? classifier.observe(x) : observeModel(trained, x);
  if (outputs !== 'normalised') return { prepared, trained, classifier, observe };
  const temperature = spec.loss.kind === 'logit-norm' ? spec.loss.temperature : 1;
  return {
    prepared,
    trained,
    // Normalised logits are no affine function of the features.
    classifier: null,
    observe: async (x) => {
      const observations = await observe(x);
      return { ...observations, logits: normalisedRows(observations.logits, temperature) };
    },
  };
}

/** AdamW as the authors set it: the transformer has a rate and a decay of its own. */
function optimiserFor({ kind }: Architecture) {
  return kind === 'ft-transformer'
    ? { learningRate: 1e-4, weightDecay: 1e-5 }
    : {
        learningRate: TRAINING_DEFAULTS.learningRate,
        weightDecay: TRAINING_DEFAULTS.weightDecay,
      };
}

/**
 * The observations detectors are fitted on, settled.
 *
 * @param multipleOf - leave out the rows beyond a multiple of this, as the CEA authors' loaders drop
 *   the last partial batch; 1 keeps all
 */
export async function fittingDataFor(subject: Subject, multipleOf: number): Promise<FittingData> {
  return wholeBatchesOf(await fittingObservations(subject), multipleOf);
}

/** The observations of all rows that detectors may be fitted on, settled. */
export async function fittingObservations(subject: Subject): Promise<FittingData> {
  const observe = async ({ x, y }: Part): Promise<LabelledObservations> =>
    settled({ ...(await subject.observe(x)), labels: y });
  return {
    head: headOf(subject),
    train: await observe(subject.prepared.train),
    validation: await observe(subject.prepared.validation),
    ...(subject.classifier && { classifier: subject.classifier }),
  };
}

/** Fitting data without the rows beyond a multiple of a size, their rounding bounded once. */
export function wholeBatchesOf(data: FittingData, size: number): FittingData {
  const whole = (set: LabelledObservations): LabelledObservations => {
    const rows = wholeBatches(set.logits.rows, size);
    const part = { ...rowsOfObservations(set, 0, rows), labels: set.labels.subarray(0, rows) };
    const bounded = withRounding(part);
    settlePart(set, bounded, [], 0);
    return bounded;
  };
  return { ...data, train: whole(data.train), validation: whole(data.validation) };
}

/** The rows that fill whole batches; all of them if there is not even one batch. */
export function wholeBatches(rows: number, size: number): number {
  return rows < size ? rows : rows - (rows % size);
}

function headOf({
  classifier,
  trained: { parameters, classes, architecture },
}: Subject): LinearHead {
  if (classifier) return classifier.head;
  const name = architecture.kind === 'mlp' ? `layer${architecture.hidden.length}` : 'head';
  const { values, shape } = parameters[`${name}.weights`];
  const width = shape[0];
  const weights = new Float64Array(classes * width);
  for (let i = 0; i < width; i++) {
    for (let c = 0; c < classes; c++) weights[c * width + i] = values[i * classes + c];
  }
  return {
    weights: { rows: classes, columns: width, values: weights },
    bias: Float64Array.from(parameters[`${name}.bias`].values),
  };
}

/** Rows of norm 1/temperature. Divided by the largest entry first, so that no square overflows. */
function normalisedRows({ rows, columns, values }: Batch, temperature: number): Batch {
  const out = new Float64Array(values.length);
  for (let i = 0; i < rows; i++) {
    const row = values.subarray(i * columns, (i + 1) * columns);
    const largest = Math.max(...row.map(Math.abs), Number.MIN_VALUE);
    const norm = Math.hypot(...row.map((value) => value / largest));
    row.forEach((value, c) => {
      out[i * columns + c] = norm > 0 ? value / largest / norm / temperature : 0;
    });
  }
  return { rows, columns, values: out };
}
