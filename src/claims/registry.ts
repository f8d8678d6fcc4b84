import { almostEveryHead } from './almostEveryHead.js';
import { boundedCeiling } from './beyond/boundedCeiling.js';
import { boundedDistance } from './beyond/boundedDistance.js';
import { layerNormCeiling } from './beyond/layerNormCeiling.js';
import { layerNormLimit } from './beyond/layerNormLimit.js';
import { severalSpeeds } from './beyond/severalSpeeds.js';
import { slopesIgnoreShape } from './beyond/slopesIgnoreShape.js';
import { treesConstant } from './beyond/treesConstant.js';
import { blindWindow } from './blindWindow.js';
import { boxBound } from './boxBound.js';
import { ceaCatchesOverconfidence } from './ceaCatchesOverconfidence.js';
import { ceaDoesNoHarm } from './ceaDoesNoHarm.js';
import { ceaIdSmall } from './ceaIdSmall.js';
import { ceaMonotone } from './ceaMonotone.js';
import { ceaWeight } from './ceaWeight.js';
import type { AnyClaim } from './claim.js';
import { dangerScale } from './dangerScale.js';
import { decisionSettles } from './decisionSettles.js';
import { entropyDirection } from './entropyDirection.js';
import { entropyGradient } from './entropyGradient.js';
import { eventuallyAffine } from './eventuallyAffine.js';
import { farPointsBelowId } from './farPointsBelowId.js';
import { fixedPoints } from './fixedPoints.js';
import { gaussianHead } from './gaussianHead.js';
import { gradientVanishes } from './gradientVanishes.js';
import { growthRate } from './growthRate.js';
import { guardUniform } from './guardUniform.js';
import { heinScaling } from './heinScaling.js';
import { adaScaleAAtInfinity } from './infinity/adaScaleAAtInfinity.js';
import { adaScaleLAtInfinity } from './infinity/adaScaleLAtInfinity.js';
import { ashAtInfinity } from './infinity/ashAtInfinity.js';
import { ashPAtInfinity } from './infinity/ashPAtInfinity.js';
import { ashSAtInfinity } from './infinity/ashSAtInfinity.js';
import { diceAtInfinity } from './infinity/diceAtInfinity.js';
import { diceReactAtInfinity } from './infinity/diceReactAtInfinity.js';
import { eboAtInfinity } from './infinity/eboAtInfinity.js';
import { entropyAtInfinity } from './infinity/entropyAtInfinity.js';
import { fdbdAtInfinity } from './infinity/fdbdAtInfinity.js';
import { genAtInfinity } from './infinity/genAtInfinity.js';
import { gradNormAtInfinity } from './infinity/gradNormAtInfinity.js';
import { gramAtInfinity } from './infinity/gramAtInfinity.js';
import { gramLayersAtInfinity } from './infinity/gramLayersAtInfinity.js';
import { klmAtInfinity } from './infinity/klmAtInfinity.js';
import { knnAtInfinity } from './infinity/knnAtInfinity.js';
import { mdsAtInfinity } from './infinity/mdsAtInfinity.js';
import { mdsRidgeAtInfinity } from './infinity/mdsRidgeAtInfinity.js';
import { mlsAtInfinity } from './infinity/mlsAtInfinity.js';
import { mspAtInfinity } from './infinity/mspAtInfinity.js';
import { multiMdsAtInfinity } from './infinity/multiMdsAtInfinity.js';
import { nciAtInfinity } from './infinity/nciAtInfinity.js';
import { nearestNeighbourAtInfinity } from './infinity/nearestNeighbourAtInfinity.js';
import { necoAtInfinity } from './infinity/necoAtInfinity.js';
import { nnguideAtInfinity } from './infinity/nnguideAtInfinity.js';
import { odinAtInfinity } from './infinity/odinAtInfinity.js';
import { openMaxAtInfinity } from './infinity/openMaxAtInfinity.js';
import { reactAshSAtInfinity } from './infinity/reactAshSAtInfinity.js';
import { reactAtInfinity } from './infinity/reactAtInfinity.js';
import { relationAtInfinity } from './infinity/relationAtInfinity.js';
import { residualAtInfinity } from './infinity/residualAtInfinity.js';
import { rmdsAtInfinity } from './infinity/rmdsAtInfinity.js';
import { rmdsRidgeAtInfinity } from './infinity/rmdsRidgeAtInfinity.js';
import { scaleAtInfinity } from './infinity/scaleAtInfinity.js';
import { sheCosineAtInfinity } from './infinity/sheCosineAtInfinity.js';
import { sheEuclideanAtInfinity } from './infinity/sheEuclideanAtInfinity.js';
import { sheInnerProductAtInfinity } from './infinity/sheInnerProductAtInfinity.js';
import { sircEntropyNormAtInfinity } from './infinity/sircEntropyNormAtInfinity.js';
import { sircEntropyResidualAtInfinity } from './infinity/sircEntropyResidualAtInfinity.js';
import { sircMspNormAtInfinity } from './infinity/sircMspNormAtInfinity.js';
import { sircMspResidualAtInfinity } from './infinity/sircMspResidualAtInfinity.js';
import { tempScaleAtInfinity } from './infinity/tempScaleAtInfinity.js';
import { vimAtInfinity } from './infinity/vimAtInfinity.js';
import { vimClippedAtInfinity } from './infinity/vimClippedAtInfinity.js';
import { vraAtInfinity } from './infinity/vraAtInfinity.js';
import { vraClipAtInfinity } from './infinity/vraClipAtInfinity.js';
import { vraPlusAtInfinity } from './infinity/vraPlusAtInfinity.js';
import { vraPlusPlusAtInfinity } from './infinity/vraPlusPlusAtInfinity.js';
import { jacobianLimit } from './jacobianLimit.js';
import { jacobianLimitJoint } from './jacobianLimitJoint.js';
import { limitAuroc } from './limitAuroc.js';
import { logitDiverges } from './logitDiverges.js';
import { logitDivergesAny } from './logitDivergesAny.js';
import { meanGradient } from './meanGradient.js';
import { metricBounds } from './metricBounds.js';
import { miGradient } from './miGradient.js';
import { monotoneLogits } from './monotoneLogits.js';
import { monotoneOnPolytopes } from './monotoneOnPolytopes.js';
import { mspGradient } from './mspGradient.js';
import { oneHotColumn } from './oneHotColumn.js';
import { openPolytope } from './openPolytope.js';
import { penultimateDiverges } from './penultimateDiverges.js';
import { penultimateDivergesAny } from './penultimateDivergesAny.js';
import { perfectCertainty } from './perfectCertainty.js';
import { perfectCertaintySameSense } from './perfectCertaintySameSense.js';
import { posteriorGradient } from './posteriorGradient.js';
import { posthocKeepsPredictions } from './posthocKeepsPredictions.js';
import { randomDirections } from './randomDirections.js';
import { regimes } from './regimes.js';
import { saturationRate } from './saturationRate.js';
import { singleDimension } from './singleDimension.js';
import { slopesIgnoreInput } from './slopesIgnoreInput.js';
import { softmaxIncreasing } from './softmaxIncreasing.js';
import { softmaxJacobian } from './softmaxJacobian.js';
import { softmaxSigmoid } from './softmaxSigmoid.js';
import { temperatureTwoClasses } from './temperatureTwoClasses.js';
import { unflaggedCeiling } from './unflaggedCeiling.js';
import { varianceGradient } from './varianceGradient.js';
import { voteShares } from './voteShares.js';
import { weightedVotes } from './weightedVotes.js';

