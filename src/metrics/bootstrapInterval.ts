import { checkArguments } from '../errors/checkArguments.js';
import { InputError } from '../errors/inputError.js';
import { callable, number } from '../errors/kinds.js';
import type { ConfidenceInterval } from './confidenceInterval.js';
import { checkLevel } from './deLongInterval.js';
import { checkOptions, type NanPolicy, scorePair } from './scorePair.js';

/**
 * A percentile bootstrap interval of any metric of two score samples.
 *
 * Both samples are drawn again with replacement, each to its own size. Deterministic for a seed.
 *
 * @param metric - for example `auroc`
 * @param options - `seed`; `samples` (1000) redraws; `level` (0.95)
 * @throws InputError `out_of_range` for level or samples; as `scorePair` does
 *
 * Source: Efron and Tibshirani 1993, chapter 13.
 *
 * @example
 * ```ts
 * bootstrapInterval(auroc, [0, 1, 2], [2, 3, 4], { seed: 1 }).upper; // 1
 * ```
 */
export function bootstrapInterval(
  metric: (id: Float64Array, ood: Float64Array) => number,
  id: ArrayLike<number>,
  ood: ArrayLike<number>,
  options: {
    readonly seed: number;
    readonly samples?: number;
    readonly level?: number;
    readonly nan?: NanPolicy;
  },
): ConfidenceInterval {
  checkOptions('bootstrapInterval', options);
  checkArguments('bootstrapInterval', {
    metric: [metric, callable],
    seed: [options.seed, number()],
  });
  const level = checkLevel('bootstrapInterval', options.level);
  const samples = options.samples ?? 1000;
  if (!Number.isSafeInteger(samples) || samples < 1 || samples > 1_000_000) {
    throw new InputError('bootstrapInterval', [
      {
        code: 'out_of_range',
        path: 'samples',
        value: samples,
        rule: 'must be a whole number from 1 to 1000000',
        remedy: '1000 is usual',
      },
    ]);
  }
  const pair = scorePair('bootstrapInterval', id, ood, options.nan);
  const next = randomNumbers(options.seed);
  const drawnId = new Float64Array(pair.id.length);
  const drawnOod = new Float64Array(pair.ood.length);
  const values = new Float64Array(samples);
  for (let i = 0; i < samples; i++) {
    redraw(pair.id, drawnId, next);
    redraw(pair.ood, drawnOod, next);
    values[i] = metric(drawnId, drawnOod);
  }
  values.sort();
  const at = (share: number) => values[Math.min(samples - 1, Math.floor(share * samples))];
  return {
    estimate: metric(pair.id, pair.ood),
    lower: at((1 - level) / 2),
    upper: at((1 + level) / 2),
    level,
  };
}

function redraw(from: Float64Array, into: Float64Array, next: () => number): void {
  for (let i = 0; i < into.length; i++) into[i] = from[Math.floor(next() * from.length)];
}

/** Uniform numbers in [0, 1): the mulberry32 generator, 32 bits of state. */
function randomNumbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}
