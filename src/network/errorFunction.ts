/**
 * erf x in float64, to a few units in the last place.
 *
 * Up to 2.5 its series with positive terms, DLMF 7.6.2; beyond the continued fraction of erfc,
 * DLMF 7.9.1.
 */
export function erfFloat64(x: number): number {
  if (Number.isNaN(x)) return x;
  const magnitude = Math.abs(x);
  if (magnitude > 2.5) return Math.sign(x) * (1 - erfcFar(magnitude));
  const square = 2 * x * x;
  let term = 1;
  let sum = 1;
  for (let n = 1; term > sum * 1e-18; n++) {
    term *= square / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * x * Math.exp(-x * x) * sum;
}

/** The normal distribution's Φ(x) in float64. */
export function normalCdfFloat64(x: number): number {
  const scaled = x / Math.SQRT2;
  return scaled < -2.5 ? erfcFar(-scaled) / 2 : (1 + erfFloat64(scaled)) / 2;
}

function erfcFar(x: number): number {
  if (x > 27) return 0;
  let tail = x;
  for (let k = 80; k >= 1; k--) tail = x + k / 2 / tail;
  return Math.exp(-x * x) / (tail * Math.sqrt(Math.PI));
}
