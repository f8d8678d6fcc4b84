/** A policy that an audit fails. */
export interface Violation {
  readonly policy: string;
  /** What was found, in a sentence. */
  readonly message: string;
  /** Indices of the directions at fault, ascending; empty where a count is. */
  readonly directions: readonly number[];
}
