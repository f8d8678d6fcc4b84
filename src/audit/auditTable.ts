import { counted, grouped } from '../page/countWords.js';
import type { Audit } from './auditRun.js';
import { DEFAULT_ROWS } from './dataEdge.js';
import { directionColumns } from './directionColumns.js';
import type { DetectorFinding } from './directionFinding.js';
import { headlineOf, headlineText } from './headline.js';
import { measuredSentence, measuredText } from './measuredDetector.js';
import { flagText, percentText, scaleText } from './numberText.js';
import { posteriorSentence, posteriorText } from './posteriorEnd.js';
import { rankedDirections } from './ranking.js';

/** Directions a terminal shows; the rest is in the reports. */
const MOST_ROWS = 20;
/** Detectors that get a column; more make a matrix of their own. */
const MOST_COLUMNS = 5;

/** An audit on a terminal: what was found first, then the ranked directions. */
export interface AuditTable {
  /** Sentences, the summary first. */
  readonly findings: readonly string[];
  /** How scales are to be read. */
  readonly basis: readonly string[];
  /** Headings and the first directions; empty if none ends in certainty. */
  readonly rows: readonly (readonly string[])[];
  /** "and 358 more, see reports/audit.html"; null if all are shown. */
  readonly more: string | null;
  /** Detectors by the directions shown, if they are too many for columns; else empty. */
  readonly matrix: readonly (readonly string[])[];
  /** Headings and one row per detector; empty without detectors. */
  readonly detectors: readonly (readonly string[])[];
}

/** The directions of a network of one output with its slopes, the steepest first. */
function slopeRows({ directions }: Audit): string[][] {
  const steepest = [...directions].sort((x, y) => Math.abs(y.slopes[0]) - Math.abs(x.slopes[0]));
  return [
    ['direction', 'slope'],
    ...steepest.slice(0, MOST_ROWS).map(({ label, slopes }) => [label, scaleText(slopes[0])]),
  ];
}

/** Lays an audit out for a terminal. @param out - the folder of the reports; null if none */
export function auditTable(audit: Audit, out: string | null): AuditTable {
  const { measured, posterior } = audit;
  const ranked = rankedDirections(audit.directions);
  const headline = headlineOf(audit);
  const shown = ranked.slice(0, MOST_ROWS);
  const columns = audit.detectors.length <= MOST_COLUMNS ? audit.detectors : [];
  const told = directionColumns(audit, shown);
  const left = ranked.length - shown.length;
  return {
    findings: [...(headline ? [headlineText(audit, headline)] : []), ...audit.summary.sentences],
    basis: basisOf(audit),
    rows:
      audit.network.classes === 1
        ? slopeRows(audit)
        : shown.length === 0
          ? []
          : [
              [
                'direction',
                ...told.map(({ heading }) => heading),
                ...columns.map(({ name }) => name),
                ...(measured ? ['measured'] : []),
                ...(posterior ? ['posterior'] : []),
              ],
              ...shown.map((direction) => [
                direction.label,
                ...told.map(({ text }) => text(direction)),
                ...columns.map((_, d) => flagText(direction.detectors[d])),
                ...(measured ? [measuredText(measured, direction.index)] : []),
                ...(posterior ? [posteriorText(posterior, direction.index)] : []),
              ]),
            ],
    more:
      left > 0
        ? `… and ${grouped(left)} more${out ? `, see ${out}/audit.html` : '; --out reports writes them all'}`
        : null,
    matrix:
      audit.detectors.length <= MOST_COLUMNS || shown.length === 0
        ? []
        : [
            [
              'detector',
              `directions 1 to ${shown.length} (■ blind  ▪ flags after t_ε  · flags by t_ε  ? not known)`,
            ],
            ...audit.detectors.map(({ name }, d) => [
              name,
              shown.map(({ detectors }) => symbolOf(detectors[d])).join(' '),
            ]),
          ],
    detectors:
      audit.detectors.length === 0
        ? []
        : [
            ['detector', 'blind', 'flags after t_ε', 'flags by t_ε', 'not known', 'flags at σ'],
            ...audit.detectors.map(({ name, blind, late, undecided, directions, flagDistance }) => [
              name,
              grouped(blind),
              grouped(late),
              grouped(directions - blind - late - undecided),
              grouped(undecided),
              scaleText(flagDistance),
            ]),
          ],
  };
}

