import { checkArguments } from '../errors/checkArguments.js';
import { type Kind, list, number, oneOf, record, text, whole } from '../errors/kinds.js';
import type { FarAway } from './farAway/farAway.js';
import type { LawResult } from './lawResult.js';
import type { SentSizes } from './sentSizes.js';

/** The laws over one subject. */
export interface LawReport {
  readonly schemaVersion: 1;
  readonly subject: string;
  readonly passed: number;
  readonly failed: number;
  readonly notChecked: number;
  readonly results: readonly LawResult[];
  /** What a detector does far from its data; why it was not measured, as words; absent for metrics. */
  readonly farAway?: FarAway | string;
  /** What sizes of input a detector was sent. */
  readonly sent?: SentSizes;
  /** What the reader should know besides: declarations no law reads. */
  readonly notes: readonly string[];
}

const resultKind = record({
  law: text,
  statement: text,
  status: oneOf('passed', 'failed', 'not-checked'),
  message: text,
  milliseconds: number(),
});

/** A report whose counts are those of its results. */
export const reportKind: Kind = (value, path, report) => {
  let sound = true;
  record({
    subject: text,
    passed: whole(0),
    failed: whole(0),
    notChecked: whole(0),
    results: list(resultKind),
  })(value, path, (...problem) => {
    sound = false;
    report(...problem);
  });
  if (!sound) return;
  const { passed, failed, notChecked, results } = value as LawReport;
  const counted = passed + failed + notChecked;
  if (counted === results.length) return;
  const rule = `must be the ${counted} that are counted`;
  report('inconsistent', `${path}.results.length`, results.length, rule, 'use `runLaws`');
};

/** Counts results into a report. */
export function lawReport(
  subject: string,
  results: readonly LawResult[],
  more: Pick<LawReport, 'farAway' | 'sent'> & { readonly notes?: readonly string[] } = {},
): LawReport {
  const count = (status: LawResult['status']) =>
    results.filter((result) => result.status === status).length;
  return {
    schemaVersion: 1,
    subject,
    passed: count('passed'),
    failed: count('failed'),
    notChecked: count('not-checked'),
    results,
    notes: [],
    ...more,
  };
}

/** A report with the results of more laws. */
export function withMore(report: LawReport, { results }: LawReport): LawReport {
  const { subject, farAway, sent, notes } = report;
  return lawReport(subject, [...report.results, ...results], {
    ...(farAway !== undefined && { farAway }),
    ...(sent && { sent }),
    notes,
  });
}

/**
 * A failed law as text: the law, what happened, the smallest input, the likely cause.
 *
 * @example
 * ```ts
 * describeFailure({ law: 'shape', statement: 'one score per row', status: 'failed', milliseconds: 3,
 *   message: '3 scores for 5 rows', input: [[0]], likelyCause: 'a batch is dropped' });
 * ```
 */
export function describeFailure(result: LawResult): string {
  checkArguments('describeFailure', { result: [result, resultKind] });
  const { law, statement, message, input, likelyCause } = result;
  return [
    `${law}: ${statement}`,
    `  what happened: ${message}`,
    ...(input === undefined || input === null ? [] : [`  smallest input: ${shortJson(input)}`]),
    ...(likelyCause === undefined ? [] : [`  likely cause: ${likelyCause}`]),
  ].join('\n');
}

/**
 * A report as JSON; numbers JSON does not have are written as strings. The requests that replay a
 * finding are left out: `requestFiles` has them.
 *
 * @example
 * ```ts
 * JSON.parse(jsonOf(await runLaws('EBO', subjectOf(ebo), DETECTOR_LAWS))).failed; // 0
 * ```
 */
export function jsonOf(report: LawReport): string {
  checkArguments('jsonOf', { report: [report, reportKind] });
  const results = report.results.map(({ requests: _, ...result }) => result);
  return `${JSON.stringify({ ...report, results }, writableNumber, 2)}\n`;
}

function shortJson(value: unknown): string {
  const text = JSON.stringify(value, writableNumber) ?? 'none';
  return text.length > 400 ? `${text.slice(0, 397)}...` : text;
}

function writableNumber(_: string, value: unknown): unknown {
  const beyondJson =
    typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value));
  return beyondJson ? String(value) : value;
}
