/** A box of inputs: all x with lower ≤ x ≤ upper, entry by entry. */
export interface Box {
  /** Shape [D], input units. */
  readonly lower: ArrayLike<number>;
  /** Shape [D], input units. */
  readonly upper: ArrayLike<number>;
}
