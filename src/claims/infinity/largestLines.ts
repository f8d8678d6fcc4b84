import type { GermVector } from '../../detectors/infinity/germVector.js';
import { Rational } from '../../exact/rational.js';

/** Units, the one that ends largest first; of units that end equal the first. Exact. */
export function orderOfLines({ slope, intercept }: GermVector): number[] {
  return slope
    .map((_, j) => j)
    .sort((i, j) => slope[j].compare(slope[i]) || intercept[j].compare(intercept[i]) || i - j);
}

/** Lines of which only the units listed are kept; the others are 0. */
export function keptLines({ slope, intercept }: GermVector, kept: readonly number[]): GermVector {
  const only = (values: readonly Rational[]) =>
    values.map((value, j) => (kept.includes(j) ? value : Rational.zero));
  return { slope: only(slope), intercept: only(intercept) };
}

/** The limit of Σ f/Σ kept: the ratio of the sums of slopes. */
export function limitRatio({ slope }: GermVector, kept: readonly number[]): number | null {
  const sum = (units: readonly number[]) =>
    units.reduce((total, j) => total.add(slope[j]), Rational.zero);
  const some = sum(kept);
  return some.sign > 0
    ? sum(slope.map((_, j) => j))
        .divide(some)
        .toNumber()
    : null;
}
