import { divide, fixedOf, rootOf, wholeRoot } from './checkFunctions.js';
import { type Interval, isPoint, numberOf, point, product } from './checkIntervals.js';
import { MINUS, type Num, ofDouble, ofRational, times } from './checkParts.js';

const ONE: Num = ofDouble(1);

/** 1 in units of the functions. */
export const fixedOne = () => fixedOf(ONE);

/** 1/x of an interval without 0. */
export function reciprocal(x: Interval): Interval {
  if (isPoint(x)) {
    const [n, e, d] = x[0];
    const inverse: Num = ofRational(n < 0n ? -d : d, n < 0n ? -n : n);
    return point([inverse[0], inverse[1] - e, inverse[2]]);
  }
  const isNegative = x[1][0] < 0n;
  const [low, high] = isNegative ? [times(MINUS, x[1]), times(MINUS, x[0])] : x;
  const found = numberOf(divide(fixedOne(), [fixedOf(low)[0], fixedOf(high)[1]]));
  return isNegative ? [times(MINUS, found[1]), times(MINUS, found[0])] : found;
}

/** √(n·2^e/d) of a positive number where it is a fraction, else null. */
function rationalRoot([n, e, d]: Num): Num | null {
  // With an even exponent and no common factor, numerator and denominator have to be squares.
  const isOdd = e % 2 !== 0;
  const [top, shift] = isOdd ? [2n * n, e - 1] : [n, e];
  let [common, rest] = [top, d];
  while (rest !== 0n) [common, rest] = [rest, common % rest];
  const squares = [top / common, d / common];
  const [above, below] = squares.map(wholeRoot);
  return above * above === squares[0] && below * below === squares[1]
    ? [above, shift / 2, below]
    : null;
}

/** √c of a positive interval: a point where c is one whose root is a fraction. */
function root(c: Interval): Interval {
  const exact = isPoint(c) ? rationalRoot(c[0]) : null;
  return exact ? point(exact) : numberOf(rootOf([fixedOf(c[0])[0], fixedOf(c[1])[1]]));
}

/** c^(n/d) of an interval without 0, positive where d = 2. */
export function powerOfNumber(c: Interval, n: bigint, d: bigint): Interval {
  const base = d === 1n ? c : root(c);
  const factor = n < 0n ? reciprocal(base) : base;
  let made = point(ONE);
  for (let k = 0n; k < (n < 0n ? -n : n); k++) made = product(made, factor);
  return made;
}
