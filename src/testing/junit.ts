import { hostname } from 'node:os';
import { checkArguments } from '../errors/checkArguments.js';
import { instanceOf } from '../errors/kinds.js';
import { unknownKind } from '../errors/unknownKind.js';
import { describeFailure, type LawReport, reportKind } from './lawReport.js';
import type { LawResult } from './lawResult.js';

/**
 * A report as JUnit XML: one test case a law. Valid for the schemas of Jenkins, Ant and Surefire,
 * which between them want every count, the time of each case, the host and a type of failure.
 *
 * @param startedAt - when the laws were run
 *
 * @example
 * ```ts
 * junitOf(await runLaws('EBO', subjectOf(ebo), DETECTOR_LAWS)).startsWith('<?xml'); // true
 * ```
 */
export function junitOf(report: LawReport, startedAt = new Date()): string {
  checkArguments('junitOf', {
    report: [report, reportKind],
    startedAt: [startedAt, instanceOf(Date, 'leave it out for now')],
  });
  const { subject, results, failed, notChecked } = report;
  const total = results.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const counts = `tests="${results.length}" failures="${failed}" errors="0"`;
  // The schemas know no milliseconds and no zone here.
  const timestamp = startedAt.toISOString().slice(0, 19);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite id="0" package="farfield" name="${xml(subject)}" ${counts} skipped="${notChecked}" time="${seconds(total)}" timestamp="${timestamp}" hostname="${xml(hostname())}">`,
    '    <properties/>',
    ...results.map((result) => testCase(subject, result)),
    '    <system-out/>',
    '    <system-err/>',
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase(subject: string, result: LawResult): string {
  const { law, status, message, milliseconds } = result;
  const head = `    <testcase classname="${xml(subject)}" name="${xml(law)}" time="${seconds(milliseconds)}"`;
  switch (status) {
    case 'passed':
      return `${head}/>`;
    case 'failed':
      return `${head}><failure type="law-broken" message="${xml(message)}">${xml(describeFailure(result))}</failure></testcase>`;
    case 'not-checked':
      return `${head}><skipped message="not checked: ${xml(message)}"/></testcase>`;
    default:
      return unknownKind(status);
  }
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

function xml(text: string): string {
  return (
    text
      .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
      // Characters XML 1.0 has no way to write; a garbage line of a process may hold any.
      .replace(/[^\t\n\r\x20-\uD7FF\uE000-\uFFFD]/g, '\uFFFD')
  );
}
