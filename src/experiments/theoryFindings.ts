import { dataSetNamed } from '../data/index.js';
import type { LimitComparison } from './comparison.js';
import type { EmpiricalClaim } from './empiricalClaim.js';
import type { ResultTable } from './experiment.js';
import { scaleWords, VARIANT_WORDS, wordsFor } from './resultWords.js';
import type { TheoryResult, TheorySpec } from './theoryCell.js';

/** Limits of the detectors of one trained network. */
export interface LimitCase {
  /** The setting of its study; null if the study has one alone. */
  readonly setting: string | null;
  readonly spec: TheorySpec;
  readonly result: Pick<TheoryResult, 'limits' | 'rays'>;
  /**
   * How far from its limit an AUROC may still be at the last scale: where scores come to theirs like
   * 1/t, one row of each ray may still lie between. 0 if absent.
   */
  readonly room?: number;
}

/** A theory cell with its result. */
export interface TheoryCase extends LimitCase {
  readonly result: TheoryResult;
}

/** "Dry Bean, resnet, seed 0, as defined". */
export function describeTheoryCase({ setting, spec }: LimitCase): string {
  const { dataSet, seed } = spec.subject;
  return [
    dataSetNamed(dataSet).title,
    ...(setting === null ? [] : [setting]),
    `seed ${seed}`,
    VARIANT_WORDS[spec.variant],
  ].join(', ');
}

/** Whether a case is of a later seed than the first of its study. */
function isRepeated({ spec }: LimitCase, cases: readonly LimitCase[]): boolean {
  return spec.subject.seed !== cases[0].spec.subject.seed;
}

/** Predicted and measured limits: a table a case. */
export function limitTables(cases: readonly LimitCase[]): ResultTable[] {
  return cases.map((one) => {
    const { spec, result } = one;
    return {
      title: `${describeTheoryCase(one)}: AUROC × 100 at infinity, decided, and measured on the way`,
      head: [
        'detector',
        'ends',
        'at infinity',
        ...spec.alphas.map((alpha) => `α = ${scaleWords(alpha)}`),
      ],
      rows: result.limits.map((limit) => [
        wordsFor(limit.detector),
        Object.entries(limit.behaviours)
          .map(([kind, count]) => `${count} ${kind}`)
          .join(', '),
        decidedWords(limit),
        ...limit.measured.map(({ auroc }) => (100 * auroc).toFixed(1)),
      ]),
      note: `${result.rays} rays; the same points at every scale.`,
      shows: 'limits',
      repeats: isRepeated(one, cases),
    };
  });
}

/** Predicted and measured limits, and where the columns lead: two tables a case. */
export function theoryTables(cases: readonly TheoryCase[]): ResultTable[] {
  const limits = limitTables(cases);
  return cases.flatMap((one, n): ResultTable[] => {
    const { columns, regimes } = one.result;
    const { saturating, tied, flat } = regimes;
    return [
      limits[n],
      {
        title: `${describeTheoryCase(one)}: where the columns lead`,
        head: ['column', 'growing', 'falling', '99 % certain from α', 'value there'],
        rows: columns.map((column) => [
          column.column,
          `${column.up.regime}: ${column.up.top.join(', ')}`,
          `${column.down.regime}: ${column.down.top.join(', ')}`,
          column.dangerAlpha === null ? 'never' : column.dangerAlpha.toPrecision(3),
          column.dangerValue === null ? '–' : column.dangerValue.toPrecision(3),
        ]),
        note: `Of the directions ${percent(saturating)} saturate, ${percent(tied)} are tied, ${percent(flat)} flat, the same for every input. α and value: medians over the rows; certain for ever from there on, sufficient, not the first such α.`,
        repeats: isRepeated(one, cases),
      },
    ];
  });
}

/** Of sums of AUROCs; less than one rank of one score counts for, even among a million rows. */
const ROUNDING = 1e-9;

/** "The measured AUROC goes to the limit the theory decides": one claim per case. */
export function limitClaims(cases: readonly LimitCase[]): EmpiricalClaim[] {
  return cases.map(({ setting, spec, result, room = 0 }) => {
    const known = result.limits.filter(({ predicted }) => predicted !== null);
    const gap = (limit: LimitComparison) =>
      Math.abs(endInFloat64(limit) - limit.measured.at(-1)!.auroc);
    const missed = known.filter((limit) => {
      const { lower, upper } = limit.measured.at(-1)!.interval;
      const end = endInFloat64(limit);
      return end < lower - room - ROUNDING || end > upper + room + ROUNDING;
    });
    const gaps = known.map(gap);
    const largest = Math.max(0, ...gaps);
    return {
      id: 'limit-auroc',
      source: 'farfield, section 4',
      expected: 'holds',
      statement: 'the AUROC goes to the limit that is decided at infinity',
      scope: `${spec.subject.dataSet}${setting === null ? '' : `, ${setting}`}, seed ${spec.subject.seed} (${spec.variant})`,
      verdict: known.length === 0 ? 'inconclusive' : missed.length === 0 ? 'holds' : 'refuted',
      quantity: `largest gap at α = ${scaleWords(spec.alphas.at(-1)!)} over ${known.length} detectors`,
      estimate: largest,
      interval: { lower: Math.min(largest, ...gaps), upper: largest },
      basis: 'observed',
      remark:
        missed.length === 0
          ? `every predicted limit lies in the interval measured at α = ${scaleWords(spec.alphas.at(-1)!)}${room > 0 ? `, to within one row of each ray` : ''}`
          : `outside: ${missed.map((limit) => `${wordsFor(limit.detector)} (${endInFloat64(limit).toFixed(3)} decided, ${limit.measured.at(-1)!.auroc.toFixed(3)} measured)`).join(', ')}`,
    };
  });
}

/** Where measurements end, which are float64: elsewhere if a score is decided to underflow. */
function endInFloat64({ predicted, inFloat64 }: LimitComparison): number {
  return inFloat64 ?? predicted!;
}

function decidedWords({ predicted, inFloat64 }: LimitComparison): string {
  const words = (auroc: number) => (100 * auroc).toFixed(1);
  if (predicted === null) return 'not known';
  return inFloat64 === null
    ? words(predicted)
    : `${words(predicted)} (in float64: ${words(inFloat64)})`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
