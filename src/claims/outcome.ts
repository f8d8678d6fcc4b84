import { checkArguments } from '../errors/checkArguments.js';
import { callable, flag, text } from '../errors/kinds.js';

/**
 * What a statement's check found in one case.
 *
 * `skipped` says why: the case does not meet the hypotheses, or whether it does is `undecided` by
 * the exact test at hand. Skipped cases count for nothing but coverage.
 */
export type Outcome =
  | { readonly status: 'holds' }
  | { readonly status: 'fails'; readonly reason: string }
  | {
      readonly status: 'skipped';
      readonly because: 'hypothesis' | 'undecided';
      /** Which hypothesis is not met, where a claim has reason to say. */
      readonly note?: string;
    };

/** What a check decided of a case that it did not skip. */
export type Decision = Exclude<Outcome['status'], 'skipped'>;

/** The statement holds in this case. */
export const HOLDS: Outcome = { status: 'holds' };

/** The case does not meet the hypotheses. */
export const OUTSIDE: Outcome = { status: 'skipped', because: 'hypothesis' };

/** `OUTSIDE`, with the hypothesis that is not met. */
export function outside(note: string): Outcome {
  return { status: 'skipped', because: 'hypothesis', note };
}

/** Whether the case meets the hypotheses, or the conclusion, could not be decided. */
export const UNDECIDED: Outcome = { status: 'skipped', because: 'undecided' };

/** The statement fails in this case. `reason`: in words and numbers, for a reader. *
 * @example
 * ```ts
 * fails('the gap is 0').status; // 'fails'
 * ```
 */
export function fails(reason: string): Outcome {
  checkArguments('fails', { reason: [reason, text] });
  return { status: 'fails', reason };
}

/** `holds` if the condition is met, else `fails` with the reason. *
 * @example
 * ```ts
 * holdsIf(1 > 0, 'not positive').status; // 'holds'
 * ```
 */
export function holdsIf(condition: boolean, reason: string | (() => string)): Outcome {
  checkArguments('holdsIf', {
    condition: [condition, flag],
    reason: [reason, typeof reason === 'function' ? callable : text],
  });
  return condition ? HOLDS : fails(typeof reason === 'string' ? reason : reason());
}
