export {
  type Architecture,
  type FtTransformerArchitecture,
  type MlpArchitecture,
  PAPER_FT_TRANSFORMER,
  PAPER_MLP,
  PAPER_RESNET,
  REDUCED_FT_TRANSFORMER,
  type ResNetArchitecture,
} from './architecture.js';
export { type AutodiffMetric, autodiffJacobian, autodiffMetricGradient } from './autodiff.js';
export { type Backend, type BackendName, backend } from './backend.js';
export type { Loss } from './losses.js';
export { bayesianMember, dropoutMember } from './members.js';
export { observeModel, type ParameterisedModel } from './observeModel.js';
export type { Parameter, Parameters } from './parameters.js';
export { plattScaled } from './plattScaling.js';
export { anchoredTraining, bayesByBackprop, plainTraining } from './regularisation.js';
export { toNetworkFile } from './toNetworkFile.js';
export {
  TRAINING_DEFAULTS,
  type TrainedNetwork,
  type TrainingData,
  type TrainingOptions,
  trainNetwork,
} from './trainNetwork.js';
