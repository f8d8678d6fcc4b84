import type { Audit } from './auditRun.js';
import { className } from './className.js';
import type { DetectorFinding, DirectionFinding } from './directionFinding.js';

type Cell = string | number | boolean | null | undefined;

/**
 * The directions of an audit as a table for spreadsheets and data frames: a row a direction, in the
 * order of their indices; numbers as they are, `Infinity` for never, an empty cell for not known.
 */
export function renderDirectionsCsv(audit: Audit): string {
  const rows: Cell[][] = [
    [
      ...COLUMNS.map(([heading]) => heading),
      ...audit.detectors.flatMap(({ id }) => OF_DETECTOR.map(([heading]) => `${id} ${heading}`)),
    ],
    ...audit.directions.map((direction) => [
      ...COLUMNS.map(([, cell]) => cell(direction, audit)),
      ...audit.detectors.flatMap((_, d) =>
        OF_DETECTOR.map(([, cell]) => {
          const finding = direction.detectors[d];
          return finding && cell(finding);
        }),
      ),
    ]),
  ];
  return rows.map((row) => `${row.map(cellText).join(',')}\n`).join('');
}

/** What each column is called, and holds. */
const COLUMNS: readonly (readonly [string, (direction: DirectionFinding, audit: Audit) => Cell])[] =
  [
    ['index', ({ index }) => index],
    ['direction', ({ label }) => label],
    ['feature', ({ featureName }) => featureName],
    ['sign', ({ sign }) => sign],
    ['regime', ({ regime }) => regime],
    ['classes', ({ top }, audit) => top.map((c) => className(audit, c)).join(' ')],
    [
      'certain of',
      ({ certainOf }, audit) => (certainOf === null ? null : className(audit, certainOf)),
    ],
    ['gap at least', ({ gap }) => gap?.lower],
    ['99 % from', ({ scales }) => scales[0]?.median],
    ['99 % from, least', ({ scales }) => scales[0]?.min],
    ['99 % from, most', ({ scales }) => scales[0]?.max],
    ['99 % from, deviations', ({ scales }) => scales[0]?.distance],
    ['99 % from, box bound', ({ scales }) => scales[0]?.bound],
    ['99.9 % from', ({ scales }) => scales[1]?.median],
    ['certainty', ({ seen }) => seen?.verdict],
    ['certainty seen from', ({ seen }) => seen?.scale],
    ['created beyond the data', ({ seen }) => seen?.created?.beyond.median],
    ['created beyond the data, deviations', ({ seen }) => seen?.created?.distance?.median],
  ];

const OF_DETECTOR: readonly (readonly [string, (finding: DetectorFinding) => Cell])[] = [
  ['blind', ({ blind }) => blind],
  ['flags from', ({ flagScale }) => flagScale],
  ['flags from, deviations', ({ flagDistance }) => flagDistance],
  ['AUROC at infinity', ({ limitAuroc }) => limitAuroc],
];

/** A cell as RFC 4180 writes it. */
function cellText(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  const text = String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
