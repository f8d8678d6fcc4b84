/** ⌊numerator / denominator⌋, for a denominator that is not 0. Exact. */
export function floorDivide(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  // Division of bigints rounds to 0: down already where the quotient is not negative.
  if (numerator < 0n === denominator < 0n) return quotient;
  return quotient * denominator === numerator ? quotient : quotient - 1n;
}
