import { counted, grouped } from '../../page/countWords.js';
import { htmlPage } from '../../page/htmlPage.js';
import { html, type Markup, trusted } from '../../page/markup.js';
import { PAGE_STYLES } from '../../page/pageStyles.js';
import type { Audit, AuditRun } from '../auditRun.js';
import { basisOf } from '../auditTable.js';
import { className } from '../className.js';
import { DANGER_HEADING, directionColumns } from '../directionColumns.js';
import type { DirectionFinding, EndRegime } from '../directionFinding.js';
import { adviceSentence, guardAdvice } from '../guardAdvice.js';
import { headlineOf, headlineParts } from '../headline.js';
import type { ImageShape } from '../imageShape.js';
import { percentText } from '../numberText.js';
import { rankedDirections } from '../ranking.js';
import { renderDirectionsCsv } from '../renderDirectionsCsv.js';
import { AUDIT_SCRIPT } from './auditScript.js';
import { AUDIT_STYLES } from './auditStyles.js';
import { classTable } from './classTable.js';
import {
  CURVE_BOX,
  CURVE_DASHES,
  curveFigure,
  curveLegend,
  encodeCurve,
  MOST_CURVES,
} from './curveFigure.js';
import { detectorMatrix } from './detectorMatrix.js';
import { directionsTable } from './directionsTable.js';
import { heatMaps } from './heatMap.js';
import { windowFigure } from './windowFigure.js';

/** Directions whose curves are on the page as drawings; the script draws the others. */
const DRAWN = 12;

/**
 * Writes an audit as one page: self-contained, offline, light or dark as the reader's system is.
 *
 * Scripts sort, search and draw on demand; without them the page shows the same numbers. A pure
 * function of the findings and curves: the same audit gives the same bytes.
 */
