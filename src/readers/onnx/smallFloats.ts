/** The number a half-precision (IEEE binary16) bit pattern stands for, exactly. */
export function float16ToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

const view = new DataView(new ArrayBuffer(4));

/** The number a bfloat16 bit pattern stands for: the upper half of a float32, exactly. */
export function bfloat16ToNumber(bits: number): number {
  view.setUint16(0, bits);
  view.setUint16(2, 0);
  return view.getFloat32(0);
}
