import { expect, it } from 'vitest';
import { RandomNumbers } from '../../data/randomNumbers.js';
import { Rational } from '../../exact/rational.js';
import { exactProduct } from './germVector.js';

it('products of a fitted matrix are the sums they say, whatever the size of the numbers', () => {
  const random = new RandomNumbers(5, 'exactProduct');
  // The last digits of the second last lie about where powers of two stop having reciprocals.
  const sizes = [
    [0, 0],
    [0, 30],
    [0, 900],
    [1000, 20],
    [-969, 8],
    [-1060, 20],
  ];
  for (const [power, spread] of sizes) {
    const double = () =>
      random.uniform() < 0.2
        ? 0
        : (random.uniform() - 0.5) * 2 ** (power + spread * (random.uniform() - 0.5));
    const values = Float64Array.from({ length: 15 }, double);
    const matrix = { rows: 3, columns: 5, values };
    const dyadic = Array.from({ length: 5 }, () => Rational.of(double()));
    const vectors = [
      dyadic,
      dyadic.map(() => Rational.zero),
      dyadic.map((value) => value.multiply(Rational.parse('1/3'))),
    ];
    for (const vector of vectors) {
      const sums = [0, 1, 2].map((o) =>
        vector.reduce(
          (sum, value, i) => sum.add(value.multiply(Rational.of(values[5 * o + i]))),
          Rational.zero,
        ),
      );
      expect(exactProduct(matrix, vector).map(String)).toEqual(sums.map(String));
    }
  }
});
