/**
 * What the verified checker's whole numbers are: BigInt.
 *
 * The program that Coq's extraction makes of the checker names these operations and no others; its
 * proof assumes that they are those of the integers. They are part of the trusted base.
 */
export const INTEGER_OPERATIONS = {
  integer_zero: () => 0n,
  integer_one: () => 1n,
  integer_add: (x: bigint, y: bigint) => x + y,
  integer_multiply: (x: bigint, y: bigint) => x * y,
  integer_negate: (x: bigint) => -x,
  /** Booleans are 0 and 1 there. */
  integer_less: (x: bigint, y: bigint) => (x < y ? 1 : 0),
  integer_equal: (x: bigint, y: bigint) => (x === y ? 1 : 0),
  /** x · 2^y, for y ≥ 0. */
  integer_shift: (x: bigint, y: bigint) => x << y,
} as const;
