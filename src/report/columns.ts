import type { ClaimEvidence, GenericEvidence, ReadingEvidence } from '../evidence/evidence.js';
import { counted, grouped } from '../page/countWords.js';
import { genericWords } from './genericWords.js';
import { decidedWords, isAsExpected, proofWords, sourceWords, verdictWords } from './words.js';

/** A cell of the table of claims, before a format gives it its syntax. */
export type Cell =
  | { readonly kind: 'claim'; readonly id: string; readonly title: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'lines'; readonly lines: readonly string[] }
  | {
      readonly kind: 'verdict';
      readonly reading: ReadingEvidence;
      readonly words: string;
      readonly asExpected: boolean;
    };

/** A column of the table of claims. */
export interface Column {
  readonly heading: string;
  cell(claim: ClaimEvidence): Cell;
}

/** The columns of the table of claims, in every format. */
export const COLUMNS: readonly Column[] = [
  { heading: 'Claim', cell: ({ id, title }) => ({ kind: 'claim', id, title }) },
  { heading: 'Source', cell: ({ source }) => ({ kind: 'text', text: sourceWords(source) }) },
  { heading: 'As printed', cell: ({ asPrinted }) => verdictCell(asPrinted) },
  { heading: 'Repaired', cell: ({ repaired }) => verdictCell(repaired) },
  { heading: 'In general', cell: ({ generic }) => genericCell(generic) },
  { heading: 'Cases checked', cell: (claim) => ({ kind: 'lines', lines: casesOf(claim) }) },
  {
    heading: 'Formal proof',
    cell: ({ proof, repaired }) => ({
      kind: 'text',
      text: proofWords(proof, repaired === null),
    }),
  },
];

/** How many cases a reading rests on: "988 of 1,000 cases; 12 outside the hypotheses". */
export function casesWords({ runs, skipped, undecided }: ReadingEvidence): string {
  const outside = skipped - undecided;
  const left = [
    ...(outside > 0 ? [`${grouped(outside)} outside the hypotheses`] : []),
    ...(undecided > 0 ? [`${grouped(undecided)} undecided`] : []),
  ];
  const all = counted(runs, 'case');
  return skipped === 0 ? all : `${grouped(runs - skipped)} of ${all}; ${left.join(', ')}`;
}

function verdictCell(reading: ReadingEvidence | null): Cell {
  if (reading === null) return { kind: 'text', text: 'nothing to repair' };
  const { verdict, expected } = reading;
  const asExpected = isAsExpected(reading);
  const words = asExpected
    ? verdictWords(verdict)
    : `${verdictWords(verdict)}, expected: ${verdictWords(expected)}`;
  return { kind: 'verdict', reading, words, asExpected };
}

function genericCell(generic: GenericEvidence | null): Cell {
  return { kind: 'text', text: generic === null ? '–' : genericWords(generic) };
}

/** Checked and generated cases of both readings: "37 of 40", "988 of 1,000". */
function casesOf({ asPrinted, repaired }: ClaimEvidence): string[] {
  const readings = repaired === null ? [asPrinted] : [asPrinted, repaired];
  if (readings.every(({ verdict }) => verdict === 'not-run')) return ['none'];
  return readings.map(decidedWords);
}
