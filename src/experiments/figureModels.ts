import { type DataSet, halfMoons, nineClusters, rowsOfDataSet } from '../data/index.js';
import type { Network } from '../network/network.js';
import { readNetwork } from '../network/networkFile.js';
import {
  anchoredTraining,
  bayesByBackprop,
  bayesianMember,
  dropoutMember,
  type MlpArchitecture,
  type ParameterisedModel,
  plainTraining,
  plattScaled,
  toNetworkFile,
  trainNetwork,
} from '../training/index.js';
import { FIGURE_SETTINGS, type FigureData, type FigureModel } from './figureSettings.js';
import type { Part } from './preparedData.js';

/** A model of Figure 1 on one data set. */
export interface FigureModelSpec {
  readonly model: FigureModel;
  readonly dataSet: FigureData;
  readonly seed: number;
  /** At most. */
  readonly epochs: number;
  readonly members: number;
}

/** A trained model as what its predictions are averaged over. */
export interface TrainedFigureModel {
  /** Exported: one, or one per member, trained or drawn. */
  readonly networks: readonly Network[];
  readonly data: DataSet;
  readonly train: Part;
  /** Of the first member. */
  readonly validationAccuracy: number;
}

/** Trains one of Figure 1's models. Deterministic for a seed and backend. */
export async function trainFigureModel(spec: FigureModelSpec): Promise<TrainedFigureModel> {
  const { seed, model } = spec;
  const setting = FIGURE_SETTINGS[spec.dataSet];
  const data = spec.dataSet === 'nine-clusters' ? nineClusters({ seed }) : halfMoons({ seed });
  const { train, validation } = partsOf(data, setting.trainingRows);
  const sizes = model === 'MC dropout' ? setting.dropoutNetwork : setting.network;
  const architecture: MlpArchitecture = { kind: 'mlp', ...sizes };
  const regularisation =
    model === 'Bayes by Backprop'
      ? bayesByBackprop()
      : model === 'anchored ensemble'
        ? anchoredTraining()
        : plainTraining;
  const { batchSize, learningRate, patience } = setting;
  const trainOne = (member: number) =>
    trainNetwork(
      architecture,
      train,
      validation,
      data.classes.length,
      { seed: seed + 1000 * member, epochs: spec.epochs, batchSize, learningRate, patience },
      regularisation,
    );
  const first = await trainOne(0);
  const drawn = (draw: (model: ParameterisedModel, seed: number) => ParameterisedModel) =>
    Array.from({ length: spec.members }, (_, k) => draw(first, seed + k));
  let models: ParameterisedModel[] = [first];
  if (model === 'MC dropout') models = drawn(dropoutMember);
  else if (model === 'Bayes by Backprop') models = drawn(bayesianMember);
  else if (model === 'Platt scaling') models = [await plattScaled(first, validation)];
  else if (model !== 'single network') {
    for (let member = 1; member < spec.members; member++) models.push(await trainOne(member));
  }
  return {
    networks: models.map((one) => readNetwork(toNetworkFile(one))),
    data,
    train,
    validationAccuracy: first.validationAccuracy,
  };
}

/** The first rows and the rest; rows come in random order with classes alternating. */
function partsOf(data: DataSet, trainingRows: number | null): { train: Part; validation: Part } {
  if (trainingRows === null) return { train: data, validation: data };
  const rows = (from: number, to: number) =>
    rowsOfDataSet(
      data,
      Array.from({ length: to - from }, (_, k) => from + k),
    );
  return { train: rows(0, trainingRows), validation: rows(trainingRows, data.x.rows) };
}
