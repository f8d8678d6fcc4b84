import type { Real } from '../../exact/real.js';
import type { Oracle } from '../oracle.js';
import { type Finding, showsFailing, showsHolding } from '../shared/finding.js';
import { isTelling } from '../shared/rounding.js';
import type { FileSubject } from './fileSubject.js';

/** How far out files are evaluated in enclosures. */
export const FAR = 2 ** 80;

/** Whether two enclosures have a number in common. */
function meet(x: Real, y: Real): boolean {
  return x.lower.compare(y.upper) <= 0 && y.lower.compare(x.upper) <= 0;
}

/** The first class whose enclosures have nothing in common; −1 if there is none. */
export function firstApart(x: readonly Real[], y: readonly Real[]): number {
  return x.findIndex((value, c) => !meet(value, y[c]));
}

/** Whether a number is within `allowed` of an enclosure. */
export function isWithin(value: Real, target: Real, allowed: number): boolean {
  return value.subtract(target).absolute().lower.toNumber() <= allowed;
}

/** Enclosures as text: "(0.25, 0.75)". */
export function listed(values: readonly Real[]): string {
  return `(${values.map((value) => value.toNumber()).join(', ')})`;
}

/** Where oracles look: powers of 4, near enough that doubles tell logits apart. */
const OBSERVED = [2 ** 8, 2 ** 20];

/**
 * Whether probabilities far out are near a limit.
 *
 * @param allowed - how far they may be from it at t; null where that is not known
 */
export function findLimit(
  subject: FileSubject,
  limit: readonly Real[],
  allowed: (t: number) => number | null,
  oracle: Oracle,
): Finding {
  let seen = false;
  for (const t of OBSERVED) {
    const left = allowed(t);
    if (left === null) continue;
    const { logProbabilities, rounding } = oracle.observe(subject, t);
    if (!isTelling(rounding)) continue;
    const slack = left + 2 * rounding + 1e-12;
    for (let c = 0; c < limit.length; c++) {
      const found = Math.exp(logProbabilities[c]);
      const [lower, upper] = [limit[c].lower.toNumber(), limit[c].upper.toNumber()];
      if (!(found >= lower - slack && found <= upper + slack)) {
        return showsFailing(`p_${c} = ${found} at t = ${t}, not near ${lower}`);
      }
    }
    seen = true;
  }
  return seen ? showsHolding('probabilities far out are near the limit') : null;
}
