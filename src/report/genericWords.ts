import type { ClaimEvidence, Evidence, GenericEvidence } from '../evidence/evidence.js';
import { isUnexpectedGeneric } from '../evidence/warnings.js';
import { counted } from '../page/countWords.js';

/** The third reading in a few words: "refuted, r = 1/4", "holds for almost every head". */
export function genericWords(generic: GenericEvidence): string {
  const words = {
    refuted: `refuted robustly, r = ${generic.radius?.replace(/\/1$/, '')}`,
    holds: 'holds for almost every head',
    inconclusive: 'inconclusive',
  }[generic.verdict];
  return isUnexpectedGeneric(generic) ? `${words}, but expected: ${generic.expected}` : words;
}

/** The same for a column of a table: "robust, r = 1/4", "ties only". */
export function genericWord(generic: GenericEvidence): string {
  if (isUnexpectedGeneric(generic)) return genericWords(generic);
  return {
    refuted: `robust, r = ${generic.radius?.replace(/\/1$/, '')}`,
    holds: 'ties only',
    inconclusive: 'inconclusive',
  }[generic.verdict];
}

/** What a radius means, in a sentence. */
export const RADIUS_MEANS =
  'Refuted robustly, r: every network whose weights, biases and starting point are within r of those of the counterexample, in the maximum norm, is a counterexample too, decided for the whole box by intervals.';

/** What "almost every head" means, in a sentence. */
export const HEADS_MEANS =
  "Holds for almost every head: with all weights but the last layer's fixed, the statement fails only for heads on finitely many hyperplanes.";

/** How a generic reading was come by, in a sentence. */
export function genericCases({ verdict, runs, skipped, shrinks }: GenericEvidence): string {
  return verdict === 'holds'
    ? `Random rational heads on ${counted(runs, 'generated body', 'generated bodies')}; ${counted(runs - skipped, 'case')} met the hypotheses.`
    : `Found among ${counted(runs, 'case')}, made smaller ${counted(shrinks, 'time')} with its box kept, then its box widened.`;
}

/** Claims with a third reading. */
export function withGeneric({ claims }: Pick<Evidence, 'claims'>): ClaimEvidence[] {
  return claims.filter(({ generic }) => generic !== null);
}

/** Paper A's statements about the limit for one network or a tuple of them. */
const LIMIT_STATEMENTS = [
  ...['gradient-vanishes', 'msp-gradient', 'mean-gradient', 'variance-gradient'],
  ...['entropy-gradient', 'mi-gradient'],
];

/**
 * What the third reading of all refuted claims comes to, in sentences; none if there is no such
 * claim. What is said of paper A as a whole is said only where every verdict it rests on came out so.
 */
export function genericSentences(evidence: Pick<Evidence, 'claims'>): string[] {
  const some = withGeneric(evidence);
  if (some.length === 0) return [];
  const of = (verdict: GenericEvidence['verdict']) =>
    some.filter(({ generic }) => generic?.verdict === verdict).length;
  const open = of('inconclusive');
  const verdictOf = (id: string) => some.find((claim) => claim.id === id)?.generic?.verdict;
  const paperA =
    LIMIT_STATEMENTS.every((id) => verdictOf(id) === 'holds') &&
    verdictOf('perfect-certainty') === 'refuted' &&
    verdictOf('perfect-certainty-same-sense') === 'holds';
  return [
    `Of the refutations, ${number(of('refuted'), 'is', 'are')} robust: every network near the counterexample is one. ${number(of('holds'), 'lives', 'live')} on ties: the statement holds for almost every head.${open === 0 ? '' : ` ${number(open, 'is', 'are')} open.`}`,
    ...(paperA
      ? [
          "Paper A's limit statements (Lemmas 4 to 9, Theorem 1) are right for one network, for almost every head; for ensembles Theorem 1 is wrong on an open set of networks, unless the members share the sense of monotonicity, and then right again for almost every tuple of heads.",
        ]
      : []),
  ];
}

/** A number with its verb: "1 is", "13 are". */
function number(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
