import {
  type DataSet,
  halfMoons,
  multiClassProblem,
  StandardScaler,
  stratifiedSplit,
} from '../data/index.js';
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
  toNetworkFile,
  trainNetwork,
} from '../training/index.js';
import type { Part } from './preparedData.js';

/** The models of paper A's Figure 1, in its order: the first row, then the second. */
export const FIGURE_MODELS = {
  single: ['single network', 'MC dropout', 'Bayes by Backprop'],
  ensembles: ['ensemble', 'anchored ensemble'],
} as const;

/** One of them. */
export type FigureModel = (typeof FIGURE_MODELS)['single' | 'ensembles'][number];

/** A model of Figure 1 on one data set. */
export interface FigureModelSpec {
  readonly model: FigureModel;
  readonly dataSet: 'multi-class' | 'half-moons';
  readonly seed: number;
  readonly hidden: readonly number[];
  readonly epochs: number;
  readonly members: number;
}

/** A trained model as what its predictions are averaged over. */
export interface TrainedFigureModel {
  /** Exported: one, or one per member, trained or drawn. */
  readonly networks: readonly Network[];
  readonly data: DataSet;
  /** Standardised. */
  readonly train: Part;
  /** Of the first member. */
  readonly validationAccuracy: number;
}

/** Trains one of Figure 1's models. Deterministic for a seed and backend. */
export async function trainFigureModel(spec: FigureModelSpec): Promise<TrainedFigureModel> {
  const { seed } = spec;
  const data = spec.dataSet === 'multi-class' ? multiClassProblem({ seed }) : halfMoons({ seed });
  const split = stratifiedSplit(data, seed);
  const scaler = StandardScaler.fit(split.train.x);
  const part = (set: DataSet): Part => ({ x: scaler.transform(set.x), y: set.y });
  const train = part(split.train);
  const architecture: MlpArchitecture = {
    kind: 'mlp',
    hidden: spec.hidden,
    dropout: spec.model === 'MC dropout' ? 0.2 : 0,
  };
  const regularisation =
    spec.model === 'Bayes by Backprop'
      ? bayesByBackprop()
      : spec.model === 'anchored ensemble'
        ? anchoredTraining()
        : plainTraining;
  const trainOne = (member: number) =>
    trainNetwork(
      architecture,
      train,
      part(split.validation),
      data.classes.length,
      { seed: seed + 1000 * member, epochs: spec.epochs, batchSize: 32, learningRate: 0.01 },
      regularisation,
    );
  const first = await trainOne(0);
  const drawn = (draw: (model: ParameterisedModel, seed: number) => ParameterisedModel) =>
    Array.from({ length: spec.members }, (_, k) => draw(first, seed + k));
  let models: ParameterisedModel[] = [first];
  if (spec.model === 'MC dropout') models = drawn(dropoutMember);
  else if (spec.model === 'Bayes by Backprop') models = drawn(bayesianMember);
  else if (spec.model !== 'single network') {
    for (let member = 1; member < spec.members; member++) models.push(await trainOne(member));
  }
  return {
    networks: models.map((model) => readNetwork(toNetworkFile(model))),
    data,
    train,
    validationAccuracy: first.validationAccuracy,
  };
}
