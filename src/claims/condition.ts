import { OUTSIDE, type Outcome, outside, UNDECIDED } from './outcome.js';

/**
 * A hypothesis of a statement, executable.
 *
 * Hypotheses stand apart from the conclusion so that each can be left out to see whether anything
 * notices: see `Control`.
 */
export interface Condition<Subject> {
  /** "the tail saturates". */
  readonly words: string;
  /** Whether a subject meets it; `undecided` where the exact test at hand does not settle it. */
  meets(subject: Subject): boolean | 'undecided';
  /** What a subject that does not meet it is like, where there is reason to say. */
  note?(subject: Subject): string;
}

/** A check in its parts: hypotheses, asked in order, and a conclusion for what meets them all. */
export interface GuardedCheck<Subject> {
  readonly given: readonly Condition<Subject>[];
  conclude(subject: Subject): Outcome;
  check(subject: Subject): Outcome;
}

/**
 * A check that decides the conclusion where all hypotheses are met, and skips the rest.
 *
 * @example
 * ```ts
 * guarded([SATURATES], ({ tail }) => holdsIf(tail.gap!.sign > 0, 'no gap'));
 * ```
 */
export function guarded<Subject>(
  given: readonly Condition<Subject>[],
  conclude: (subject: Subject) => Outcome,
): GuardedCheck<Subject> {
  return {
    given,
    conclude,
    check(subject) {
      for (const condition of given) {
        const met = condition.meets(subject);
        if (met === 'undecided') return UNDECIDED;
        if (!met) return condition.note ? outside(condition.note(subject)) : OUTSIDE;
      }
      return conclude(subject);
    },
  };
}
