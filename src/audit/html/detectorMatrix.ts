import { grouped } from '../../page/countWords.js';
import { html, type Markup } from '../../page/markup.js';
import type { Audit } from '../auditRun.js';
import type { DetectorFinding, DirectionFinding } from '../directionFinding.js';
import { scaleText } from '../numberText.js';
import { scrollBox } from './scrollBox.js';

/** What a detector does in a direction, in one word for styles and one for people. */
const STATES = [
  ['blind', 'blind for ever'],
  ['late', 'flags, but only after t_ε, where 99 % certainty begins'],
  ['timely', 'flags by t_ε'],
  ['unknown', 'limit not known'],
] as const;

/** Detectors by directions: a row per detector, a column per direction, ranked. */
export function detectorMatrix(audit: Audit, ranked: readonly DirectionFinding[]): Markup {
  const cell = Math.max(0.6, Math.min(12, 640 / ranked.length));
  const width = Math.ceil(cell * ranked.length);
  return html`${scrollBox(
    'Detectors by directions',
    html`<table class="matrix"><thead><tr><th scope="col">detector</th><th scope="col">blind</th><th scope="col">after t_ε</th><th scope="col">by t_ε</th><th scope="col">not known</th><th scope="col">flags at σ</th><th scope="col">directions, by nearness</th></tr></thead><tbody>${audit.detectors.map(
      ({ name, blind, late, undecided, directions, flagDistance }, d) =>
        html`<tr><th scope="row">${name}</th><td>${grouped(blind)}</td><td>${grouped(late)}</td><td>${grouped(directions - blind - late - undecided)}</td><td>${grouped(undecided)}</td><td>${scaleText(flagDistance)}</td><td><svg role="img" width="${width}" height="16" viewBox="0 0 ${width} 16" preserveAspectRatio="none"><title>${name}: blind in ${grouped(blind)} of ${grouped(directions)} directions</title>${strips(ranked, d, cell)}</svg></td></tr>`,
    )}</tbody></table>`,
  )}
<ul class="legend">${STATES.map(([state, words]) => html`<li><svg aria-hidden="true" class="sample" viewBox="0 0 28 8"><path class="${state}" d="M0 ${TOP[state] / 2}H28V8H0z"/></svg>${words}</li>`)}</ul>`;
}

/** Heights tell states apart without colour. */
const TOP = { blind: 0, late: 5, timely: 11, unknown: 8 } as const;

function strips(ranked: readonly DirectionFinding[], d: number, cell: number): Markup[] {
  const runs = new Map<string, string>();
  let start = 0;
  const end = (n: number) => {
    const state = stateOf(ranked[start].detectors[d]);
    const [from, to] = [start * cell, n * cell].map((x) => Math.round(x * 10) / 10);
    runs.set(state, `${runs.get(state) ?? ''}M${from} ${TOP[state]}H${to}V16H${from}z`);
    start = n;
  };
  for (let n = 1; n <= ranked.length; n++) {
    const same =
      n < ranked.length && stateOf(ranked[n].detectors[d]) === stateOf(ranked[start].detectors[d]);
    if (!same) end(n);
  }
  return [...runs].map(([state, path]) => html`<path class="${state}" d="${path}"/>`);
}

function stateOf({ blind, timely }: DetectorFinding): keyof typeof TOP {
  if (blind === null) return 'unknown';
  return blind ? 'blind' : timely ? 'timely' : 'late';
}
