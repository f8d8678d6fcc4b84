/**
 * How fast a score comes to its expansion: an upper bound of what is left.
 *
 * `constant`: nothing is left from some t on. `exponential`: at most e^{−rate·t}, up to a
 * factor that grows slower than every exponential. `algebraic`: at most a constant times t^{−power}.
 */
export type Approach =
  | { readonly kind: 'constant' }
  | { readonly kind: 'exponential'; readonly rate: number }
  | { readonly kind: 'algebraic'; readonly power: number };

/** The approach of a sum: that of its slower part; null if one is not known. */
export function slowerApproach(x: Approach | null, y: Approach | null): Approach | null {
  if (!x || !y) return null;
  if (x.kind === 'constant') return y;
  if (y.kind === 'constant') return x;
  if (x.kind === 'algebraic' && y.kind === 'algebraic') return x.power < y.power ? x : y;
  if (x.kind === 'algebraic') return x;
  if (y.kind === 'algebraic') return y;
  return x.rate < y.rate ? x : y;
}
