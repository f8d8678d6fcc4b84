import { describe, expect, it } from 'vitest';
import { Rational } from '../../exact/rational.js';
import { covarianceForm } from './covarianceForm.js';

const fractions = (...values: number[]) => values.map((value) => Rational.of(value));

describe('covarianceForm', () => {
  it('is the inverse where the covariance has full rank', () => {
    // Σ = diag(1, 4) and one half of it.
    const form = covarianceForm([
      fractions(1, 2),
      fractions(-1, 2),
      fractions(1, -2),
      fractions(-1, -2),
    ]);
    expect(form.rank).toBe(2);
    expect(form.of(fractions(1, 0), fractions(1, 0)).toString()).toBe('1/1');
    expect(form.of(fractions(0, 1), fractions(0, 1)).toString()).toBe('1/4');
    expect(form.of(fractions(3, 1), fractions(1, 2)).toString()).toBe('7/2');
    expect(form.condition).toBe(5 * 1.25);
  });

  it('is a pseudo-inverse: blind to what no deviation has', () => {
    // Σ = (1/2)·2·(1, 1)(1, 1)ᵀ, whose pseudo-inverse is a quarter of itself.
    const form = covarianceForm([fractions(1, 1), fractions(-1, -1)]);
    expect(form.rank).toBe(1);
    expect(form.of(fractions(1, -1), fractions(1, -1)).sign).toBe(0);
    expect(form.of(fractions(1, 0), fractions(1, 0)).toString()).toBe('1/4');
    expect(form.of(fractions(1, 1), fractions(1, 0)).toString()).toBe('1/2');
  });

  it('is 0 for a covariance of 0', () => {
    const form = covarianceForm([fractions(0, 0)]);
    expect(form.rank).toBe(0);
    expect(form.condition).toBe(0);
    expect(form.of(fractions(1, 2), fractions(1, 2)).sign).toBe(0);
  });

  it('solves Σ(Σ⁺w) = w for w in the range, with fractions no double is', () => {
    const third = new Rational(1n, 3n);
    const deviations = [
      [third, Rational.of(0.1), Rational.of(2)],
      [third.negate(), Rational.of(0.3), Rational.of(-1)],
      [Rational.of(1), third, Rational.zero],
      [Rational.of(0.7), Rational.of(-5), third],
    ];
    const form = covarianceForm(deviations);
    const unit = (i: number) => [0, 1, 2].map((j) => Rational.of(i === j ? 1 : 0));
    const count = new Rational(4n, 1n);
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 3; j++) {
        // Σ_k Σ_ik (Σ⁺)_kj is the identity.
        const entry = [0, 1, 2].reduce((sum, k) => {
          const covariance = deviations
            .reduce((total, row) => total.add(row[i].multiply(row[k])), Rational.zero)
            .divide(count);
          return sum.add(covariance.multiply(form.of(unit(k), unit(j))));
        }, Rational.zero);
        expect(entry.toNumber()).toBe(i === j ? 1 : 0);
      }
    }
  });
});
