/**
 * What an oracle's numbers say of a decision.
 *
 * Only `confirmed` counts as a confirmation: an oracle that could not tell has confirmed nothing.
 */
export type Confirmation =
  | { readonly verdict: 'confirmed' }
  | {
      readonly verdict: 'contradicted';
      /** What the numbers are, in words. */
      readonly what: string;
    }
  | { readonly verdict: 'could-not-tell' };

/** Numbers bear the decision out. */
export const CONFIRMED: Confirmation = { verdict: 'confirmed' };

/** Rounding, or what is too small to be seen, hides the answer. */
export const COULD_NOT_TELL: Confirmation = { verdict: 'could-not-tell' };

/** Numbers are not as was decided. `what`: they are, in words.
 *
 * @example
 * ```ts
 * contradicted('p_0 = 0.3').verdict; // 'contradicted'
 * ```
 */
export function contradicted(what: string): Confirmation {
  return { verdict: 'contradicted', what };
}

/**
 * The confirmation of a decision that rests on something else besides, such as a limit: a
 * contradiction of that stands for both.
 */
export function givenThat(ground: Confirmation, decision: () => Confirmation): Confirmation {
  return ground.verdict === 'contradicted' ? ground : decision();
}
