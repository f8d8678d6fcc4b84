export { type AshOptions, ash } from './ash.js';
export { type Batch, batchOf } from './batch.js';
export { type CeaOptions, cea } from './cea.js';
export { Classifier } from './classifier.js';
export type { Detector, Parameter, Scorer, Variant, VariantOptions } from './detector.js';
export { type DiceOptions, dice } from './dice.js';
export { type EboOptions, ebo } from './ebo.js';
export type { ExcessNorm } from './excess.js';
export {
  type FittingData,
  fittingDataOf,
  type LabelledInputs,
  type LabelledObservations,
} from './fittingData.js';
export { gradNorm } from './gradNorm.js';
export { gram } from './gram.js';
export type { Approach } from './infinity/approach.js';
export {
  type BehaviourAtInfinity,
  behaviourAtInfinity,
  isBlind,
} from './infinity/behaviourAtInfinity.js';
export { type BlindWindow, blindWindow } from './infinity/blindWindow.js';
export { limitAuroc } from './infinity/limitAuroc.js';
export type { ScoreTail } from './infinity/scoreTail.js';
export {
  observationsAlong,
  observationsOnTail,
  scoreTailAlong,
} from './infinity/scoreTailAlong.js';
export { klm } from './klm.js';
export { type KnnOptions, knn } from './knn.js';
export type { LinearHead } from './linearHead.js';
export { mds } from './mds.js';
export { mls } from './mls.js';
export { msp } from './msp.js';
export type { Observations } from './observations.js';
export { type OdinOptions, odin } from './odin.js';
export { type OpenMaxOptions, openMax } from './openMax.js';
export { type ReActOptions, reAct } from './reAct.js';
export { DETECTORS, detectorNamed, UNCERTAINTY_DETECTORS } from './registry.js';
export { rmds } from './rmds.js';
export { sheEuclidean, sheInnerProduct } from './she.js';
export { tempScale } from './tempScale.js';
export { detectorThroughput, type Throughput, type ThroughputSetting } from './throughput.js';
export { ensembleMsp, entropy, information, variance } from './uncertaintyDetectors.js';
export { unit } from './unit.js';
export { type VimOptions, vim } from './vim.js';
export type { WeibullTail } from './weibullTail.js';
