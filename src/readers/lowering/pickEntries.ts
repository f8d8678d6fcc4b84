/**
 * Copies entries to a new array whose axes can be treated one by one: transposing, slicing,
 * gathering, padding and repeating are all of this kind.
 *
 * @param offsets - for each axis of the result and each position on it, what the position adds to
 *   the index of the source; −1 for a place outside, which gets `fill`
 * @returns row-major, shape [offsets[0].length, offsets[1].length, …]
 */
export function pickEntries(
  values: Float64Array,
  offsets: readonly Int32Array[],
  fill = 0,
): Float64Array {
  return Float64Array.from(pickIndices(offsets), (at) => (at < 0 ? fill : values[at]));
}

/** The indices of the source that `pickEntries` would copy; −1 for a place outside. */
export function pickIndices(offsets: readonly Int32Array[]): Int32Array {
  // Built from the first axis on, each step repeating what is there.
  let indices = new Int32Array(1);
  for (const axis of offsets) {
    const next = new Int32Array(indices.length * axis.length);
    for (let i = 0, k = 0; i < indices.length; i++) {
      for (let j = 0; j < axis.length; j++, k++) {
        next[k] = indices[i] < 0 || axis[j] < 0 ? -1 : indices[i] + axis[j];
      }
    }
    indices = next;
  }
  return indices;
}

/** The offsets of positions along an axis: `stride · position`, −1 kept as "outside". */
export function axisOffsets(positions: ArrayLike<number>, stride: number): Int32Array {
  return Int32Array.from(positions, (position) => (position < 0 ? -1 : position * stride));
}

/** 0, 1, …, count − 1. */
export function range(count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => i);
}
