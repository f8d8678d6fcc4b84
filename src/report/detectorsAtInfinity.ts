import { ENDING_SORTS } from '../claims/infinity/endingSorts.js';
import type { ClaimEvidence, ReadingEvidence } from '../evidence/evidence.js';
import { grouped } from '../page/countWords.js';

/** A row of the table of detectors at infinity. */
export interface DetectorRow {
  /** The claim the row is about: its section has the rest. */
  readonly id: string;
  /** "MSP". */
  readonly detector: string;
  /** "always blind". */
  readonly blindness: string;
  /** The statement in words: as printed, or repaired where it is refuted as printed. */
  readonly behaviour: string;
  /** "616 of 859 blind, 224 flagged, 19 at a limit"; empty if nothing was counted. */
  readonly endings: string;
  readonly asPrinted: ReadingEvidence;
  readonly repaired: ReadingEvidence | null;
}

/** The detectors at infinity, one row for each claim about one, in the order of the evidence. */
export function detectorsAtInfinity(claims: readonly ClaimEvidence[]): DetectorRow[] {
  return claims.flatMap(({ id, atInfinity, asPrinted, repaired, coverage }) => {
    if (atInfinity === null) return [];
    const told = repaired?.verdict === 'holds' ? repaired : asPrinted;
    return [
      {
        id,
        ...atInfinity,
        behaviour: told.plain,
        endings: endingsOf(coverage),
        asPrinted,
        repaired,
      },
    ];
  });
}

/** The hypotheses that more than half of the claims about detectors make, if there are several. */
export function sharedHypotheses(claims: readonly ClaimEvidence[]): string[] {
  const about = claims.filter(({ atInfinity }) => atInfinity !== null);
  if (about.length < 2) return [];
  const all = new Set(about.flatMap(({ hypotheses }) => hypotheses));
  return [...all].filter(
    (text) => 2 * about.filter(({ hypotheses }) => hypotheses.includes(text)).length > about.length,
  );
}

/** The sorts of case that are ends of a score, and how they are called beside each other. */
const ENDINGS: readonly (readonly [sort: string, word: string])[] = [
  [ENDING_SORTS['diverges-up'], 'flagged'],
  [ENDING_SORTS['diverges-down'], 'blind'],
  [ENDING_SORTS.converges, 'at a limit'],
];

/** How a claim's cases ended, from its own sorts of case. */
function endingsOf(coverage: ClaimEvidence['coverage']): string {
  const ended = ENDINGS.map(([sort, how]) => ({ how, count: coverage[sort] ?? 0 }));
  const total = ended.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return '';
  return `of ${grouped(total)} cases ${ended
    .filter(({ count }) => count > 0)
    .toSorted((x, y) => y.count - x.count)
    .map(({ how, count }) => `${count === total ? 'all' : grouped(count)} ${how}`)
    .join(', ')}`;
}
