import { attributes, escapeXml } from '../page/xmlText.js';
import type { Audit } from './auditRun.js';

/**
 * Writes an audit as JUnit XML: a case for each policy, and one for the audit itself, which passes
 * with what was found in its output.
 *
 * The same findings give the same bytes.
 */
export function renderAuditJunit(audit: Audit): string {
  const { network, policies, violations, directions, summary } = audit;
  const cases = [
    `    <testcase ${attributes({ classname: 'farfield.audit', name: `${directions.length} directions of ${network.name} were audited` })}><system-out>${escapeXml(summary.sentences.join('\n'))}</system-out></testcase>`,
    ...policies.map((policy) => {
      const head = attributes({ classname: 'farfield.audit', name: `policy ${policy} is kept` });
      const violation = violations.find((found) => found.policy === policy);
      if (!violation) return `    <testcase ${head}/>`;
      const labels = violation.directions
        .map((index) => directions.find((direction) => direction.index === index)?.label)
        .join('\n');
      return `    <testcase ${head}><failure ${attributes({ message: violation.message, type: 'policy-violated' })}>${escapeXml(labels)}</failure></testcase>`;
    }),
  ];
  const counts = { tests: cases.length, failures: violations.length, errors: 0, skipped: 0 };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${attributes({ name: 'farfield audit', ...counts })}>`,
    `  <testsuite ${attributes({ name: `audit of ${network.name}`, ...counts })}>`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}
