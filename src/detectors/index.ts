export { type Batch, batchOf } from './batch.js';
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
export type { ExcessNorm } from './excess.js';
export {
  type FittingData,
  fittingDataOf,
  type LabelledInputs,
  type LabelledObservations,
} from './fittingData.js';
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
export type { LinearHead } from './linearHead.js';
export { type AdaScaleOptions, adaScaleA, adaScaleL } from './methods/adaScale.js';
export { type AshOptions, ash } from './methods/ash.js';
export { ashP } from './methods/ashP.js';
export { ashS } from './methods/ashS.js';
export { type CeaOptions, cea } from './methods/cea.js';
export { type DiceOptions, dice } from './methods/dice.js';
export { type DiceReActOptions, diceReAct } from './methods/diceReAct.js';
export { type EboOptions, ebo } from './methods/ebo.js';
export { type FdbdOptions, fdbd } from './methods/fdbd.js';
export { type FusionOptions, type FusionRule, fusion } from './methods/fusion.js';
export { type GenOptions, gen } from './methods/gen.js';
export { gradNorm } from './methods/gradNorm.js';
export { gram } from './methods/gram.js';
export { type GramLayersOptions, gramLayers } from './methods/gramLayers.js';
export { klm } from './methods/klm.js';
export { type KnnOptions, knn } from './methods/knn.js';
export { type LaplaceOptions, laplace } from './methods/laplace.js';
export { mds } from './methods/mds.js';
export { mdsRidge } from './methods/mdsRidge.js';
export { mls } from './methods/mls.js';
export { msp } from './methods/msp.js';
export { multiMds } from './methods/multiMds.js';
export { type NciOptions, nci } from './methods/nci.js';
export { type NearestNeighbourOptions, nearestNeighbour } from './methods/nearestNeighbour.js';
export { type NecoOptions, neco } from './methods/neco.js';
export { type NnGuideOptions, nnGuide } from './methods/nnGuide.js';
export { type OdinOptions, odin } from './methods/odin.js';
export { type OpenMaxOptions, openMax } from './methods/openMax.js';
export { type ReActOptions, reAct } from './methods/reAct.js';
export { type ReActAshSOptions, reActAshS } from './methods/reActAshS.js';
export { type RelationOptions, relation } from './methods/relation.js';
export { type ResidualOptions, residual } from './methods/residual.js';
export { rmds } from './methods/rmds.js';
export { rmdsRidge } from './methods/rmdsRidge.js';
export { scale } from './methods/scale.js';
export { sheCosine, sheEuclidean, sheInnerProduct } from './methods/she.js';
export {
  type SircOptions,
  sircEntropyNorm,
  sircEntropyResidual,
  sircMspNorm,
  sircMspResidual,
} from './methods/sirc.js';
export { tempScale } from './methods/tempScale.js';
export { ensembleMsp, entropy, information, variance } from './methods/uncertaintyDetectors.js';
export { unit } from './methods/unit.js';
export { type VimOptions, vim } from './methods/vim.js';
export { vimClipped } from './methods/vimClipped.js';
export { type VraOptions, vra } from './methods/vra.js';
export { type VraClipOptions, vraClip } from './methods/vraClip.js';
export { type VraPlusOptions, vraPlus } from './methods/vraPlus.js';
export { type VraPlusPlusOptions, vraPlusPlus } from './methods/vraPlusPlus.js';
export type { Observations } from './observations.js';
export { DETECTORS, detectorNamed } from './registry.js';
export type { WeibullTail } from './weibullTail.js';
