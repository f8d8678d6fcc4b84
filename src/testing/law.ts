/**
 * A law: a statement every correct subject satisfies, as data, with no test framework in it.
 *
 * Subjects are detectors, metrics or uncertainty scores.
 */
export interface Law<Subject> {
  /** Stable, as in `--laws`. */
  readonly id: string;
  /** The law as a sentence. */
  readonly statement: string;
  /** What is usually wrong where it fails. */
  readonly likelyCause: string;
  /** Why the law does not apply to what a subject declares, known before it is run; null if it does. */
  applies?(subject: Subject): NotChecked | null;
  /** Null if it holds. Exceptions of the subject count as violations. */
  check(subject: Subject): Promise<Violation | NotChecked | null>;
}

/** How a law fails. */
export interface Violation {
  /** What happened, with numbers. */
  readonly message: string;
  /** The smallest input found that shows it. */
  readonly input: unknown;
}

/** A law that does not apply to a subject, and why. */
export interface NotChecked {
  readonly notChecked: string;
}
