import { Real } from '../exact/real.js';
import { capabilityOf } from '../network/capability.js';
import type { Network } from '../network/network.js';
import { expandedTail } from '../tail/expandedTail.js';
import { limitOfTail } from '../tail/limitOfTail.js';
import { type Ray, tail } from '../tail/tail.js';
import { entropyOf } from './entropyOf.js';
import type { Mixture } from './posterior.js';
import { type PosteriorLimit, topOf } from './posteriorLimit.js';

/**
 * What a mixture's prediction tends to along a ray: Σ π_m · limit of member m.
 *
 * @returns null if some member's probabilities have no limit
 *
 * Source: claim `weighted-votes`.
 */
export function mixtureLimit({ members, classes }: Mixture, ray: Ray): PosteriorLimit | null {
  let mean: Real[] = Array.from({ length: classes }, () => Real.zero);
  let expected = Real.zero;
  let drawsSaturate: boolean | null = true;
  let fromEveryInput = true;
  for (const { network, weight } of members) {
    const end = memberEnd(network, ray);
    if (end === null) return null;
    const share = Real.ofRational(weight);
    mean = mean.map((sum, c) => sum.add(share.multiply(end.limit[c])));
    expected = expected.add(share.multiply(entropyOf(end.limit)));
    if (end.regime === 'unknown') drawsSaturate = null;
    else if (end.regime !== 'saturating' && drawsSaturate) drawsSaturate = false;
    fromEveryInput &&= end.fromEveryInput;
  }
  const entropy = entropyOf(mean);
  return {
    probabilities: mean,
    top: topOf(mean),
    entropy,
    mutualInformation: drawsSaturate ? entropy : entropy.subtract(expected),
    drawsSaturate,
    fromEveryInput,
  };
}

interface MemberEnd {
  readonly limit: readonly Real[];
  readonly regime: string;
  readonly fromEveryInput: boolean;
}

function memberEnd(network: Network, { origin, direction }: Ray): MemberEnd | null {
  const { piecewiseAffine, constants } = capabilityOf(network);
  if (piecewiseAffine && constants !== 'enclosures' && network.outputs !== 'probabilities') {
    const { exact } = tail(network, origin, direction);
    const limit = limitOfTail(exact.top, exact.intercept.map(Real.ofRational));
    // Slopes are the same from every input; intercepts, which share a tied limit, are not.
    return { limit, regime: exact.regime, fromEveryInput: exact.regime === 'saturating' };
  }
  const { limit, regime } = expandedTail(network, origin, direction);
  if (limit === null || regime === null) return null;
  return { limit, regime, fromEveryInput: false };
}
