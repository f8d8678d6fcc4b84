import { uncertaintyGradients } from '../../uncertainty/uncertaintyGradients.js';
import type { GradientOf } from '../oracle.js';
import { fails, HOLDS, type Outcome, UNDECIDED } from '../outcome.js';
import type { EnsembleAnalysis, RayAnalysis } from '../rayAnalysis.js';
import { gradientBound, logFactor, nameOf } from './gradientBounds.js';
import { boundRounding, plainTimes } from './plainNumbers.js';
import { raysOf } from './rounding.js';

/**
 * Whether gradients keep below the bounds that are printed, constants and rates, at two times far
 * out on tails that saturate.
 *
 * The gradients come from the plain evaluation of the file, the bounds from the engine's γ,
 * intercepts and Jacobian: neither can make up for the other. Float64 with room for its rounding.
 */
export function ratesKept(
  subject: RayAnalysis | EnsembleAnalysis,
  gradients: readonly GradientOf[],
): Outcome {
  const times = plainTimes(subject);
  if (times === null) return UNDECIDED;
  const bounds = raysOf(subject).map(gradientBound);
  for (const { t, members } of times) {
    const found = uncertaintyGradients(
      members.map(({ logits }) => logits),
      members.map(({ rows }) => rows),
    );
    const largest = Math.max(...bounds.map((bound) => bound(t)));
    for (const of of gradients) {
      const bound = largest + logFactor(of, subject, t);
      const norm = logNormOf(found, of);
      if (!(norm <= bound + boundRounding(subject, t))) {
        return fails(`ln ‖∇ ${nameOf(of)}‖ = ${norm} at t = ${t}, above the bound ${bound}`);
      }
    }
  }
  return HOLDS;
}

function logNormOf(found: ReturnType<typeof uncertaintyGradients>, of: GradientOf): number {
  if (typeof of === 'object') return found.meanProbability[of.probability].logNorm;
  if (of === 'maximumSoftmaxProbability') {
    return Math.max(...found.maximumSoftmaxProbability.gradients.map(({ logNorm }) => logNorm));
  }
  return found[of].logNorm;
}
