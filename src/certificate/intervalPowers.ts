import { divide, fixedOf, rootOf } from './checkFunctions.js';
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

/** c^(n/d) of an interval without 0, positive where d = 2. */
export function powerOfNumber(c: Interval, n: bigint, d: bigint): Interval {
  const base = d === 1n ? c : numberOf(rootOf([fixedOf(c[0])[0], fixedOf(c[1])[1]]));
  const factor = n < 0n ? reciprocal(base) : base;
  let made = point(ONE);
  for (let k = 0n; k < (n < 0n ? -n : n); k++) made = product(made, factor);
  return made;
}
