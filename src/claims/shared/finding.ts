import { CONFIRMED, COULD_NOT_TELL, type Confirmation, contradicted } from '../confirmation.js';
import type { Decision } from '../outcome.js';

/** What numbers show of a statement in one case, and where; null if they cannot tell. */
export type Finding = { readonly shows: Decision; readonly what: string } | null;

/** Numbers bear the statement out: `what` they are, in words. */
export function showsHolding(what: string): Finding {
  return { shows: 'holds', what };
}

/** Numbers are not as the statement has them. */
export function showsFailing(what: string): Finding {
  return { shows: 'fails', what };
}

/** Those that numbers can tell: one that fails if there is one, else one that holds. */
export function worst(findings: readonly Finding[]): Finding {
  return findings.find((finding) => finding?.shows === 'fails') ?? findings.find(Boolean) ?? null;
}

/** What the numbers say of a decision. */
export function confirmationOf(finding: Finding, decided: Decision): Confirmation {
  if (finding === null) return COULD_NOT_TELL;
  if (finding.shows === decided) return CONFIRMED;
  return contradicted(decided === 'holds' ? finding.what : `decided to fail, but ${finding.what}`);
}
