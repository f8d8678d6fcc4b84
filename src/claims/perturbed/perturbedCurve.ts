import type { Dyadic } from '../../exact/dyadic.js';
import { Interval } from '../../exact/interval.js';
import type { CurveCase } from '../cases.js';
import { ballAround, difference } from './line.js';

/** What t·(linear + oscillating·cos t) may be. */
export interface PerturbedWave {
  readonly linear: Interval;
  readonly oscillating: Interval;
}

/** Every curve whose coefficients, weights and biases are within `radius` of those of `source`. */
export class PerturbedCurve {
  readonly units: readonly PerturbedWave[];
  private readonly weights: readonly (readonly Interval[])[];

  constructor(
    readonly source: CurveCase,
    readonly radius: Dyadic,
  ) {
    this.units = source.units.map(({ linear, oscillating }) => ({
      linear: ballAround(linear, radius),
      oscillating: ballAround(oscillating, radius),
    }));
    this.weights = source.weights.map((row) => row.map((weight) => ballAround(weight, radius)));
  }

  get logits(): readonly PerturbedWave[] {
    return this.weights.map((row) => this.combine(row));
  }

  /** The class whose probability tends to 1 in every case of the box; null if that is not known. */
  get certainClass(): number | null {
    const { weights } = this;
    const c = weights.findIndex((own, k) =>
      weights.every((other, m) => {
        if (m === k) return true;
        const lead = this.combine(own.map((weight, j) => difference(weight, other[j])));
        return isLarger(lead.linear, lead.oscillating);
      }),
    );
    return c === -1 ? null : c;
  }

  private combine(weights: readonly Interval[]): PerturbedWave {
    return weights.reduce(
      ({ linear, oscillating }, weight, j) => ({
        linear: linear.add(weight.multiply(this.units[j].linear)),
        oscillating: oscillating.add(weight.multiply(this.units[j].oscillating)),
      }),
      { linear: Interval.zero, oscillating: Interval.zero },
    );
  }
}

/** Whether no wave of an enclosure has an infinite limit: |linear| < |oscillating|. */
export function keepsReturning({ linear, oscillating }: PerturbedWave): boolean {
  return isLarger(oscillating, linear) || isLarger(oscillating.negate(), linear);
}

/** Whether x > |y| throughout. */
function isLarger(x: Interval, y: Interval): boolean {
  return difference(x, y).sign === 1 && x.add(y).sign === 1;
}
