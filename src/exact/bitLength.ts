const buffer = new DataView(new ArrayBuffer(8));

/**
 * The number of binary digits of a whole number's magnitude; 0 for 0. Exact.
 *
 * @example
 * ```ts
 * bitLength(8n); // 4
 * ```
 */
export function bitLength(value: bigint): number {
  if (value === 0n) return 0;
  const near = Number(value);
  if (near === Infinity || near === -Infinity) {
    const magnitude = value < 0n ? -value : value;
    return magnitude < LONG ? 1000 + bitLength(magnitude >> 1000n) : hexadecimalLength(magnitude);
  }
  buffer.setFloat64(0, near);
  const high = buffer.getUint32(0);
  const exponent = ((high >>> 20) & 0x7ff) - 1023;
  // A double that is a power of two may have been rounded up to it.
  const mayBeBelow = exponent > 52 && (high & 0xfffff) === 0 && buffer.getUint32(4) === 0;
  if (!mayBeBelow) return exponent + 1;
  return (value < 0n ? -value : value) >> BigInt(exponent) === 0n ? exponent : exponent + 1;
}

/** From here on digits are quicker than cutting off 1000 bits after the other. */
const LONG = 1n << 16384n;

/** The same of a number beyond the range of doubles. */
function hexadecimalLength(value: bigint): number {
  const hex = value.toString(16);
  return (hex.length - 1) * 4 + (32 - Math.clz32(Number.parseInt(hex[0], 16)));
}
