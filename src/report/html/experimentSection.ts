import type {
  ExperimentEvidence,
  FigureEvidence,
  TableEvidence,
} from '../../evidence/experimentEvidence.js';
import { counted } from '../../page/countWords.js';
import { html, type Markup, trusted } from '../../page/markup.js';
import { drawExperimentFigure } from '../plots/experimentFigure.js';
import { settingsWords } from '../settingsWords.js';
import { isShown } from '../tablesShown.js';
import { experimentId } from './experimentId.js';

/** Everything about one experiment but its claims, which stand in the tables above. */
export async function experimentSection(experiment: ExperimentEvidence): Promise<Markup> {
  const { name, title, source, tables, figures, notes, missing } = experiment;
  const id = experimentId(name);
  const drawn: DrawnFigure[] = [];
  for (const figure of figures) drawn.push(await drawFigure(figure, id));
  const [small, large] = [true, false].map((is) => drawn.filter((one) => one.small === is));
  const limits = tables.filter(({ shows }) => shows === 'limits');
  const others = tables.filter(({ shows }) => shows !== 'limits');
  return html`<section class="claim experiment" id="${id}" aria-labelledby="${id}-heading">
<h3 id="${id}-heading">${title}</h3>
<p class="meta"><code>${name}</code> · Paper ${source} · ${settingsWords(experiment)}</p>
${missing.map(({ dataSet, remedy }) => html`<p class="flaw">Not run on ${dataSet}, which is not here: ${remedy}.</p>`)}
${limits.map((table) => tableMarkup(table, experiment))}
${large.map(({ markup }) => markup)}
${small.length === 0 ? null : html`<div class="small">${small.map(({ markup }) => markup)}</div>`}
${others.map((table) => tableMarkup(table, experiment))}
${
  notes.length === 0
    ? null
    : html`<div class="notes"><h4>Notes</h4><ul>${notes.map((note) => html`<li>${note}</li>`)}</ul></div>`
}
</section>
`;
}

/** A figure, and whether several stand side by side. */
interface DrawnFigure {
  readonly markup: Markup;
  readonly small: boolean;
}

/** Narrower figures stand side by side. Pixels. */
const SMALL = 460;

/** Its colours are the experiment's own: on a light sheet in either theme. */
async function drawFigure(figure: FigureEvidence, section: string): Promise<DrawnFigure> {
  const id = `${section}-${figure.name}`;
  const svg = await drawExperimentFigure(figure, `${id}-plot`);
  const width = Number(/viewBox="0 0 ([\d.]+)/.exec(svg)![1]);
  const small = width < SMALL;
  const place = small
    ? `max-width:${Math.ceil(width)}px`
    : `width:${Math.ceil(width)}px;max-width:max(44rem,100%)`;
  const markup = html`<figure id="${id}" aria-labelledby="${id}-caption">
<figcaption id="${id}-caption"><h4>${figure.title}</h4></figcaption>
<div class="scroll sheet" tabindex="0" role="group" aria-labelledby="${id}-caption"><div style="${place}">${trusted(svg)}</div></div>
</figure>
`;
  return { markup, small };
}

function tableMarkup(table: TableEvidence, experiment: ExperimentEvidence): Markup {
  const { title, rows, note } = table;
  const body = html`${rows.length === 0 ? html`<p>None.</p>` : cells(table)}
${note === null ? null : html`<p class="note">${note}</p>`}`;
  return isShown(table, experiment)
    ? html`<div class="results"><h4>${title}</h4>
${body}</div>
`
    : html`<details class="results"><summary>${title} <span class="note">(${counted(rows.length, 'row')})</span></summary>
${body}</details>
`;
}

function cells({ title, head, rows }: TableEvidence): Markup {
  const kinds = head.map((heading, k) => {
    const short = rows.every((row) => row[k].length < 24);
    const right = rows.every((row) =>
      /^[^\p{L}]*$|^never$|^not known$/u.test(row[k].replace(/\de[+-]\d/g, '0')),
    );
    return `${k > 0 && right ? 'number' : 'text'}${short ? ' short' : ''}${heading.includes('at infinity') ? ' limit' : ''}`;
  });
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${title}"><table class="results">
<thead><tr>${head.map((heading, k) => html`<th scope="col" class="${kinds[k].split(' ')[0]}">${heading}</th>`)}</tr></thead>
<tbody>
${rows.map(
  (row) =>
    html`<tr>${row.map((cell, k) =>
      k === 0
        ? html`<th scope="row" class="text">${cell}</th>`
        : html`<td class="${kinds[k]}">${cell}</td>`,
    )}</tr>\n`,
)}</tbody>
</table></div>`;
}
