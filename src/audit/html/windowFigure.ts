import { html, type Markup } from '../../page/markup.js';
import type { Audit } from '../auditRun.js';
import type { DirectionFinding } from '../directionFinding.js';
import { scaleText } from '../numberText.js';
import { MOST_CURVES } from './curveFigure.js';
import { logAxis, round } from './logAxis.js';

/** Directions the figure shows. */
const MOST_ROWS = 20;
const ROW = 26;
const WIDTH = 860;
const LEFT = 190;
const RIGHT = 800;

/**
 * The blind windows of the first directions on one logarithmic axis: where certainty begins, over
 * the rows and as certified for the box, and from where on each detector flags.
 */
export function windowFigure(audit: Audit, ranked: readonly DirectionFinding[]): Markup | null {
  const shown = ranked.slice(0, MOST_ROWS);
  const ends = shown.flatMap(({ scales: [first], seen, detectors }) => [
    seen?.scale ?? 0,
    first.min ?? 0,
    first.max ?? 0,
    first.bound ?? 0,
    ...detectors.slice(0, MOST_CURVES).map(({ flagScale }) => flagScale ?? 0),
  ]);
  const finite = ends.filter((value) => value > 0 && value < Infinity);
  if (finite.length === 0) return null;
  const starts = shown
    .map(({ scales: [first], seen }) => Math.min(first.min ?? Infinity, seen?.scale || Infinity))
    .filter((value) => value > 0 && value < Infinity);
  const least = Math.min(...(starts.length > 0 ? starts : finite));
  // Flag scales far below the danger scale are all the same "in time".
  const low = Math.max(least / 100, Math.min(...finite)) / 1.5;
  const axis = logAxis(low, Math.max(...finite) * 1.5, LEFT, RIGHT);
  const height = 34 + shown.length * ROW;
  const rows = shown.map(({ label, scales: [first], seen, detectors }, n) => {
    const middle = 28 + n * ROW + ROW / 2;
    const { min, max, median } = first;
    const isKnown = min !== null && max !== null && median !== null;
    const [from, to, dot] = isKnown ? [min, max, median].map((t) => round(axis.at(t))) : [];
    const start = seen === null ? (dot ?? LEFT) : round(axis.at(seen.scale));
    const flags = detectors.slice(0, MOST_CURVES).map(({ blind, flagScale }, d) => {
      const y = round(middle - 8 + (16 * (d + 0.5)) / Math.min(detectors.length, MOST_CURVES));
      if (blind !== false || flagScale === null) {
        const name = blind === null ? '?' : '';
        return html`<path class="blind" style="stroke:var(--series-${d + 1})" d="M${start} ${y}H${RIGHT + 12}m-5 -3l5 3l-5 3"/>${name === '' ? null : html`<text x="${RIGHT + 16}" y="${y + 3}">${name}</text>`}`;
      }
      const x = round(axis.at(flagScale));
      return html`<path class="flag" style="stroke:var(--series-${d + 1})" d="${x > start ? `M${start} ${y}H${x}` : `M${x} ${y}`}m0 -2.5v5"/>`;
    });
    const bound =
      first.bound === null || first.bound === Infinity ? null : round(axis.at(first.bound));
    return html`<text x="${LEFT - 10}" y="${middle + 4}" text-anchor="end">${shortened(label)}</text>${isKnown ? html`<path class="range" d="M${from} ${middle}H${Math.max(to, from + 1)}"/>` : null}${bound === null ? null : html`<path class="bound" d="M${bound} ${middle - 7}v14"/>`}${flags}${seen === null ? null : html`<path class="seen" d="M${round(axis.at(seen.scale))} ${middle - 8}v16"/>`}${isKnown ? html`<circle cx="${dot}" cy="${middle}" r="4"/>` : null}`;
  });
  const label = `Scales from which the network is 99 % certain along ${shown.length} directions, and from which detectors flag; the first is ${shown[0].label}, ${scaleText(shown[0].scales[0].median ?? shown[0].seen?.scale ?? null)}`;
  return html`<div class="scroll"><svg class="windows" role="img" aria-labelledby="windows-title" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}"><title id="windows-title">${label}</title>
<g class="axis">${axis.ticks.map(({ x, text }) => html`<path d="M${x} 20V${height - 6}"/><text x="${x}" y="14" text-anchor="middle">${text}</text>`)}</g>
${rows}</svg></div>
<ul class="legend"><li><svg aria-hidden="true" class="sample windows" viewBox="0 0 28 8"><path class="range" d="M0 4H28"/><circle cx="14" cy="4" r="3.5"/></svg>known to be from here on: median and range over the rows</li><li><svg aria-hidden="true" class="sample windows" viewBox="0 0 28 8"><path class="seen" d="M14 0V8"/></svg>seen to be 99 % certain from here on</li><li><svg aria-hidden="true" class="sample windows" viewBox="0 0 28 8"><path class="bound" d="M14 0V8"/></svg>certified to be, for every input of the box</li>${audit.detectors
    .slice(0, MOST_CURVES)
    .map(
      ({ name }, d) =>
        html`<li><svg aria-hidden="true" class="sample windows" viewBox="0 0 28 8"><path class="flag" style="stroke:var(--series-${d + 1})" d="M2 4H24m0 -4v8"/></svg>${name} silent until here; an arrow: for ever</li>`,
    )}</ul>`;
}

function shortened(label: string): string {
  const characters = [...label];
  return characters.length <= 24
    ? label
    : `${characters.slice(0, 21).join('')}…${characters.slice(-2).join('')}`;
}
