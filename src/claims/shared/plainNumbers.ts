import { Rational } from '../../exact/rational.js';
import type { EnsembleAnalysis, RayAnalysis } from '../rayAnalysis.js';
import { raysOf } from './rounding.js';
import { largestLead, settlingTimeOf } from './settling.js';

/** A member far out, in doubles: what the plain evaluation of its file gives. */
export interface PlainNumbers {
  /** Logits less the largest, each the double nearest to the exact difference. Shape [C]. */
  readonly logits: Float64Array;
  /** Rows of the Jacobian less that of the same class. Shape [C][D]. */
  readonly rows: readonly Float64Array[];
}

/** Two times far out and what plain evaluation gives there; null if doubles do not hold it. */
export type PlainTimes = readonly { readonly t: number; readonly members: PlainNumbers[] }[] | null;

/**
 * Every member at two times beyond which all but the top classes have next to no probability, from
 * its plain tail: the side of a bound that must not come from the engine whose γ, intercepts and
 * Jacobian make the other.
 */
export function plainTimes(subject: RayAnalysis | EnsembleAnalysis): PlainTimes {
  const settled = settlingTimeOf(subject, 1e-6);
  const rays = raysOf(subject);
  if (settled === null || rays.some(({ plainTail }) => plainTail === null)) return null;
  const start = Math.max(settled, ...rays.map(({ plainTail }) => 2 ** plainTail!.power));
  if (!(start < 2 ** 500)) return null;
  const times = [start + 1, 2 * start + 2].map((t) => ({
    t,
    members: rays.map((ray) => numbersAt(ray, Rational.of(t))),
  }));
  const finite = times.every(({ members }) =>
    members.every(({ logits, rows }) =>
      [logits, ...rows].every((row) => row.every(Number.isFinite)),
    ),
  );
  return finite ? times : null;
}

/**
 * What rounding may do to a bound A − γt and to the logarithm that is held against it: terms may be
 * far larger than their sum.
 */
export function boundRounding(subject: RayAnalysis | EnsembleAnalysis, t: number): number {
  const sizes = raysOf(subject).map((ray) => {
    const { gap } = ray.tail;
    return gap === null ? 0 : Math.abs(largestLead(ray)) + gap.toNumber() * t;
  });
  return 1e-9 + 2 ** -40 * Math.max(...sizes);
}

function numbersAt({ plainTail }: RayAnalysis, t: Rational): PlainNumbers {
  const { slope, intercept, jacobian } = plainTail!;
  const exact = slope.map((b, c) => intercept[c].add(b.multiply(t)));
  const k = exact.reduce((best, value, c) => (value.compare(exact[best]) > 0 ? c : best), 0);
  return {
    logits: Float64Array.from(exact, (value) => value.subtract(exact[k]).toNumber()),
    rows: jacobian.map((row) =>
      Float64Array.from(row, (value, d) => value.subtract(jacobian[k][d]).toNumber()),
    ),
  };
}
