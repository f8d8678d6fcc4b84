const FRACTIONS = 'exact fractions';
const INTERVALS =
  'intervals between exact fractions; roots and smooth functions between whole multiples of 2^-400';

/**
 * The arithmetic in which `checkCertificate` examines a certificate: what it decides is as right as
 * that.
 *
 * @param certificate - parsed JSON, of which nothing is assumed
 */
export function arithmeticOf(certificate: unknown): string {
  const { version } = (certificate ?? {}) as { readonly version?: unknown };
  return version === 2 || version === 3 ? INTERVALS : FRACTIONS;
}
