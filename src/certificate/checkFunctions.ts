import { unknownKind } from '../errors/unknownKind.js';
import type { Formula } from '../network/univariate.js';
import { demand, type Num, ofReal } from './checkParts.js';

/**
 * Enclosures of smooth activations for the checker: integers that count units of 2^-400, every step
 * rounded outward. Shares nothing with the engine's elementary functions.
 */
export type Fixed = readonly [lower: bigint, upper: bigint];

const BITS = 400n;
const UNIT = 1n << BITS;
const ZERO: Fixed = [0n, 0n];
const ONE: Fixed = [UNIT, UNIT];
const point = (x: bigint): Fixed => [x, x];

/** ⌊n/d⌋ and ⌈n/d⌉ for a positive d. */
const floor = (n: bigint, d: bigint): bigint => {
  const quotient = n / d;
  return n < 0n && quotient * d !== n ? quotient - 1n : quotient;
};
const ceil = (n: bigint, d: bigint): bigint => -floor(-n, d);

const add = (x: Fixed, y: Fixed): Fixed => [x[0] + y[0], x[1] + y[1]];
const negative = ([lower, upper]: Fixed): Fixed => [-upper, -lower];
const least = (...x: bigint[]): bigint => x.reduce((a, b) => (b < a ? b : a));
const most = (...x: bigint[]): bigint => x.reduce((a, b) => (b > a ? b : a));

function multiply(x: Fixed, y: Fixed): Fixed {
  const products = [x[0] * y[0], x[0] * y[1], x[1] * y[0], x[1] * y[1]];
  return [least(...products) >> BITS, -(-most(...products) >> BITS)];
}

/** x/y for a positive y. */
export function divide(x: Fixed, y: Fixed): Fixed {
  const at = (d: bigint): bigint[] => [floor(x[0] << BITS, d), ceil(x[1] << BITS, d)];
  const [a, b] = [at(y[0]), at(y[1])];
  return [least(a[0], b[0]), most(a[1], b[1])];
}

/** Whole units around a number. */
export function fixedOf([n, e, d]: Num): Fixed {
  const shift = BITS + BigInt(e);
  const [above, below] = shift >= 0n ? [n << shift, d] : [n, d << -shift];
  return [floor(above, below), ceil(above, below)];
}

/** e^x of 0 ≤ x ≤ 2^-20, from the series of positive terms. */
function nearOne(x: Fixed): Fixed {
  let sum = ONE;
  let term = ONE;
  for (let n = 1n; term[1] > 1n; n++) {
    const [lower, upper] = multiply(term, x);
    term = [lower / n, ceil(upper, n)];
    sum = add(sum, term);
  }
  // What is left of the series is less than twice its next term.
  return add(sum, [0n, 4n]);
}

/** e^x or e^−x of x ≥ 0: by halves, the series for the rest, and squares. */
function powerOfE(x: bigint, direction: 1 | -1): Fixed {
  let halvings = 0n;
  while (x >> halvings > UNIT >> 20n) halvings++;
  const rest = nearOne([x >> halvings, -(-x >> halvings)]);
  let value = direction === 1 ? rest : divide(ONE, rest);
  for (let k = 0n; k < halvings; k++) value = multiply(value, value);
  return value;
}

/** e^−x of x ≥ 0. */
function decay(x: bigint): Fixed {
  return x > BITS * UNIT ? [0n, 1n] : powerOfE(x, -1);
}

/** Beyond this a power of e has more digits than a certificate needs. */
const LARGEST_EXPONENT = UNIT << 16n;

/** e^x. */
export function exponential([lower, upper]: Fixed): Fixed {
  demand(upper <= LARGEST_EXPONENT, 'an exponential beyond e^65536, which is not checked,');
  const at = (x: bigint): Fixed => (x <= 0n ? decay(-x) : powerOfE(x, 1));
  return [at(lower)[0], at(upper)[1]];
}

/** log(1 + u) = 2·artanh(u/(2 + u)) for 0 ≤ u ≤ 1. */
function logOnePlus(u: Fixed): Fixed {
  const z = divide(u, add([2n * UNIT, 2n * UNIT], u));
  const square = multiply(z, z);
  let power = z;
  let sum = ZERO;
  for (let k = 1n; k < 2n * BITS; k += 2n) {
    sum = add(sum, [power[0] / k, ceil(power[1], k)]);
    if (power[1] <= 1n) break;
    power = multiply(power, square);
  }
  // z ≤ 1/3 up to rounding, so what is left is less than the last power.
  return multiply([2n * UNIT, 2n * UNIT], add(sum, [0n, power[1] + 1n]));
}

/** The largest whole number whose square is at most a value ≥ 0 (Newton's method from above). */
export function wholeRoot(value: bigint): bigint {
  let guess = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (let next = guess; ; guess = next) {
    next = (guess + value / guess) >> 1n;
    if (next >= guess) return guess;
  }
}

/** √x of x ≥ 0. */
export const rootOf = (x: Fixed): Fixed => [wholeRoot(x[0] << BITS), wholeRoot(x[1] << BITS) + 1n];

