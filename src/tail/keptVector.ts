/** Copies of arrays that rays start from. */
const keptOrigins = new WeakMap<object, Float64Array>();

/** A copy of where a ray starts; one for all rays from one array. */
export function keptOrigin(origin: ArrayLike<number>): Float64Array {
  const known = keptOrigins.get(origin);
  // The caller may have written another point into the array since.
  if (known && equalPoints(known, origin)) return known;
  const kept = Float64Array.from(origin);
  keptOrigins.set(origin, kept);
  return kept;
}

/** A vector, kept by its entries that are not 0 where these are few. */
export function keptVector(vector: ArrayLike<number>): () => Float64Array {
  const size = vector.length;
  const places: number[] = [];
  for (let i = 0; i < size && 4 * places.length <= size; i++) if (vector[i] !== 0) places.push(i);
  if (4 * places.length > size) {
    const kept = Float64Array.from(vector);
    return () => kept;
  }
  const entries = places.map((i) => vector[i]);
  return () => {
    const whole = new Float64Array(size);
    places.forEach((i, n) => {
      whole[i] = entries[n];
    });
    return whole;
  };
}

/** Whether two points are equal; the sign of a zero makes no difference to a sum that is not 0. */
export function equalPoints(x: Float64Array, y: ArrayLike<number>): boolean {
  if (x === y) return true;
  for (let i = 0; i < x.length; i++) if (x[i] !== y[i]) return false;
  return true;
}
