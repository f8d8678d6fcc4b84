import { InputError } from '../errors/inputError.js';
import { checkLevel } from './deLongInterval.js';
import { incompleteBeta } from './incompleteBeta.js';

/** Bounds of a share that hold with probability of at least `level`, whatever the share is. */
export interface ShareInterval {
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
}

/**
 * Clopper and Pearson's interval for a share of which `found` of `drawn` independent draws were.
 *
 * Its ends solve P(Bin(n, p) ≥ k) = α/2 and P(Bin(n, p) ≤ k) = α/2. Arithmetic: float64; the binomial
 * tails are incomplete beta functions, solved by bisection to the last bit: the ends have a relative
 * error of about 1e-10 for a hundred thousand draws, less for fewer.
 *
 * @param found - whole, from 0 to `drawn`
 * @param drawn - whole, at least 1
 * @param level - in (0, 1), 0.95 if absent
 * @throws InputError `out_of_range`
 *
 * Source: Clopper and Pearson 1934, *The use of confidence or fiducial limits illustrated in the case
 * of the binomial*.
 *
 * @example
 * ```ts
 * clopperPearson(0, 60).upper; // 0.0596…: 1 − 0.025^(1/60)
 * ```
 */
export function clopperPearson(found: number, drawn: number, level?: number): ShareInterval {
  const checked = checkLevel('clopperPearson', level);
  refuseUnlessCount('drawn', drawn, 1, Number.MAX_SAFE_INTEGER);
  refuseUnlessCount('found', found, 0, drawn);
  const tail = (1 - checked) / 2;
  return {
    lower: found === 0 ? 0 : betaQuantile(tail, found, drawn - found + 1).below,
    upper: found === drawn ? 1 : betaQuantile(1 - tail, found + 1, drawn - found).above,
    level: checked,
  };
}

/** The two doubles between which I_x(a, b) passes `level`. Float64. */
export function betaQuantile(level: number, a: number, b: number) {
  let below = 0;
  let above = 1;
  for (;;) {
    const middle = below + (above - below) / 2;
    if (middle <= below || middle >= above) return { below, above };
    if (incompleteBeta(middle, a, b) >= level) above = middle;
    else below = middle;
  }
}

function refuseUnlessCount(path: string, value: number, least: number, most: number): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  throw new InputError('clopperPearson', [
    {
      code: 'out_of_range',
      path,
      value,
      rule: `must be a whole number from ${least} to ${most}`,
      remedy: 'give counts of draws',
    },
  ]);
}
