export {
  type Architecture,
  type MlpArchitecture,
  PAPER_FT_TRANSFORMER,
  PAPER_MLP,
  PAPER_RESNET,
  REDUCED_FT_TRANSFORMER,
} from './architecture.js';
export { type BackendName, backend } from './backend.js';
export type { Loss } from './losses.js';
export { bayesianMember, dropoutMember } from './members.js';
export { networkOf } from './networkOf.js';
export { observeModel, type ParameterisedModel } from './observeModel.js';
export { plattScaled } from './plattScaling.js';
export { anchoredTraining, bayesByBackprop, plainTraining } from './regularisation.js';
export { toNetworkFile } from './toNetworkFile.js';
export {
  TRAINING_DEFAULTS,
  type TrainedNetwork,
  type TrainingData,
  trainNetwork,
} from './trainNetwork.js';
