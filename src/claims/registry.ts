import type { AnyClaim } from './claim.js';
import { dangerScale } from './dangerScale.js';
import { entropyDirection } from './entropyDirection.js';
import { entropyGradient } from './entropyGradient.js';
import { eventuallyAffine } from './eventuallyAffine.js';
import { gradientVanishes } from './gradientVanishes.js';
import { growthRate } from './growthRate.js';
import { heinScaling } from './heinScaling.js';
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
import { regimes } from './regimes.js';
import { saturationRate } from './saturationRate.js';
import { slopesIgnoreInput } from './slopesIgnoreInput.js';
import { softmaxIncreasing } from './softmaxIncreasing.js';
import { softmaxJacobian } from './softmaxJacobian.js';
import { softmaxSigmoid } from './softmaxSigmoid.js';
import { varianceGradient } from './varianceGradient.js';
import { voteShares } from './voteShares.js';

/** Every claim, in the order of the catalogue: ours, paper A, paper B. */
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
];
