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

/**
 * The detectors at infinity, one row for each claim titled "… at infinity: …", in the order of the
 * evidence.
 */
export function detectorsAtInfinity(claims: readonly ClaimEvidence[]): DetectorRow[] {
  return claims.flatMap((claim) => {
    const { id, kind, title, asPrinted, repaired, coverage } = claim;
    const [, detector, blindness] = /^(.+?) at infinity: (.+)$/.exec(title) ?? [];
    if (kind !== 'detector' || detector === undefined || blindness === undefined) return [];
    const told = repaired?.verdict === 'holds' ? repaired : asPrinted;
    return [
      {
        id,
        detector,
        blindness,
        behaviour: told.plain,
        endings: endingsOf(coverage),
        asPrinted,
        repaired,
      },
    ];
  });
}

/** How a claim's cases ended, from its own sorts of case. */
function endingsOf(coverage: ClaimEvidence['coverage']): string {
  const ended = Object.entries(coverage).flatMap(([sort, count]) =>
    sort.startsWith('ends ') ? [{ how: sort.slice('ends '.length), count }] : [],
  );
  const total = ended.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return '';
  return `of ${grouped(total)} cases ${ended
    .toSorted((x, y) => y.count - x.count)
    .map(({ how, count }) => `${count === total ? 'all' : grouped(count)} ${how}`)
    .join(', ')}`;
}
