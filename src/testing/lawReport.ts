/** What became of one law. */
export interface LawResult {
  readonly law: string;
  readonly statement: string;
  readonly status: 'passed' | 'failed' | 'not-checked';
  /** What happened, or why the law was not checked; empty if it passed. */
  readonly message: string;
  /** The smallest input that shows a failure. */
  readonly input?: unknown;
  readonly likelyCause?: string;
}

/** The laws over one subject. */
export interface LawReport {
  readonly subject: string;
  readonly passed: number;
  readonly failed: number;
  readonly notChecked: number;
  readonly results: readonly LawResult[];
}

/** Counts results into a report. */
export function lawReport(subject: string, results: readonly LawResult[]): LawReport {
  const count = (status: LawResult['status']) =>
    results.filter((result) => result.status === status).length;
  return {
    subject,
    passed: count('passed'),
    failed: count('failed'),
    notChecked: count('not-checked'),
    results,
  };
}

/**
 * A failed law as text: the law, what happened, the smallest input, the likely cause.
 *
 * @example
 * ```ts
 * describeFailure({ law: 'shape', statement: 'one score per row', status: 'failed',
 *   message: '3 scores for 5 rows', input: [[0]], likelyCause: 'a batch is dropped' });
 * ```
 */
export function describeFailure(result: LawResult): string {
  return [
    `${result.law}: ${result.statement}`,
    `  what happened: ${result.message}`,
    `  smallest input: ${shortJson(result.input)}`,
    `  likely cause: ${result.likelyCause}`,
  ].join('\n');
}

/**
 * A report as JUnit XML: one test case a law.
 *
 * @example
 * ```ts
 * junitOf(await runLaws('EBO', subjectOf(ebo), DETECTOR_LAWS)).startsWith('<?xml'); // true
 * ```
 */
export function junitOf(report: LawReport): string {
  const cases = report.results.map((result) => {
    const name = `    <testcase classname="${xml(report.subject)}" name="${xml(result.law)}"`;
    if (result.status === 'passed') return `${name}/>`;
    const inner =
      result.status === 'failed'
        ? `<failure message="${xml(result.message)}">${xml(describeFailure(result))}</failure>`
        : `<skipped message="not checked: ${xml(result.message)}"/>`;
    return `${name}>${inner}</testcase>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite name="${xml(report.subject)}" tests="${report.results.length}" failures="${report.failed}" skipped="${report.notChecked}">`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

/**
 * A report as JSON; numbers JSON does not have are written as strings.
 *
 * @example
 * ```ts
 * JSON.parse(jsonOf(await runLaws('EBO', subjectOf(ebo), DETECTOR_LAWS))).failed; // 0
 * ```
 */
export function jsonOf(report: LawReport): string {
  return `${JSON.stringify(report, writableNumber, 2)}\n`;
}

function shortJson(value: unknown): string {
  const text = JSON.stringify(value, writableNumber) ?? 'none';
  return text.length > 400 ? `${text.slice(0, 397)}...` : text;
}

function writableNumber(_: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

function xml(text: string): string {
  return (
    text
      .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
      // Characters XML 1.0 has no way to write; a garbage line of a process may hold any.
      .replace(/[^\t\n\r\x20-\uD7FF\uE000-\uFFFD]/g, '\uFFFD')
  );
}
