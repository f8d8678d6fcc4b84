import type { EmpiricalClaimEvidence, Measured } from '../../evidence/experimentEvidence.js';
import { type Markup, trusted } from '../../page/markup.js';

const MIDDLE = 60;
const REACH = 56;

/**
 * An estimate with its interval on an axis from −1 to 1, 0 in the middle: a picture of the numbers
 * beside it. The axis is that of signed square roots, so that a hundredth can still be seen.
 */
export function intervalPlot({ estimate, interval, verdict }: EmpiricalClaimEvidence): Markup {
  const [lower, upper, middle] = [interval.lower, interval.upper, estimate].map(placeOf);
  const band =
    lower === null || upper === null
      ? ''
      : `<path class="band" d="M${lower} 8H${Math.max(upper, lower + 1)}"/>`;
  const dot = middle === null ? '' : `<circle cx="${middle}" cy="8" r="3"/>`;
  return trusted(
    `<svg class="interval ${verdict}" viewBox="0 0 120 16" aria-hidden="true"><path class="axis" d="M4 8H116M${MIDDLE} 2V14"/>${band}${dot}</svg>`,
  );
}

/** Where a value is drawn; beyond ±1 at the edge, and nowhere if it is not a number. */
function placeOf(value: Measured | undefined): number | null {
  const number = Number(value);
  if (Number.isNaN(number)) return null;
  const shown = Math.sign(number) * Math.sqrt(Math.min(1, Math.abs(number)));
  return Math.round(10 * (MIDDLE + REACH * shown)) / 10;
}
