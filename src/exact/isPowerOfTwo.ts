/**
 * Whether a positive number is a power of two. Exact.
 *
 * @example
 * ```ts
 * isPowerOfTwo(8n); // true
 * ```
 */
export function isPowerOfTwo(value: bigint): boolean {
  return (value & (value - 1n)) === 0n;
}
