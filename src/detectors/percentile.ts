import { InputError } from '../errors/inputError.js';
import { percentOption } from './options.js';

/**
 * The percentile of pooled values, with linear interpolation between order statistics.
 *
 * `h = (n − 1)·p/100`, `s[⌊h⌋] + (h − ⌊h⌋)(s[⌊h⌋ + 1] − s[⌊h⌋])`, with numpy's order of rounding so
 * that thresholds that hit an order statistic hit it exactly. NaN if a value is.
 *
 * @param percent - in [0, 100]: a percentage, not a fraction
 * @throws InputError `empty`, `out_of_range`; also for a percentage in (0, 1), the usual slip of
 *   passing a fraction
 *
 * @example
 * ```ts
 * percentile([3, 1, 2], 50); // 2
 * ```
 */
export function percentile(values: ArrayLike<number>, percent: number): number {
  if (values.length === 0) {
    throw new InputError('percentile', [
      { code: 'empty', path: 'values', rule: 'must hold a number', remedy: 'pass some values' },
    ]);
  }
  const problems = percentOption('percent', percent);
  if (problems.length > 0) throw new InputError('percentile', problems);
  const sorted = Float64Array.from(values).sort();
  // Float64Array.sort puts NaN last.
  if (Number.isNaN(sorted.at(-1))) return Number.NaN;
  const position = (sorted.length - 1) * (percent / 100);
  const below = Math.floor(position);
  const share = position - below;
  const a = sorted[below];
  const b = sorted[Math.min(below + 1, sorted.length - 1)];
  return share >= 0.5 ? b - (b - a) * (1 - share) : a + (b - a) * share;
}
