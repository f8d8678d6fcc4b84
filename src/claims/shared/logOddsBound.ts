import type { Oracle } from '../oracle.js';
import type { RayAnalysis } from '../rayAnalysis.js';
import { decimal } from './describe.js';
import { type Finding, showsFailing, showsHolding } from './finding.js';
import { isTelling } from './rounding.js';
import { settlingTime } from './settling.js';

/**
 * A bound that certainty puts on magnitudes v_i from below: `factor`·max |v_i| ≥ ln(p_c/p_c') −
 * `shift`. Float64.
 */
export interface LogOddsBound {
  readonly factor: number;
  readonly shift: number;
  /** By how much rounding may break it. */
  readonly room: number;
  /** What max |v_i| is at least, in words. */
  readonly words: string;
}

/** Magnitudes at one time, beside an oracle's probabilities. */
export interface LargestMagnitude {
  /** `max |g_i|` */
  readonly name: string;
  readonly largest: number;
  readonly t: number;
  readonly logProbabilities: ArrayLike<number>;
  readonly certainClass: number;
}

/** Whether numbers show the bound from every other class kept. */
export function findLogOddsBound(
  { name, largest, t, logProbabilities, certainClass }: LargestMagnitude,
  boundFrom: (other: number) => LogOddsBound,
): Finding {
  for (let other = 0; other < logProbabilities.length; other++) {
    if (other === certainClass) continue;
    const { factor, shift, room, words } = boundFrom(other);
    const needed = logProbabilities[certainClass] - logProbabilities[other] - shift;
    if (!(largest * factor >= needed - room)) {
      return showsFailing(
        `${name} = ${decimal(largest)} at t = ${t}, below ${words} = ${decimal(needed / factor)}`,
      );
    }
  }
  return showsHolding(`${name} = ${decimal(largest)} at t = ${t} is as large as the log-odds need`);
}

/** The same far out on a ray whose tail saturates, at a time when numbers tell something. */
export function findLogOddsBoundOnRay(
  subject: RayAnalysis,
  oracle: Oracle,
  name: string,
  largestAt: (t: number) => number,
  boundFrom: (other: number, at: LargestMagnitude) => LogOddsBound,
): Finding {
  const along = oracle.along(subject);
  const settled = settlingTime(subject, 1e-6);
  if (settled === null) return null;
  const t = 4 * settled + 4;
  const rounding = along.rounding(t);
  if (!isTelling(rounding)) return null;
  const at = {
    name,
    largest: largestAt(t),
    t,
    logProbabilities: along.at(t).logProbabilities[0],
    certainClass: subject.tail.top[0],
  };
  return findLogOddsBound(at, (other) => {
    const bound = boundFrom(other, at);
    // Either probability may be off by that much.
    return { ...bound, room: bound.room + 2 * rounding };
  });
}
