import { checkArguments } from '../errors/checkArguments.js';
import { type Kind, list, number, numbers, record } from '../errors/kinds.js';
import { Rational } from '../exact/rational.js';
import type { CurveCase } from './cases.js';

/**
 * `t·(linear + oscillating·cos t) + constant` with exact coefficients: what every unit and every
 * logit of a curve case is.
 *
 * As t grows it tends to ±∞ iff |linear| > |oscillating|: cos t reaches both −1 and 1 again and
 * again, so with |linear| ≤ |oscillating| ≠ 0 it keeps returning to 0, or changing sign.
 */
export interface Wave {
  readonly linear: Rational;
  readonly oscillating: Rational;
  readonly constant: Rational;
}

/** 1 or −1 if the wave tends to +∞ or −∞, 0 if it is constant, null if it has no limit. */
export function limitOfWave(wave: Wave): 1 | -1 | 0 | null {
  const { linear, oscillating } = wave;
  if (linear.sign === 0 && oscillating.sign === 0) return 0;
  const amplitude = oscillating.sign < 0 ? oscillating.negate() : oscillating;
  if (linear.compare(amplitude) > 0) return 1;
  if (linear.negate().compare(amplitude) > 0) return -1;
  return null;
}

/** A curve case: a weight per unit in each row, a row per bias. */
const curve: Kind = (value, path, report) => {
  record({ units: list(record({ linear: number(), oscillating: number() })) })(value, path, report);
  const { units, weights } = (value ?? {}) as { units?: unknown[]; weights?: unknown[] };
  record({
    weights: list(numbers({ length: units?.length ?? 0 }), 1),
    bias: numbers({ length: weights?.length ?? 0 }),
  })(value, path, report);
};

/** A curve case in exact coefficients. */
export class CurveAnalysis {
  readonly units: readonly Wave[];
  readonly logits: readonly Wave[];

  /** @throws InputError if a number is not finite, or weights and bias do not fit the units */
  constructor(readonly source: CurveCase) {
    checkArguments('CurveAnalysis', { source: [source, curve] });
    this.units = source.units.map(({ linear, oscillating }) => ({
      linear: Rational.of(linear),
      oscillating: Rational.of(oscillating),
      constant: Rational.zero,
    }));
    this.logits = source.weights.map((row, c) => {
      let [linear, oscillating] = [Rational.zero, Rational.zero];
      row.forEach((weight, j) => {
        linear = linear.add(this.units[j].linear.multiply(Rational.of(weight)));
        oscillating = oscillating.add(this.units[j].oscillating.multiply(Rational.of(weight)));
      });
      return { linear, oscillating, constant: Rational.of(source.bias[c]) };
    });
  }

  /** The class whose probability tends to 1, or null: it must outgrow every other without bound. */
  get certainClass(): number | null {
    const c = this.logits.findIndex((own, k) =>
      this.logits.every((other, m) => {
        if (m === k) return true;
        const difference = {
          linear: own.linear.subtract(other.linear),
          oscillating: own.oscillating.subtract(other.oscillating),
          constant: own.constant.subtract(other.constant),
        };
        return limitOfWave(difference) === 1;
      }),
    );
    return c === -1 ? null : c;
  }
}
