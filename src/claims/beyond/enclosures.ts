import { erf, exp, logOnePlus, PI } from '../../exact/elementary.js';
import { Rational } from '../../exact/rational.js';
import { Real } from '../../exact/real.js';
import type { FileArithmetic } from './fileArithmetic.js';

/** Beyond these, eˣ and 1 − |erf x| are below 2^-5000, and are not computed further. */
const LOWEST = Rational.of(-4096);
const HIGHEST = Rational.of(64);
const UNSEEN = Real.between(Rational.zero, new Rational(1n, 1n << 5000n));

/** Real numbers as far as they are known: rational, or enclosed with outward rounding to 256 bits. */
export const ENCLOSURES: FileArithmetic<Real> = {
  of: (value) => Real.of(value),
  pi: () => PI,
  negate: (x) => x.negate(),
  add: (x, y) => x.add(y),
  multiply: (x, y) => x.multiply(y),
  divide: (x, y) => x.divide(y),
  squareRoot: (x) => x.squareRoot(),
  exp: (x) => (x.upper.compare(LOWEST) < 0 ? UNSEEN : exp(x)),
  erf: (x) => {
    if (x.lower.compare(HIGHEST) > 0) return Real.one.subtract(UNSEEN);
    if (x.upper.compare(HIGHEST.negate()) < 0) return UNSEEN.subtract(Real.one);
    return erf(x);
  },
  logOnePlus,
  larger: (x, y) => x.maximum(y),
  sign: (x) => x.sign,
  either: (x, y) => x.hull(y),
};
