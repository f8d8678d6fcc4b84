import { htmlPage } from './htmlPage.js';
import { html } from './markup.js';
import { PAGE_STYLES } from './pageStyles.js';

/** A report that a folder holds. */
export interface IndexedReport {
  /** The page to open, relative to the folder. */
  readonly page: string;
  readonly title: string;
  /** What it found, the most important first. */
  readonly sentences: readonly string[];
  /** Other forms of it, relative to the folder. */
  readonly files: readonly string[];
}

/** What tells an index that was written here from somebody's own page. */
export const INDEX_MARK = 'data-index="farfield"';

/** A page that leads to the reports of a folder: no scripts, nothing loaded. The same bytes for the same reports. */
export function renderReportIndex(reports: readonly IndexedReport[]): string {
  const body = html`<body>
<main id="main"><h1>Reports</h1>
${reports.map(
  ({ page, title, sentences, files }) =>
    html`<section><h2><a href="${encodeURI(page)}">${title}</a></h2>
<ul>${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul>
<p>${files.map((file, k) => html`${k > 0 ? ', ' : ''}<a href="${encodeURI(file)}">${file}</a>`)}</p></section>`,
)}
</main></body>`.text.replace('<body>', `<body ${INDEX_MARK}>`);
  return htmlPage('farfield: reports', PAGE_STYLES, body);
}
