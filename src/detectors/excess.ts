import { Rational } from '../exact/rational.js';
import type { Batch } from './batch.js';
import { type GermVector, largestGerm } from './infinity/germVector.js';
import { constantGerm, linearGerm, type NoveltyGerm } from './infinity/noveltyGerm.js';
import { absoluteSumGerm, normGerm } from './infinity/quadraticGerm.js';

/** The norms CEA can take: Euclidean as in paper B, the others of its appendix G. */
export type ExcessNorm = 1 | 2 | 'max';

/** `‖max(z − τ, 0)‖` of each row: only what exceeds τ counts, after subtracting it. Shape [n]. */
export function excess(
  { rows, columns, values }: Batch,
  tau: number,
  norm: ExcessNorm,
): Float64Array {
  const out = new Float64Array(rows);
  for (let i = 0, offset = 0; i < rows; i++, offset += columns) {
    let total = 0;
    for (let j = 0; j < columns; j++) {
      const over = values[offset + j] - tau;
      if (over <= 0) continue;
      if (norm === 2) total += over * over;
      else if (norm === 1) total += over;
      else total = Math.max(total, over);
    }
    out[i] = norm === 2 ? Math.sqrt(total) : total;
  }
  return out;
}

/** Of germs, by threshold and norm: CEA of every detector has the same excess. */
const expanded = new WeakMap<GermVector, Map<string, NoveltyGerm>>();

/** The expansion of the excess: only units that end above τ take part. Exact. */
export function excessGerm(germs: GermVector, tau: number, norm: ExcessNorm): NoveltyGerm {
  const known = expanded.get(germs) ?? new Map<string, NoveltyGerm>();
  expanded.set(germs, known);
  const key = `${norm} ${tau}`;
  const made = known.get(key) ?? expand(germs, tau, norm);
  known.set(key, made);
  return made;
}

function expand({ slope, intercept }: GermVector, tau: number, norm: ExcessNorm): NoveltyGerm {
  const threshold = Rational.of(tau);
  const over = intercept.map((a) => a.subtract(threshold));
  const taking = slope.flatMap((b, j) => ((b.sign || over[j].sign) > 0 ? [j] : []));
  if (taking.length === 0) return constantGerm(0);
  const germs = { slope: taking.map((j) => slope[j]), intercept: taking.map((j) => over[j]) };
  if (norm === 2) return normGerm(germs);
  if (norm === 1) return absoluteSumGerm(germs);
  const largest = largestGerm(germs);
  return linearGerm(germs.slope[largest], germs.intercept[largest].toNumber(), {
    kind: 'constant',
  });
}
