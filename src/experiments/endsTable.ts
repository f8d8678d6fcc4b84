import { certaintyText } from '../ceiling/ceilingFinding.js';
import { dataSetNamed } from '../data/index.js';
import type { EndsSummary } from './endsSummary.js';
import type { ResultTable } from './experiment.js';

/** Scores of one detector on the networks of one setting. */
export interface EndsScores {
  /** At infinity, decided: the mean over seeds, in [0, 1]; null where one is not known. */
  readonly decided: number | null;
  /** At the largest scale, measured, in [0, 1]; null where it was not. */
  readonly measured: number | null;
  /** AUROC × 100 as the paper prints it; null where it prints none. */
  readonly printed: number | null;
}

/** A summary with the scores that stand beside it, by column. */
export interface EndsRow {
  readonly summary: EndsSummary;
  readonly scores: Readonly<Record<string, EndsScores>>;
}

/** Where feature directions end, decided, beside what detectors score: one table a data set. */
export function endsTables(
  rows: readonly EndsRow[],
  largest: (dataSet: string) => string,
  finding: (dataSet: string) => string | null,
): ResultTable[] {
  return [...new Set(rows.map(({ summary }) => summary.dataSet))].map((dataSet) => {
    const own = rows.filter(({ summary }) => summary.dataSet === dataSet);
    const detectors = Object.keys(own[0].scores);
    const words = finding(dataSet);
    return {
      title: `${dataSetNamed(dataSet).title}: where feature directions end, decided`,
      head: [
        'network',
        'one-hot',
        '99 % or more',
        'below 99 %',
        'not known',
        'none ends more certain than',
        'ceiling of any input',
        ...detectors.map(
          (name) => `${name}, AUROC × 100: at infinity / measured at ${largest(dataSet)} / printed`,
        ),
      ],
      rows: own.map(({ summary, scores }) => [
        summary.setting,
        percent(summary.shares['one-hot']),
        percent(summary.shares.above),
        percent(summary.shares.below),
        percent(summary.shares.unknown),
        certaintyOf(summary.mostCertain),
        ceilingWords(summary),
        ...detectors.map((name) => scoreWords(scores[name])),
      ]),
      note: `Rays from test rows along every feature, both ways, of all seeds: ${own.map(({ summary }) => `${summary.rays} of ${summary.setting}`).join(', ')}. AUROCs at infinity are of such rays, measured ones of all test rows.${words === null ? '' : ` ${words}`}`,
      shows: 'limits',
    };
  });
}

/** "98.2 %", rounded up but never to certainty. */
export function certaintyOf(probability: number): string {
  return probability === 1 ? 'certain' : certaintyText(1 - probability);
}

/** The largest ceiling of the seeds; the ceilings of all must be known. */
export function largestCeiling({ ceilings }: EndsSummary): number | null {
  const doubts = ceilings.map(({ doubt }) => doubt);
  return doubts.some((doubt) => doubt === null) ? null : Math.min(...(doubts as number[]));
}

function ceilingWords(summary: EndsSummary): string {
  const doubt = largestCeiling(summary);
  if (doubt !== null) return certaintyText(doubt);
  const bounded = summary.ceilings.filter((ceiling) => ceiling.doubt !== null).length;
  return bounded === 0 ? 'none known' : `known for ${bounded} of ${summary.ceilings.length} seeds`;
}

function scoreWords({ decided, measured, printed }: EndsScores): string {
  const hundredfold = (auroc: number | null) => (auroc === null ? '–' : (100 * auroc).toFixed(1));
  const limit = decided === null ? 'not known' : hundredfold(decided);
  return [limit, hundredfold(measured), printed === null ? '–' : printed.toFixed(1)].join(' / ');
}

/** "12 %"; less than one half per cent is not called none. */
export function percent(share: number): string {
  const whole = (100 * share).toFixed(0);
  const hides = (whole === '0' && share > 0) || (whole === '100' && share < 1);
  return `${hides ? (100 * share).toPrecision(2) : whole} %`;
}