/**
 * Every claim, in the order of the catalogue: ours, paper A, paper B, detectors at infinity, networks
 * beyond piecewise-affine.
 */
export const CLAIMS: readonly AnyClaim[] = [
  eventuallyAffine,
  regimes,
  slopesIgnoreInput,
  voteShares,
  weightedVotes,
  gaussianHead,
  posteriorGradient,
  dangerScale,
  boxBound,
  guardUniform,
  saturationRate,
  almostEveryHead,
  openPolytope,
  randomDirections,
  softmaxSigmoid,
  softmaxJacobian,
  softmaxIncreasing,
  entropyDirection,
  metricBounds,
  monotoneLogits,
  jacobianLimit,
  jacobianLimitJoint,
  growthRate,
  gradientVanishes,
  mspGradient,
  meanGradient,
  varianceGradient,
  entropyGradient,
  miGradient,
  perfectCertainty,
  perfectCertaintySameSense,
  singleDimension,
  decisionSettles,
  fixedPoints,
  oneHotColumn,
  heinScaling,
  logitDiverges,
  logitDivergesAny,
  penultimateDiverges,
  penultimateDivergesAny,
  monotoneOnPolytopes,
  farPointsBelowId,
  temperatureTwoClasses,
  ceaIdSmall,
  ceaDoesNoHarm,
  ceaWeight,
  ceaMonotone,
  ceaCatchesOverconfidence,
  posthocKeepsPredictions,
  unflaggedCeiling,
  mspAtInfinity,
  mlsAtInfinity,
  eboAtInfinity,
  tempScaleAtInfinity,
  odinAtInfinity,
  entropyAtInfinity,
  gradNormAtInfinity,
  mdsAtInfinity,
  rmdsAtInfinity,
  knnAtInfinity,
  vimAtInfinity,
  sheInnerProductAtInfinity,
  sheEuclideanAtInfinity,
  klmAtInfinity,
  reactAtInfinity,
  diceAtInfinity,
  ashAtInfinity,
  openMaxAtInfinity,
  gramAtInfinity,
  genAtInfinity,
  nciAtInfinity,
  fdbdAtInfinity,
  nnguideAtInfinity,
  scaleAtInfinity,
  ashSAtInfinity,
  ashPAtInfinity,
  residualAtInfinity,
  vraAtInfinity,
  vraPlusAtInfinity,
  vraPlusPlusAtInfinity,
  vraClipAtInfinity,
  relationAtInfinity,
  necoAtInfinity,
  sircMspNormAtInfinity,
  sircEntropyNormAtInfinity,
  sircMspResidualAtInfinity,
  sircEntropyResidualAtInfinity,
  diceReactAtInfinity,
  reactAshSAtInfinity,
  nearestNeighbourAtInfinity,
  sheCosineAtInfinity,
  vimClippedAtInfinity,
  gramLayersAtInfinity,
  mdsRidgeAtInfinity,
  rmdsRidgeAtInfinity,
  multiMdsAtInfinity,
  adaScaleAAtInfinity,
  adaScaleLAtInfinity,
  blindWindow,
  limitAuroc,
  slopesIgnoreShape,
  boundedDistance,
  layerNormLimit,
  layerNormCeiling,
  boundedCeiling,
  severalSpeeds,
  treesConstant,
];
