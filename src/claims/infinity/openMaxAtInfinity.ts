import type { Scorer } from '../../detectors/detector.js';
import type { GermVector } from '../../detectors/infinity/germVector.js';
import { openMax } from '../../detectors/methods/openMax.js';
import type { WeibullTail } from '../../detectors/weibullTail.js';
import { Rational } from '../../exact/rational.js';
import { softmax } from '../../uncertainty/softmax.js';
import { largestOf } from '../shared/expectedEnd.js';
import { tailLines } from '../shared/tailLines.js';
import { infinityClaim } from './infinityClaim.js';

/**
 * OpenMax: distances to class means grow, so every fitted Weibull probability tends to 1, and
 * faster than any power of t, so that w·f_c ends as f_c does.
 */
export const openMaxAtInfinity = infinityClaim({
  id: 'open-max-at-infinity',
  detector: openMax,
  row: 'OpenMax, Gram',
  blindness: 'flags iff the unknown class outruns what the others keep',
  latex:
    "p_{\\text{unknown}}(x(t)) \\;\\to\\; \\operatorname{softmax}_{T'}(a')_{\\text{unknown}}, \\qquad f'_c = (1 - \\omega_c) f_c, \\quad f'_{\\text{unknown}} = \\sum_c \\omega_c f_c",
  plain:
    'The classes ranked highest lose the share ω of their logits to the unknown class (1 and ½ for the default α = 2; nothing where no Weibull could be fitted). The novelty tends to 1 if the unknown class then has the largest slope of all, to 0 if it has less, and in between if slopes are tied. With the exponentials of the published code, which are not shifted, no limit is reached: they overflow.',
  end({ logits }, fitted) {
    const { slope, intercept } = recalibrated(logits, fitted);
    const largest = largestOf(slope);
    const top = slope.flatMap((b, c) => (b.compare(largest) === 0 ? [c] : []));
    const unknown = top.indexOf(slope.length - 1);
    const limit = unknown === -1 ? 0 : softmax(top.map((c) => intercept[c].toNumber()))[unknown];
    return { kind: 'converges', limit };
  },
  patience: (fitted, subject) => {
    const { logits } = tailLines(subject);
    return Math.max(1, rejectedAfter(fitted, logits), settledAfter(recalibrated(logits, fitted)));
  },
});

/** The logits as what ranks highest loses its share, and behind them what the unknown class gets. */
function recalibrated({ slope, intercept }: GermVector, { parameters }: Scorer): GermVector {
  const { alpha } = parameters as { alpha: number };
  const tails = tailsOf(parameters);
  const endsAbove = (i: number, c: number) =>
    (slope[i].compare(slope[c]) || intercept[i].compare(intercept[c]) || c - i) > 0;
  const lost = slope.map((_, c) => {
    const rank = slope.filter((_, i) => endsAbove(i, c)).length;
    const share = tails[c].valid ? Math.max(0, alpha - rank) / alpha : 0;
    return Rational.of(share);
  });
  const change = (values: readonly Rational[]) => {
    const losses = values.map((value, c) => value.multiply(lost[c]));
    const unknown = losses.reduce((sum, value) => sum.add(value), Rational.zero);
    return [...values.map((value, c) => value.subtract(losses[c])), unknown];
  };
  return { slope: change(slope), intercept: change(intercept) };
}

/** The time after which 1 − w_c of every Weibull probability is below the rounding of what t multiplies. */
function rejectedAfter({ parameters }: Scorer, { slope }: GermVector): number {
  const speed = Math.hypot(...slope.map((b) => b.toNumber()));
  // e^{−(d/scale)^shape} < e^{−60} from d = scale·60^{1/shape} on.
  const distances = tailsOf(parameters).map(({ valid, scale, shape }) =>
    valid ? scale * 60 ** (1 / shape) : 0,
  );
  return (4 * Math.max(...distances)) / speed;
}

/**
 * The time after which the classes with less than the largest slope share less than 1e-9: shares may
 * leave slopes that all but cancel, however far apart those of the network are.
 */
function settledAfter({ slope, intercept }: GermVector): number {
  const largest = largestOf(slope);
  const gaps = slope.map((b) => largest.subtract(b).toNumber());
  const values = intercept.map((a) => a.toNumber());
  const least = Math.min(...values.filter((_, c) => gaps[c] === 0));
  return Math.max(
    ...values.map((a, c) =>
      gaps[c] === 0 ? 0 : (Math.log(values.length / 1e-9) + a - least) / gaps[c],
    ),
  );
}

function tailsOf(parameters: Scorer['parameters']): readonly WeibullTail[] {
  return parameters.classes as unknown as readonly WeibullTail[];
}
