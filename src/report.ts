/**
 * `farfield/report`: evidence and audits as pages, Markdown, JUnit, SARIF and JSON.
 *
 * @packageDocumentation
 */

export { auditReports, type ReportContext } from './audit/auditReports.js';
export type { ImageShape } from './audit/imageShape.js';
export type { NamedText } from './files/writeTogether.js';
export { evidenceReports } from './report/evidenceReports.js';
