import type {
  EmpiricalClaimEvidence,
  ExperimentEvidence,
} from '../../evidence/experimentEvidence.js';
import { REGISTER_HEAD, registerRows } from '../../experiments/register/register.js';
import { html, type Markup } from '../../page/markup.js';
import { intervalWords, measuredWords } from '../words.js';
import { empiricalBadge } from './empiricalBadge.js';
import { experimentId } from './experimentId.js';
import { experimentSection } from './experimentSection.js';
import { intervalPlot } from './intervalPlot.js';

/**
 * The papers' experiments: what the data say of each statement, then experiment by experiment. A run
 * without experiments says how to get them.
 *
 * @throws InputError `malformed` for a figure that cannot be drawn
 */
export async function experimentsSection(
  experiments: readonly ExperimentEvidence[],
): Promise<Markup> {
  const ran = experiments.filter(({ status }) => status === 'run');
  if (ran.length === 0) {
    return html`<p class="note">The papers’ experiments on data are not part of this run: <code>farfield verify --with-data</code> adds them.</p>`;
  }
  const all = ran.flatMap(({ name, claims }) => claims.map((claim) => ({ name, claim })));
  const predicted = all.filter(({ claim }) => claim.expected !== null);
  const found = all.filter(({ claim }) => claim.expected === null);
  const sections: Markup[] = [];
  for (const experiment of ran) sections.push(await experimentSection(experiment));
  return html`<section class="experiments" aria-labelledby="experiments">
<h2 id="experiments">Experiments on real data</h2>
<p>The papers’ experiments, run anew: classifiers trained on public data, or on points drawn as in the papers, and scores of inputs further and further out. Novelty scores: an AUROC of 1 means that every such input is told from the data, 0.5 that none is.</p>
${predicted.length === 0 ? null : theoryTable(predicted)}
${found.length === 0 ? null : statementsTable(found)}
${registerTable(experiments)}
</section>
${sections}`;
}

/** A claim and the experiment it belongs to. */
interface NamedClaim {
  readonly name: string;
  readonly claim: EmpiricalClaimEvidence;
}

function theoryTable(claims: readonly NamedClaim[]): Markup {
  return html`<h3 id="experiments-theory">Theory against experiment</h3>
<p>Of each trained network the exact theory decides where scores end along each ray, and so the AUROC of detectors, or the predictive entropy, at infinity. The gap is the distance from there to what was measured far out; the tables of limits are further down, experiment by experiment. A measurement that excludes its limit is a finding.</p>
${claimsTable(
  'experiments-theory',
  ['Network', 'Verdict', 'Largest gap', 'Remark'],
  claims,
  ({ name, claim }) => [
    html`<span>${claim.scope}</span><br><span class="title">${claim.statement} · <a href="#${experimentId(name)}">${name}</a></span>`,
    html`<span>${empiricalBadge(claim)}</span>`,
    html`<span>${measuredWords(claim.estimate)}<br><span class="title">${claim.quantity}</span></span>`,
    html`<span>${claim.remark ?? ''}</span>`,
  ],
)}`;
}

function statementsTable(claims: readonly NamedClaim[]): Markup {
  return html`<h3 id="experiments-statements">What the data say of the papers’ statements</h3>
<p>A statement holds if the 95 % interval of its quantity lies above 0, is refuted if it lies below, and is inconclusive otherwise, unless its quantity says how it is decided. Intervals are Student’s t over at least five seeds; with fewer they are over test rows only, say so, and decide nothing. Of a statement about many detectors one below refutes it after Holm’s correction. One that is refuted on other data or other networks than the paper’s is a result, not a fault.</p>
${claimsTable(
  'experiments-statements',
  ['Statement', 'Data', 'Verdict', 'Estimate and interval', 'Remark'],
  claims,
  ({ name, claim }) => [
    html`<span>${claim.statement}</span><br><span class="title">${claim.source} · <a href="#${experimentId(name)}">${name}</a></span>`,
    html`<span>${claim.scope}</span>`,
    html`<span>${empiricalBadge(claim)}</span>`,
    html`<span class="estimate">${intervalPlot(claim)} <span class="line">${measuredWords(claim.estimate)}</span> <span class="line note">(${intervalWords(claim)})</span></span>`,
    html`<span><span class="title">${claim.quantity}</span>${claim.remark === null ? null : html`<br>${claim.remark}`}</span>`,
  ],
)}
<p class="note">The axes go from −1 to 1, drawn in signed square roots so that hundredths can be seen; the upright line is 0.</p>`;
}

/** Every empirical statement of both papers: how far it is reproduced, and the verdicts of this run. */
function registerTable(experiments: readonly ExperimentEvidence[]): Markup {
  return html`<h3 id="experiments-register">Every empirical statement of the papers</h3>
<table class="claims" role="table" aria-labelledby="experiments-register">
<thead role="rowgroup"><tr role="row">${REGISTER_HEAD.map(
    (heading) => html`<th role="columnheader" scope="col">${heading}</th>`,
  )}</tr></thead>
<tbody role="rowgroup">
${registerRows(experiments).map(
  (row) =>
    html`<tr role="row">${row.map(
      (cell, k) =>
        html`<td role="${k === 0 ? 'rowheader' : 'cell'}" data-heading="${REGISTER_HEAD[k]}"><span>${cell}</span></td>`,
    )}</tr>\n`,
)}</tbody>
</table>`;
}

/** On narrow screens every row becomes a card: hence the explicit roles. */
function claimsTable(
  label: string,
  headings: readonly string[],
  claims: readonly NamedClaim[],
  cells: (claim: NamedClaim) => readonly Markup[],
): Markup {
  return html`<table class="claims" role="table" aria-labelledby="${label}">
<thead role="rowgroup"><tr role="row">${headings.map(
    (heading) => html`<th role="columnheader" scope="col">${heading}</th>`,
  )}</tr></thead>
<tbody role="rowgroup">
${claims.map(
  (claim) =>
    html`<tr role="row">${cells(claim).map(
      (cell, k) =>
        html`<td role="${k === 0 ? 'rowheader' : 'cell'}" data-heading="${headings[k]}">${cell}</td>`,
    )}</tr>\n`,
)}</tbody>
</table>`;
}