export function renderAuditHtml(
  { audit, curves }: AuditRun,
  shape: ImageShape | null,
  path = audit.network.name,
): string {
  const advice = guardAdvice(audit, path);
  const { summary, network, violations, policies, tool, detectors } = audit;
  const ranked = rankedDirections(audit.directions);
  const others = audit.directions.filter(({ certainOf }) => certainOf === null);
  const windows = windowFigure(audit, ranked);
  const maps = shape && heatMaps(audit.directions, shape);
  const drawn = ranked.filter(({ index }) => curves[index] !== null).slice(0, DRAWN);
  const classes = [...new Set(ranked.map(({ certainOf }) => certainOf!))].sort((x, y) => x - y);
  const columns = detectors.slice(0, MOST_CURVES);
  const tiles: readonly (readonly [string, string, boolean])[] = [
    [grouped(summary.certain), 'end in certainty', false],
    ...(summary.near === null
      ? []
      : [
          [
            grouped(summary.near),
            'create it within 3 σ beyond the data',
            summary.near > 0,
          ] as const,
        ]),
    [grouped(summary.tied), 'end in a tie', false],
    [grouped(summary.flat), 'end in a constant softmax', false],
    ...(summary.unknown > 0 ? [[grouped(summary.unknown), 'not known', true] as const] : []),
  ];
  const views: readonly (readonly [string, string])[] = [
    ...(maps ? [['pixels', 'by pixel'] as const] : []),
    ...(windows ? [['nearness', 'by nearness'] as const] : []),
    ...(detectors.length > 0 && ranked.length > 0 ? [['by-detector', 'by detector'] as const] : []),
    ...(ranked.length > 0
      ? ([
          ['by-class', 'by class'],
          ['table', 'all directions'],
        ] as const)
      : []),
  ];
  const headline = headlineOf(audit);
  const body = html`<body>
<a class="skip" href="#main">Skip to the findings</a>
<header class="page"><p class="tool">farfield ${tool.version}</p>
<h1>Audit of ${network.name}</h1>
<p>Where the network is certain for ever, from which scale on, and which detectors notice: ${counted(network.inputs, 'input')}, ${counted(network.classes, 'class', 'classes')}, ${counted(audit.directions.length, 'direction')}.</p></header>
<main class="audit" id="main">
${headline ? html`<p class="headline">${headlineParts(audit, headline).map((part) => (typeof part === 'string' ? part : html`<em>${part.emphasised}</em>`))}</p>` : null}
${
  violations.length > 0
    ? html`<section class="concerns finding"><h2>Violated policies</h2><ul>${violations.map(({ policy, message }) => html`<li><code>${policy}</code>: ${message}</li>`)}</ul></section>`
    : policies.length > 0
      ? html`<p class="outcome clean">All policies are kept: ${policies.join(', ')}.</p>`
      : null
}
<section><h2>Summary</h2>
<ul class="summary-lines">${summary.sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul>
${views.length > 1 ? html`<nav class="views" aria-label="Views">${views.map(([id, words]) => html`<a href="#${id}">${words}</a>`)}</nav>` : null}
<ul class="tiles">${tiles.map(([number, words, alarm]) => html`<li class="tile${alarm ? ' alarm' : ''}"><b>${number}</b><span>${words}</span></li>`)}</ul></section>
${
  maps
    ? html`<section id="pixels"><h2>Danger scales per pixel</h2><p>How far a single pixel has to grow, or fall, until the network is 99 % certain for ever (median over the rows, ${audit.units}). The legend begins with the soonest.</p>${maps}</section>`
    : null
}
${
  windows
    ? html`<section id="nearness"><h2>By nearness: ${detectors.length > 0 ? 'blind windows' : 'where certainty begins'}</h2><p>${ranked.length <= 20 ? counted(ranked.length, 'direction') : `The first 20 of ${ranked.length} directions`}: certainty that pushing creates before certainty that is there at the edge of the data, the nearest first.</p>${windows}</section>`
    : null
}
${
  detectors.length > 0 && ranked.length > 0
    ? html`<section id="by-detector"><h2>By detector</h2><p>What each detector does in each direction that ends in certainty.</p>${detectorMatrix(audit, ranked)}</section>`
    : null
}
${
  ranked.length > 0
    ? html`<section id="by-class"><h2>By class</h2><p>In which class the directions end, and which of them is the first by nearness.</p>${classTable(audit, ranked)}</section>`
    : null
}
${
  drawn.length > 0
    ? html`<section id="curves"><h2>Confidence and scores against scale</h2><p>Of the first ${drawn.length}, from one row. A detector's line is the share of in-distribution scores below its novelty at that scale: its AUROC there.</p>${curveLegend(audit)}<div class="panels">${drawn.map((finding) => curveFigure(audit, finding, curves[finding.index]!, `curve-${finding.index}`))}</div></section>`
    : null
}
${
  ranked.length > 0
    ? html`<section id="table"><h2>All directions that end in certainty</h2>
<div class="controls" id="controls" hidden><label>Search <input type="search" placeholder="a direction"></label><label>Class <select><option value="">any</option>${classes.map((c) => html`<option>${className(audit, c)}</option>`)}</select></label><label>Blind <select><option value="">any</option>${columns.map(({ name }, d) => html`<option value="${d}">${name}</option>`)}</select></label><span class="note" id="shown"></span></div>
${csvLink(audit)}
${directionsTable(audit, ranked)}</section>`
    : null
}
${
  others.length > 0
    ? html`<section><h2>Other directions</h2>${Object.entries(OTHER_WORDS).map(
        ([regime, words]) => {
          const some = others.filter((direction) => direction.regime === regime);
          if (some.length === 0) return null;
          return html`<details><summary>${counted(some.length, 'direction')} ${words(some.length)}</summary><p class="labels">${some.map((direction) => `${direction.label}${endText(direction)}`).join('; ')}</p></details>`;
        },
      )}</section>`
    : null
}
${advice ? html`<section><h2>What to do</h2><p>${adviceSentence(advice)}</p><pre><code>${advice.command}</code></pre></section>` : null}
<section><h2>Basis</h2><ul>${basisOf(audit).map((line) => html`<li>${line}</li>`)}</ul></section>
</main>
<script type="application/json" id="audit-data">${trusted(scriptData(audit, curves))}</script>
<script>${trusted(AUDIT_SCRIPT)}</script>
</body>`.text;
  return htmlPage('farfield: audit', `${PAGE_STYLES}${AUDIT_STYLES}`, body);
}

/** How directions end that do not end in certainty, in the order in which they are listed. */
const OTHER_WORDS: Readonly<
  Record<Exclude<EndRegime, 'saturating'>, (directions: number) => string>
> = {
  tied: (n) => `end${n === 1 ? 's' : ''} in a tie between classes`,
  flat: (n) => `end${n === 1 ? 's' : ''} in a constant softmax`,
  varies: (n) => `end${n === 1 ? 's' : ''} otherwise from one row than from another`,
  'no-limit': (n) => `${n === 1 ? 'has' : 'have'} no limit: the probabilities do not converge`,
  unknown: (n) => `${n === 1 ? 'is' : 'are'} not decided`,
};

/** What a direction ends at, in brackets; nothing where nothing is known beyond its regime. */
function endText({ regime, top, limit }: DirectionFinding): string {
  if (limit) {
    const c = limit.upper.indexOf(Math.max(...limit.upper));
    const [lower, upper] = [limit.lower[c], limit.upper[c]].map(percentText);
    return ` (class ${c} at ${lower === upper ? lower : `${lower} to ${upper}`})`;
  }
  return regime === 'tied' ? ` (classes ${top.join(', ')})` : '';
}

/** Bytes of a table that are put into the page for download; a larger one lies beside it. */
const MOST_EMBEDDED = 2 ** 20;

/** The directions as a file: without scripts and without a network. */
function csvLink(audit: Audit): Markup {
  const table = renderDirectionsCsv(audit);
  return table.length > MOST_EMBEDDED
    ? html`<p class="note">All directions as a table: <code>directions.csv</code>, beside this page.</p>`
    : html`<p class="no-print"><a class="button" download="directions.csv" href="data:text/csv;charset=utf-8,${encodeURIComponent(table)}">Download all directions as CSV</a></p>`;
}

/** What the script draws from: numbers and letters only, so that nothing can end the element. */
function scriptData(audit: Audit, curves: AuditRun['curves']): string {
  const { detectors, directions } = audit;
  const told = directionColumns(audit, rankedDirections(directions));
  const drawable: Record<number, unknown[]> = {};
  curves.forEach((curve, index) => {
    if (!curve) return;
    drawable[index] = [
      Number((curve.scales[0] * 100).toPrecision(4)),
      curve.dangerScale === null ? null : Number(curve.dangerScale.toPrecision(4)),
      encodeCurve(curve.confidence),
      ...curve.shares.slice(0, MOST_CURVES).map(encodeCurve),
    ];
  });
  return JSON.stringify({
    box: CURVE_BOX,
    dashes: CURVE_DASHES,
    unit: audit.scaling ? 'raw' : 'input',
    flagRate: audit.fitting?.flagRate ?? null,
    columns: Math.min(detectors.length, MOST_CURVES),
    // The label comes before the columns.
    danger: 1 + told.findIndex(({ heading }) => heading === DANGER_HEADING),
    curves: drawable,
  });
}
