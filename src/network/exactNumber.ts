import { InternalError } from '../errors/internalError.js';
import { Rational } from '../exact/rational.js';
import { Real } from '../exact/real.js';
import type { ReportProblem } from '../schema/shape.js';

/**
 * A constant as a network file writes it: the double that a JSON number is; a fraction as "1/3"; or
 * one that is only known to lie between two of these, as a square root is.
 */
export type ExactNumber =
  | number
  | string
  | { readonly lower: number | string; readonly upper: number | string };

/** Digits of a fraction; what is longer is a mistake, and would take long to compute with. */
const MOST_DIGITS = 2000;

/**
 * Reads a constant of a network file.
 *
 * @returns null after a problem, which is reported
 */
export function readExactNumber(value: unknown, path: string, report: ReportProblem): Real | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const rational = rationalOf(value, path, report);
    return rational && Real.ofRational(rational);
  }
  const { lower, upper, ...others } = value as Record<string, unknown>;
  if (Object.keys(others).length > 0 || lower === undefined || upper === undefined) {
    report('malformed', path, value, 'must have lower and upper, and nothing else', REMEDY);
    return null;
  }
  const least = rationalOf(lower, `${path}.lower`, report);
  const most = rationalOf(upper, `${path}.upper`, report);
  if (!least || !most) return null;
  if (least.compare(most) <= 0) return Real.between(least, most);
  report('out_of_range', `${path}.lower`, lower, `must be at most upper=${upper}`, 'swap the two');
  return null;
}

/** The number that a constant is which `readExactNumber` took. */
export function realOf(value: ExactNumber): Real {
  return readExactNumber(value, 'constant', (_code, path, found, rule) => {
    throw new InternalError(`${path}=${JSON.stringify(found)} ${rule}`);
  })!;
}

const REMEDY = 'write 0.5, "1/3" or {"lower": "7/5", "upper": "3/2"}';

function rationalOf(value: unknown, path: string, report: ReportProblem): Rational | null {
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return Rational.of(value);
    const remedy = 'remove NaN, infinities and numbers beyond 1.8e308';
    report('not_finite', path, value, 'must be a finite number', remedy);
    return null;
  }
  if (typeof value !== 'string' || !/^-?\d+\/\d+$/.test(value)) {
    report('not_a_number', path, value, 'must be a number, or a fraction as "1/3"', REMEDY);
    return null;
  }
  if (value.length > MOST_DIGITS) {
    const rule = `must have at most ${MOST_DIGITS} digits`;
    report('too_large', path, `${value.slice(0, 20)}…`, rule, 'round it, or enclose it');
    return null;
  }
  if (/\/0+$/.test(value)) {
    report('out_of_range', path, value, 'must not divide by 0', 'mend the fraction');
    return null;
  }
  const rational = Rational.parse(value);
  // Every constant stands beside the double nearest to it, with which float64 engines compute.
  if (Number.isFinite(rational.toNumber())) return rational;
  report('not_finite', path, value, 'must be within the range of doubles', 'scale the network');
  return null;
}
