export { type AdaScaleOptions, adaScaleA, adaScaleL } from './adaScale.js';
export { type AshOptions, ash } from './ash.js';
export { ashP } from './ashP.js';
export { ashS } from './ashS.js';
export { type Batch, batchOf } from './batch.js';
export { type CeaOptions, cea } from './cea.js';
export { Classifier } from './classifier.js';
export type {
  Detector,
  DetectorFamily,
  Parameter,
  Scorer,
  Variant,
  VariantOptions,
  WhenCertain,
} from './detector.js';
export { type DiceOptions, dice } from './dice.js';
export { type DiceReActOptions, diceReAct } from './diceReAct.js';
export { type EboOptions, ebo } from './ebo.js';
export type { ExcessNorm } from './excess.js';
export { type FdbdOptions, fdbd } from './fdbd.js';
export {
  type FittingData,
  fittingDataOf,
  type LabelledInputs,
  type LabelledObservations,
} from './fittingData.js';
export { type GenOptions, gen } from './gen.js';
export { gradNorm } from './gradNorm.js';
export { gram } from './gram.js';
export { type GramLayersOptions, gramLayers } from './gramLayers.js';
export type { Approach } from './infinity/approach.js';
export {
  type BehaviourAtInfinity,
  behaviourAtInfinity,
  isBlind,
} from './infinity/behaviourAtInfinity.js';
export { type BlindWindow, blindWindow } from './infinity/blindWindow.js';
export { float64LimitAuroc, limitAuroc } from './infinity/limitAuroc.js';
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
export { mdsRidge } from './mdsRidge.js';
export { mls } from './mls.js';
export { msp } from './msp.js';
export { multiMds } from './multiMds.js';
export { type NciOptions, nci } from './nci.js';
export { type NearestNeighbourOptions, nearestNeighbour } from './nearestNeighbour.js';
export { type NecoOptions, neco } from './neco.js';
export { type NnGuideOptions, nnGuide } from './nnGuide.js';
export type { Observations } from './observations.js';
export { type OdinOptions, odin } from './odin.js';
export { type OpenMaxOptions, openMax } from './openMax.js';
export { type ReActOptions, reAct } from './reAct.js';
export { type ReActAshSOptions, reActAshS } from './reActAshS.js';
export { DETECTORS, detectorNamed } from './registry.js';
export { type RelationOptions, relation } from './relation.js';
export { type ResidualOptions, residual } from './residual.js';
export { rmds } from './rmds.js';
export { rmdsRidge } from './rmdsRidge.js';
export { scale } from './scale.js';
export { sheCosine, sheEuclidean, sheInnerProduct } from './she.js';
export {
  type SircOptions,
  sircEntropyNorm,
  sircEntropyResidual,
  sircMspNorm,
  sircMspResidual,
} from './sirc.js';
export { tempScale } from './tempScale.js';
export { detectorThroughput, type Throughput, type ThroughputSetting } from './throughput.js';
export { ensembleMsp, entropy, information, variance } from './uncertaintyDetectors.js';
export { unit } from './unit.js';
export { type VimOptions, vim } from './vim.js';
export { vimClipped } from './vimClipped.js';
export { type VraOptions, vra } from './vra.js';
export { type VraClipOptions, vraClip } from './vraClip.js';
export { type VraPlusOptions, vraPlus } from './vraPlus.js';
export { type VraPlusPlusOptions, vraPlusPlus } from './vraPlusPlus.js';
export type { WeibullTail } from './weibullTail.js';