function symbolOf({ blind, timely }: DetectorFinding): string {
  if (blind === null) return '?';
  return blind ? '■' : timely ? '·' : '▪';
}

/** " (so of all in-distribution inputs at most 9.9 %)", at the worst detector; empty without any. */
function knownRates(detectors: Audit['detectors']): string {
  if (detectors.length === 0) return '';
  const most = Math.max(...detectors.map(({ flagRateAtMost }) => flagRateAtMost));
  return ` (of all in-distribution inputs at most ${percentText(most)}, to ${percentText(detectors[0].thresholdBounds.level)})`;
}

/** What scales and ends are, where they were taken, and what is certified of them. */
function scalesBasis({ units, scaling, origins, data, box, ends }: Audit): string {
  const where =
    origins.kind === 'data rows'
      ? `${counted(origins.rows, 'row')} of ${data?.name}`
      : origins.kind === 'the origin'
        ? 'the origin 0, for want of data'
        : "each ray's own origin";
  const scales = `Scales are in ${units}${scaling ? ` (means and deviations of ${scaling.source})` : ''}`;
  if (ends.certifiedRows === null) {
    return `${scales}, taken at ${where} in float64; the box bound is certified over ${box}. Regime, class and γ are certified and hold for every input.`;
  }
  const certified =
    ends.certifiedRows === 0
      ? 'danger scales would take too long to certify, and are not known (?)'
      : `danger scales are certified, from ${counted(ends.certifiedRows, 'row')}, or not known (?)`;
  const decided =
    ends.from === 'every input'
      ? 'Regime, class and γ of directions that saturate are certified and hold for every input; other limits are enclosed'
      : 'Regime, class and limits are enclosed';
  return `${scales}, rays start from ${where}; ${certified}. ${decided}, from ${ends.rows === 1 ? 'one row' : counted(ends.rows, 'row')}. A row that was not looked at may end otherwise where they are not for every input.`;
}

/** What the numbers of an audit are, in sentences. */
export function basisOf(audit: Audit): string[] {
  const { data, fitting, network, summary } = audit;
  return [
    scalesBasis(audit),
    ...(audit.followed
      ? [
          `"Certainty" is what was seen in float64, followed from ${counted(audit.followed.rows, 'row')} (${audit.followed.chosen === 'given' ? 'as asked for' : `${DEFAULT_ROWS} by default, spread over the data`}): created where 99 % is not reached at the edge of the data (the feature's range over all rows) but further out, kept where it is reached at the edge already; median and range over the rows, from the edge, to within ${percentText(audit.followed.precision)}; σ are standard deviations of the data.`,
        ]
      : []),
    `${network.name}: ${counted(network.inputs, 'input')}, ${counted(network.classes, 'class', 'classes')}, ${counted(network.parameters, 'parameter')}. Comparisons that needed exact integers: ${grouped(summary.settledExactly)}.`,
    ...(data?.accuracy != null
      ? [
          `The network predicts ${percentText(data.accuracy)} of the labels of ${data.name}${data.accuracy < 0.5 ? ': is the scaling right?' : '.'}`,
        ]
      : []),
    ...(fitting
      ? [
          `Detectors flag from the scale given on, for ever; t_ε is where 99 % certainty begins. They are fitted on ${counted(fitting.trainRows, 'row')}, thresholds flag at most ${percentText(fitting.flagRate)} of ${grouped(fitting.validationRows)} others${knownRates(audit.detectors)}; the worst of ${counted(audit.followed?.detectorRows ?? 0, 'row')} counts; blindness decided from ${fitting.arithmetic}.`,
        ]
      : []),
    ...(audit.measured ? [measuredSentence(audit.measured)] : []),
    ...(audit.posterior ? [posteriorSentence(audit.posterior)] : []),
    'The function analysed is the real-number function of the stored weights.',
    ...audit.notes.map((note) => `Note: ${note}.`),
  ];
}
