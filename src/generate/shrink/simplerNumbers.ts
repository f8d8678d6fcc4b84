/**
 * How much a number asks of its reader, as a natural number: 0, 1, −1, 2, −2, … first, then
 * halves, short decimals, powers of two, and doubles with all their digits.
 */
export function complexityOf(value: number): number {
  const magnitude = Math.abs(value);
  const sign = value < 0 ? 1 : 0;
  if (value === 0) return 0;
  if (magnitude <= 64 && Number.isInteger(value)) return 2 * magnitude - 1 + sign;
  if (magnitude <= 16 && Number.isInteger(2 * value)) return 200 + 4 * magnitude + sign;
  if (Number.isInteger(value) && magnitude < 1e15) {
    return 300 + 2 * digitsOf(magnitude) + sign + (magnitude.toString().length << 4);
  }
  if (magnitude < 1e6 && Number.isInteger(100 * value)) {
    return 600 + 2 * digitsOf(magnitude) + sign;
  }
  const exponent = Math.floor(Math.log2(magnitude));
  const significant = significantBitsOf(magnitude);
  return 1000 + 4 * significant + 2 * Math.min(Math.abs(exponent), 1100) + sign;
}

/** Numbers that may stand in for another, the simplest first. */
export function simplerNumbers(value: number): number[] {
  const candidates = [0, 1, -1, 2, -2];
  const sign = Math.sign(value);
  const magnitude = Math.abs(value);
  if (magnitude > 2) {
    const exponent = Math.floor(Math.log2(magnitude));
    candidates.push(sign * 3, sign * Math.floor(Math.sqrt(magnitude)));
    candidates.push(sign * 2 ** Math.floor(exponent / 2));
    candidates.push(Math.trunc(value / 2), Math.trunc(value), Math.round(value));
    if (Number.isInteger(value)) candidates.push(value - sign);
    candidates.push(sign * 2 ** exponent);
  } else if (magnitude > 0) {
    const exponent = Math.floor(Math.log2(magnitude));
    candidates.push(sign * 0.5, Math.round(2 * value) / 2, Math.round(value * 10) / 10);
    candidates.push(sign * 2 ** Math.ceil(exponent / 2), sign * 2 ** exponent);
  }
  if (!Number.isInteger(2 * value)) candidates.push(Math.round(2 * value) / 2);
  const own = complexityOf(value);
  return [...new Set(candidates.map((candidate) => candidate + 0))].filter(
    (candidate) => Number.isFinite(candidate) && complexityOf(candidate) < own,
  );
}

function digitsOf(magnitude: number): number {
  return magnitude.toString().replace('.', '').length;
}

const buffer = new DataView(new ArrayBuffer(8));

/** Bits from the first to the last that is 1. */
function significantBitsOf(magnitude: number): number {
  buffer.setFloat64(0, magnitude);
  let fraction = buffer.getBigUint64(0) & 0xfffffffffffffn;
  if (fraction === 0n) return 1;
  let trailing = 0;
  while ((fraction & 1n) === 0n) {
    fraction >>= 1n;
    trailing++;
  }
  return 53 - trailing;
}
