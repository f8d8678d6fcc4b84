/** The smallest float32 that is at least a number. */
export function float32Above(value: number): number {
  const near = Math.fround(value);
  return near >= value ? near : neighbour(near, 1);
}

/** The largest float32 that is at most a number. */
export function float32Below(value: number): number {
  return -float32Above(-value);
}

/** The next float32 towards +∞ (1) or −∞ (−1). */
function neighbour(value: number, towards: 1 | -1): number {
  if (value === 0) return towards * 2 ** -149;
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value);
  const step = value > 0 === towards > 0 ? 1 : -1;
  view.setInt32(0, view.getInt32(0) + step);
  return view.getFloat32(0);
}

/** The smallest float32 that is above a number. */
export function float32After(value: number): number {
  const near = float32Above(value);
  return near > value ? near : neighbour(near, 1);
}
