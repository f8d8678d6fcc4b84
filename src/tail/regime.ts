/**
 * How the softmax ends along a ray, decided by the classes T whose logits have the largest slope.
 *
 * `saturating`: T is one class, p tends to one-hot. `flat`: T is every class, p is constant from
 * some point on. `tied`: T is some but not all classes, p tends to the softmax of the intercepts on
 * T and to 0 elsewhere. A network of one class, whose p is 1 everywhere, counts as saturating.
 *
 * Source: claim `regimes` (F2).
 */
export type DecidedRegime = 'saturating' | 'tied' | 'flat';

/** A regime, or that constants of the network are known too little to tell. */
export type Regime = DecidedRegime | 'unknown';

/** The regime of a top set among a number of classes. */
export function regimeOf(
  { top, known }: { readonly top: readonly number[]; readonly known: boolean },
  classes: number,
): Regime {
  if (!known) return 'unknown';
  if (top.length === 1) return 'saturating';
  return top.length === classes ? 'flat' : 'tied';
}
