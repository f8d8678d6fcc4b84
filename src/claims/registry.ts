import { ceaCatchesOverconfidence } from './ceaCatchesOverconfidence.js';
import { ceaIdSmall } from './ceaIdSmall.js';
import { ceaMonotone } from './ceaMonotone.js';
import type { AnyClaim } from './claim.js';
import { dangerScale } from './dangerScale.js';
import { entropyDirection } from './entropyDirection.js';
import { entropyGradient } from './entropyGradient.js';
import { eventuallyAffine } from './eventuallyAffine.js';
import { gradientVanishes } from './gradientVanishes.js';
import { growthRate } from './growthRate.js';
import { heinScaling } from './heinScaling.js';
import { ashAtInfinity } from './infinity/ashAtInfinity.js';
import { diceAtInfinity } from './infinity/diceAtInfinity.js';
import { eboAtInfinity } from './infinity/eboAtInfinity.js';
import { entropyAtInfinity } from './infinity/entropyAtInfinity.js';
import { gradNormAtInfinity } from './infinity/gradNormAtInfinity.js';
import { gramAtInfinity } from './infinity/gramAtInfinity.js';
import { klmAtInfinity } from './infinity/klmAtInfinity.js';
import { knnAtInfinity } from './infinity/knnAtInfinity.js';
import { mdsAtInfinity } from './infinity/mdsAtInfinity.js';
import { mlsAtInfinity } from './infinity/mlsAtInfinity.js';
import { mspAtInfinity } from './infinity/mspAtInfinity.js';
import { odinAtInfinity } from './infinity/odinAtInfinity.js';
import { openMaxAtInfinity } from './infinity/openMaxAtInfinity.js';
import { reactAtInfinity } from './infinity/reactAtInfinity.js';
import { rmdsAtInfinity } from './infinity/rmdsAtInfinity.js';
import { sheEuclideanAtInfinity } from './infinity/sheEuclideanAtInfinity.js';
import { sheInnerProductAtInfinity } from './infinity/sheInnerProductAtInfinity.js';
import { tempScaleAtInfinity } from './infinity/tempScaleAtInfinity.js';
import { vimAtInfinity } from './infinity/vimAtInfinity.js';
import { jacobianLimit } from './jacobianLimit.js';
import { jacobianLimitJoint } from './jacobianLimitJoint.js';
import { logitDiverges } from './logitDiverges.js';
import { logitDivergesAny } from './logitDivergesAny.js';
import { meanGradient } from './meanGradient.js';
import { metricBounds } from './metricBounds.js';
import { miGradient } from './miGradient.js';
import { monotoneLogits } from './monotoneLogits.js';
import { mspGradient } from './mspGradient.js';
import { penultimateDiverges } from './penultimateDiverges.js';
import { penultimateDivergesAny } from './penultimateDivergesAny.js';
import { perfectCertainty } from './perfectCertainty.js';
import { posthocKeepsPredictions } from './posthocKeepsPredictions.js';
import { regimes } from './regimes.js';
import { saturationRate } from './saturationRate.js';
import { slopesIgnoreInput } from './slopesIgnoreInput.js';
import { softmaxIncreasing } from './softmaxIncreasing.js';
import { softmaxJacobian } from './softmaxJacobian.js';
import { softmaxSigmoid } from './softmaxSigmoid.js';
import { varianceGradient } from './varianceGradient.js';
import { voteShares } from './voteShares.js';

/** Every claim, in the order of the catalogue: ours, paper A, paper B, detectors at infinity. */
export const CLAIMS: readonly AnyClaim[] = [
  eventuallyAffine,
  regimes,
  slopesIgnoreInput,
  voteShares,
  dangerScale,
  saturationRate,
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
  heinScaling,
  logitDiverges,
  logitDivergesAny,
  penultimateDiverges,
  penultimateDivergesAny,
  ceaIdSmall,
  ceaMonotone,
  ceaCatchesOverconfidence,
  posthocKeepsPredictions,
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
];
