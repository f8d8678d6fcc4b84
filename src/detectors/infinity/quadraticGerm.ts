import { Rational } from '../../exact/rational.js';
import { type GermVector, innerProduct } from './germVector.js';
import { constantGerm, exactCoefficient, linearGerm, type NoveltyGerm } from './noveltyGerm.js';
import { RootSum } from './rootSum.js';

/** A polynomial in t of degree at most 2, `[constant, linear, quadratic]`. Exact. */
export type Quadratic = readonly [Rational, Rational, Rational];

/** ‖x(t)‖² of a vector of germs. Exact. */
export function squaredNorm({ slope, intercept }: GermVector): Quadratic {
  const cross = innerProduct(slope, intercept);
  return [innerProduct(intercept, intercept), cross.add(cross), innerProduct(slope, slope)];
}

/** −1, 0 or 1 as the first polynomial ends below, equal to or above the second. Exact. */
export function compareAtInfinity(x: Quadratic, y: Quadratic): -1 | 0 | 1 {
  return x[2].compare(y[2]) || x[1].compare(y[1]) || x[0].compare(y[0]);
}

/** The difference of two polynomials. Exact. */
export function subtractQuadratics(x: Quadratic, y: Quadratic): Quadratic {
  return [x[0].subtract(y[0]), x[1].subtract(y[1]), x[2].subtract(y[2])];
}

/** The polynomial as the expansion of a score. */
export function quadraticGerm([constant, linear, quadratic]: Quadratic): NoveltyGerm {
  return {
    terms: [
      { power: 2, coefficient: exactCoefficient(quadratic) },
      { power: 1, coefficient: exactCoefficient(linear) },
    ].filter(({ coefficient }) => coefficient.sign !== 0),
    constant: constant.toNumber(),
    approach: { kind: 'constant' },
  };
}

const FOUR = new Rational(4n, 1n);

/**
 * The expansion of a Euclidean norm: √(q₂t² + q₁t + q₀) = √q₂·t + q₁/(2√q₂) + o(1).
 *
 * With q₂ = 0 every germ is constant, and so is the norm.
 */
export function normGerm(germs: GermVector): NoveltyGerm {
  const [constant, linear, quadratic] = squaredNorm(germs);
  if (quadratic.sign === 0) return constantGerm(Math.sqrt(constant.toNumber()));
  const slope = RootSum.root(quadratic);
  // A discriminant of 0 makes the norm |√q₂·t + q₁/(2√q₂)| itself.
  const discriminant = linear
    .multiply(linear)
    .subtract(FOUR.multiply(quadratic).multiply(constant));
  return linearGerm(
    slope,
    linear.toNumber() / (2 * slope.value),
    discriminant.sign === 0 ? { kind: 'constant' } : { kind: 'algebraic', power: 1 },
  );
}

/** The expansion of Σ|x_i(t)|. Exact. */
export function absoluteSumGerm({ slope, intercept }: GermVector): NoveltyGerm {
  let rate = Rational.zero;
  let rest = Rational.zero;
  slope.forEach((b, i) => {
    const a = intercept[i];
    const negative = (b.sign || a.sign) < 0;
    rate = rate.add(negative ? b.negate() : b);
    rest = rest.add(negative ? a.negate() : a);
  });
  return linearGerm(rate, rest.toNumber(), { kind: 'constant' });
}
