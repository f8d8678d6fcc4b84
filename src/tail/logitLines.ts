/** Units that are `intercept[i] + t·slope[i]` for all large t, in numbers N. */
export interface Lines<N> {
  /** Per unit of t. */
  readonly slope: readonly N[];
  readonly intercept: readonly N[];
}

/**
 * A network's logits along one ray, `intercept + t·slope` for every `t ≥ from`, and how their
 * softmax ends: what every kind of tail says, in the numbers N that it is known in.
 *
 * Slopes in nats per unit of t, intercepts in nats, each of shape [C].
 */
export interface LogitLines<N, R, From = N> extends Lines<N> {
  /**
   * The last t ≥ 0 at which a unit changes piece along its germ; 0 if none. For a rectifier with
   * pre-activation germ (a, b), b ≠ 0, that is −a/b; for a clip where the germ crosses a bound; for
   * a maximum where the winner meets another candidate. Multiples of the direction.
   */
  readonly from: From;
  readonly regime: R;
  /** The classes with the largest slope, ascending; all that may have it where it is not known. */
  readonly top: readonly number[];
}
