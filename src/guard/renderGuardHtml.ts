import { counted } from '../page/countWords.js';
import { htmlPage } from '../page/htmlPage.js';
import { html, type Markup } from '../page/markup.js';
import { PAGE_STYLES } from '../page/pageStyles.js';
import { ceilingSentence, type DetectorReport } from './detectorReport.js';
import type { GuardEffect } from './guardEffect.js';
import { boundText, type GuardReport } from './guardReport.js';

/** The drawing area of a panel. */
const BOX = { width: 340, height: 220, left: 44, right: 330, top: 10, bottom: 168 };

const STYLES = `
.panels{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(20rem,100%),1fr));gap:1rem}
.panel svg{width:100%;height:auto}
.panel path{fill:none;stroke-width:2}
.panel .grid{stroke:currentColor;stroke-width:1;opacity:.2}
.panel .before{stroke:currentColor;stroke-dasharray:6 3}
.panel .after{stroke:var(--series-1,#2a78d6)}
.panel .bound{stroke:currentColor;stroke-width:1;opacity:.6;stroke-dasharray:1 3}
.panel text{font-size:11px;fill:currentColor}
.scroll{overflow-x:auto}
@media print{.panel{break-inside:avoid}}
`;

/**
 * Writes what a guard does as one page: self-contained, offline, light or dark as the reader's system
 * is. A pure function of the report: the same report gives the same bytes.
 */
export function renderGuardHtml(report: GuardReport): string {
  const { effect, change, confidence, guard, data } = report;
  const uncertain = confidence[0];
  const body = html`<body>
<a class="skip" href="#main">Skip to the findings</a>
<header class="page">
<h1>Guard of ${report.network}</h1>
<p>${report.out}: the same classifier, never certain far from its data. ${counted(report.inputs, 'input')}, ${counted(report.classes, 'class', 'classes')}.</p></header>
<main id="main">
<section><h2>What is certified</h2>
<ul>
<li>Inside the box no probability changes by more than ${boundText(change, 3)}.</li>
<li>The most probable class is the same at every input.</li>
${confidence.map(({ excess, bound }) => html`<li>From an excess of ${excess} on, no probability exceeds ${boundText(bound, 6)}.</li>`)}
<li>Along every ray the probabilities end at 1/${report.classes} each.</li>
</ul>
<p>All this holds of real numbers and for any classifier; float32 rounds each probability by a few units in the last place. The excess of an input is its distance outside the box, in widths, summed over the inputs. κ = ${guard.kappa}, μ = ${guard.mu}.</p>
${effect.data ? html`<p>Of ${effect.data.rows} rows of ${data} ${effect.data.outside} lie outside the box, ${effect.data.labelsChanged} change their most probable class, and no probability changes by more than ${effect.data.largestChange.toPrecision(3)}.</p>` : null}</section>
<section><h2>Confidence along the worst features</h2>
<p>From the middle of the box, one feature is moved out. Dashed: without the guard. Solid: with it. Dotted: the certified bound from an excess of ${uncertain.excess} on, ${uncertain.bound.toPrecision(3)}.</p>
<div class="panels">${effect.worst.map((feature, k) => panel(feature, effect.excesses, uncertain, k))}</div></section>
<section><h2>Random inputs beyond the box</h2>
<div class="scroll"><table class="numbers"><thead><tr><th scope="col">excess</th><th scope="col">inputs</th><th scope="col">above 99 % before</th><th scope="col">after</th><th scope="col">largest before</th><th scope="col">after</th></tr></thead>
<tbody>${effect.far.map(({ excess, inputs, certain, largest }) => html`<tr><td>${excess}</td><td>${inputs}</td><td>${(100 * certain.before).toFixed(1)} %</td><td>${(100 * certain.after).toFixed(1)} %</td><td>${largest.before.toPrecision(4)}</td><td>${largest.after.toPrecision(4)}</td></tr>`)}</tbody></table></div>
<p>Seen in float64; inputs are rows moved in random directions.</p></section>
${report.detector ? detectorSection(report.detector) : null}
${report.notes.length > 0 ? html`<section><h2>Notes</h2><ul>${report.notes.map((note) => html`<li>${note}</li>`)}</ul></section>` : null}
</main></body>`;
  return htmlPage(`Guard of ${report.network}`, PAGE_STYLES + STYLES, body.text);
}