/** π = 16·arctan(1/5) − 4·arctan(1/239) (Machin). */
const PI = ((): Fixed => {
  const arctan = (n: bigint): Fixed => {
    let sum = ZERO;
    let power: Fixed = [UNIT / n, ceil(UNIT, n)];
    for (let k = 1n; ; k += 2n) {
      const term: Fixed = [power[0] / k, ceil(power[1], k)];
      sum = k % 4n === 1n ? add(sum, term) : add(sum, negative(term));
      if (power[1] <= 1n) return add(sum, [-2n, 2n]);
      power = [power[0] / (n * n), ceil(power[1], n * n)];
    }
  };
  const [a, b] = [arctan(5n), arctan(239n)];
  return [16n * a[0] - 4n * b[1], 16n * a[1] - 4n * b[0]];
})();
const ROOT_2 = rootOf([2n * UNIT, 2n * UNIT]);
const TWO_OVER_ROOT_PI = divide([2n * UNIT, 2n * UNIT], rootOf(PI));
const TANH_FACTOR = rootOf(divide([2n * UNIT, 2n * UNIT], PI));

/** An increasing function by its values at the ends. */
const increasing =
  (at: (x: bigint) => Fixed) =>
  ([lower, upper]: Fixed): Fixed => [at(lower)[0], at(upper)[1]];
/** An odd one, by its values on the right. */
const odd = (at: (x: bigint) => Fixed) => increasing((x) => (x < 0n ? negative(at(-x)) : at(x)));

const tanh = odd((x) => {
  const small = decay(2n * x);
  return divide(add(ONE, negative(small)), add(ONE, small));
});
const erf = odd((x) => {
  // erfc x ≤ e^(−x²) < 2^-207 beyond 12; before, the sum is below 2^208, so what is rounded of
  // e^(−x²) makes less than 2^-190.
  if (x > 12n * UNIT) return [UNIT - (UNIT >> 207n), UNIT];
  const square = multiply(point(x), point(x));
  let term = point(x);
  let sum = term;
  for (let k = 3n; term[1] > 1n || square[1] * 4n > k * UNIT; k += 2n) {
    const [lower, upper] = multiply(term, [2n * square[0], 2n * square[1]]);
    term = [lower / k, ceil(upper, k)];
    sum = add(sum, term);
  }
  // From there on every term is less than half of the one before.
  const falling: Fixed = [decay(square[1])[0], decay(square[0])[1]];
  return multiply(multiply(TWO_OVER_ROOT_PI, add(sum, [0n, 4n])), falling);
});
const sigmoid = increasing((x) => {
  const small = decay(x < 0n ? -x : x);
  return divide(x < 0n ? small : ONE, add(ONE, small));
});
const softplus = increasing((x) => {
  const rest = logOnePlus(decay(x < 0n ? -x : x));
  return x < 0n ? rest : add(point(x), rest);
});

/** All values of a smooth activation on an interval, or somewhat more; ends are numbers. */
export function imageOf(formula: Formula, lower: Num, upper: Num): Fixed {
  const x: Fixed = [fixedOf(lower)[0], fixedOf(upper)[1]];
  const half = (value: Fixed) => multiply([UNIT / 2n, UNIT / 2n], value);
  switch (formula.kind) {
    case 'sigmoid':
      return sigmoid(x);
    case 'tanh':
      return tanh(x);
    case 'erf':
      return erf(x);
    case 'gelu':
      return multiply(x, half(add(ONE, erf(divide(x, ROOT_2)))));
    case 'gelu-tanh': {
      const cube = increasing((y) => {
        const square = multiply(point(y), point(y));
        const share = divide([44715n * UNIT, 44715n * UNIT], [1000000n * UNIT, 1000000n * UNIT]);
        return multiply(multiply(point(y), add(ONE, multiply(share, square))), TANH_FACTOR);
      })(x);
      return multiply(x, half(add(ONE, tanh(cube))));
    }
    case 'silu':
      return multiply(x, sigmoid(x));
    case 'mish':
      return multiply(x, tanh(softplus(x)));
    case 'softsign':
      return odd((y) => divide(point(y), [UNIT + y, UNIT + y]))(x);
    case 'log-sigmoid':
      return negative(softplus(negative(x)));
    case 'softplus': {
      const beta = fixedOf(ofReal(formula.beta));
      return divide(softplus(multiply(x, beta)), beta);
    }
    case 'exponential-unit': {
      const [slope, depth, width] = [formula.slope, formula.depth, formula.width].map((value) =>
        fixedOf(ofReal(value)),
      );
      const right = multiply(slope, [most(x[0], 0n), most(x[1], 0n)]);
      const low: Fixed = [least(x[0], 0n), least(x[1], 0n)];
      const left = multiply(depth, add(exponential(divide(low, width)), negative(ONE)));
      if (x[0] >= 0n) return right;
      if (x[1] <= 0n) return left;
      return [least(left[0], right[0]), most(left[1], right[1])];
    }
    default:
      return unknownKind(formula);
  }
}
