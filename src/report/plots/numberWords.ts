import type { Limit } from '../../uncertainty/limits.js';

/** A double in a sentence: four significant digits, a true minus sign, powers as 1.2·10^5. */
export function numberWords(value: number): string {
  if (value === Infinity) return '∞';
  if (value === -Infinity) return '−∞';
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return String(value).replace('-', '−');
  const [mantissa, exponent] = value.toExponential(3).split('e') as [string, string];
  const short = mantissa.replace(/\.?0+$/, '');
  const power = Number(exponent);
  const text =
    power >= -3 && power < 6
      ? String(Number(value.toPrecision(4)))
      : `${short === '1' ? '' : short === '-1' ? '-' : `${short}·`}10^{${power}}`;
  return text.replaceAll('-', '−');
}

/** A limit with the arithmetic it is known in: "1/2 (exact)", "0.6225 (float64)". */
export function limitWords({ value, exact, expression }: Limit): string {
  if (exact !== null || expression !== null) return `${expression ?? exact!.toString()} (exact)`;
  return `${numberWords(value)} (float64)`;
}