/** Directions the page lists. */
const MOST_FLAGS = 40;

/** The detector beside the guard: what it lets pass, and from where on it flags. */
function detectorSection(detector: DetectorReport): Markup {
  const { id, outputs, flags, effect, flagRate } = detector;
  const percent = (share: number) => `${Number((100 * share).toPrecision(3))} %`;
  const shown = flags?.slice(0, MOST_FLAGS) ?? [];
  return html`<section><h2>The detector beside it</h2>
<p>${id}, with a threshold that flags at most ${percent(flagRate)} of held-out rows: the output <code>${outputs.novelty}</code> is its novelty, <code>${outputs.flagged}</code> whether an input is flagged. ${percent(effect.flaggedData)} of the data are flagged. ${ceilingSentence(detector)}</p>
<div class="scroll"><table class="numbers"><thead><tr><th scope="col">excess</th><th scope="col">inputs</th><th scope="col">flagged</th><th scope="col">most certain that passes, before the guard</th></tr></thead>
<tbody>${effect.far.map(({ excess, inputs, flagged, largestPassed }) => html`<tr><td>${excess}</td><td>${inputs}</td><td>${percent(flagged)}</td><td>${largestPassed === null ? '–' : largestPassed.toPrecision(4)}</td></tr>`)}</tbody></table></div>
${
  flags === null
    ? null
    : html`<p>${counted(flags.length, 'feature direction')} that end${flags.length === 1 ? 's' : ''} in certainty, and the scale from which the detector flags for good, measured from rows of the data in float64${flags.length > shown.length ? ` (the first ${shown.length}; the certificate has all)` : ''}.</p>
<div class="scroll"><table class="numbers"><thead><tr><th scope="col">direction</th><th scope="col">flags from</th></tr></thead>
<tbody>${shown.map(({ direction, blind, scale }) => html`<tr><td>${direction}</td><td>${blind === null ? 'not known' : blind ? 'blind' : typeof scale === 'number' ? scale.toPrecision(3) : '–'}</td></tr>`)}</tbody></table></div>`
}</section>`;
}

/** Confidence along one feature, before and after, against the excess. */
function panel(
  { feature, sign, before, after }: GuardEffect['worst'][number],
  excesses: readonly number[],
  { excess, bound }: GuardReport['confidence'][number],
  index: number,
): Markup {
  const { width, height, left, right, top, bottom } = BOX;
  // ln(1 + 10 e) keeps 0 on the page and the first few widths apart.
  const scale = (e: number) => Math.log1p(10 * e);
  const most = scale(excesses[excesses.length - 1]);
  const x = (e: number) => (left + ((right - left) * scale(e)) / most).toFixed(1);
  const y = (p: number) => (bottom - (bottom - top) * p).toFixed(1);
  const line = (values: readonly number[]) =>
    values
      .flatMap((p, k) => (Number.isFinite(p) ? [`${x(excesses[k])} ${y(p)}`] : []))
      .map((point, k) => `${k === 0 ? 'M' : 'L'}${point}`)
      .join('');
  const name = `${feature} ${sign > 0 ? '+' : '−'}`;
  const id = `worst-${index}`;
  const last = before[before.length - 1];
  return html`<div class="panel"><svg role="img" aria-labelledby="${id}" viewBox="0 0 ${width} ${height}"><title id="${id}">Confidence along ${name}: ${last.toPrecision(4)} without and ${after[after.length - 1].toPrecision(4)} with the guard at the end</title>
<text x="${left}" y="${height - 6}">${name}: excess, in widths</text><text x="12" y="${(top + bottom) / 2}" text-anchor="middle" transform="rotate(-90 12 ${(top + bottom) / 2})">confidence</text>
${[0, 0.5, 1].map((p) => html`<path class="grid" d="M${left} ${y(p)}H${right}"/><text x="${left - 6}" y="${y(p)}" text-anchor="end" dominant-baseline="middle">${p}</text>`)}
${[0, 1, 3, 10, 100].map((e) => html`<text x="${x(e)}" y="${bottom + 16}" text-anchor="middle">${e}</text>`)}
<path class="bound" d="M${x(Math.min(excess, 100))} ${y(bound)}H${right}"/>
<path class="before" d="${line(before)}"/><path class="after" d="${line(after)}"/></svg></div>`;
}
