import fc from 'fast-check';

/**
 * Finite doubles with a taste for trouble: small integers, decimals, ±0, subnormals, 2^±1000,
 * neighbours of round numbers, all bits random.
 */
export function anyDouble(): fc.Arbitrary<number> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: -3, max: 3 }) },
    { weight: 2, arbitrary: fc.integer({ min: -300, max: 300 }).map((n) => n / 100) },
    { weight: 1, arbitrary: fc.constantFrom(0, -0) },
    { weight: 1, arbitrary: fc.integer({ min: -9999, max: 9999 }).map((n) => n * 2 ** -1074) },
    { weight: 1, arbitrary: fc.integer({ min: -5, max: 5 }).map((n) => n * 2 ** 1000) },
    { weight: 1, arbitrary: fc.integer({ min: -5, max: 5 }).map((n) => n * 2 ** -1000) },
    { weight: 1, arbitrary: fc.integer({ min: -4, max: 4 }).map((n) => 1 + n * 2 ** -52) },
    { weight: 2, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
  );
}

/** Doubles between −8 and 8, evenly, with all bits random: what trained networks hold. */
export function ordinaryDouble(): fc.Arbitrary<number> {
  // Not `fc.double`, half of whose values are below 2^-500.
  return fc.noBias(fc.maxSafeInteger()).map((n) => n * 2 ** -50 + 0);
}

/** Doubles of which sums cancel and underflow no more than ordinary numbers do: 2^±60. */
export function mixedDouble(): fc.Arbitrary<number> {
  return fc.oneof(
    fc.integer({ min: -3, max: 3 }),
    ordinaryDouble(),
    fc
      .tuple(ordinaryDouble(), fc.integer({ min: -60, max: 60 }))
      .map(([mantissa, exponent]) => mantissa * 2 ** exponent),
  );
}
