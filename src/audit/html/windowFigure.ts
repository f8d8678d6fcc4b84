import { html, type Markup } from '../../page/markup.js';
import type { Audit } from '../auditRun.js';
import type { DirectionFinding } from '../directionFinding.js';
import { deviationsPerUnit } from '../headline.js';
import { scaleText } from '../numberText.js';
import { MOST_CURVES } from './curveFigure.js';
import { logAxis, round } from './logAxis.js';
import { scrollBox } from './scrollBox.js';

/** Directions the figure shows. */
const MOST_ROWS = 20;
const ROW = 26;
const WIDTH = 860;
const LEFT = 190;
const RIGHT = 800;

/** What is drawn of a direction, all of it in the unit of the axis. */
interface Window {
  readonly label: string;
  /** The danger scale over the rows; null where it is not known. */
  readonly known: { readonly median: number; readonly min: number; readonly max: number } | null;
  readonly bound: number | null;
  readonly seen: number | null;
  /** Per detector drawn: where it flags; Infinity for never, null for not known. */
  readonly flags: readonly (number | null)[];
}

/**
 * The blind windows of the first directions on one logarithmic axis: where certainty begins, over
 * the rows and as certified for the box, and from where on each detector flags. In standard deviations
 * where they are known of all: features may have units of their own, which one axis cannot have.
 */
export function windowFigure(audit: Audit, ranked: readonly DirectionFinding[]): Markup | null {
  const shown = ranked.slice(0, MOST_ROWS);
  const inDeviations = shown.every((direction) => deviationsPerUnit(direction) !== null);
  const windows = shown.map((direction) =>
    windowOf(direction, inDeviations ? deviationsPerUnit(direction)! : 1),
  );
  const ends = windows.flatMap(({ seen, known, bound, flags }) => [
    ...[seen ?? 0, known?.min ?? 0, known?.max ?? 0, bound ?? 0],
    ...flags.map((flag) => flag ?? 0),
  ]);
  const finite = ends.filter((value) => value > 0 && value < Infinity);
  if (finite.length === 0) return null;
  const starts = windows
    .map(({ known, seen }) => Math.min(known?.min ?? Infinity, seen || Infinity))
    .filter((value) => value > 0 && value < Infinity);
  const least = Math.min(...(starts.length > 0 ? starts : finite));
  // Flag scales far below the danger scale are all the same "in time".
  const low = Math.max(least / 100, Math.min(...finite)) / 1.5;
  const axis = logAxis(low, Math.max(...finite) * 1.5, LEFT, RIGHT);
  const end = 34 + shown.length * ROW;
  const height = end + 38;
  const rows = windows.map(({ label, known, bound, seen, flags }, n) => {
    const middle = 10 + n * ROW + ROW / 2;
    const [from, to, dot] = known
      ? [known.min, known.max, known.median].map((t) => round(axis.at(t)))
      : [];
    const start = seen === null ? (dot ?? LEFT) : round(axis.at(seen));
    const lines = flags.map((flag, d) => {
      const y = round(middle - 8 + (16 * (d + 0.5)) / flags.length);
      const color = `stroke:var(--series-${d + 1})`;
      if (flag === null || flag === Infinity) {
        return html`<path class="flag" style="${color}" d="M${start} ${y}H${RIGHT + 12}m-5 -3l5 3l-5 3"/>${flag === null ? html`<text x="${RIGHT + 16}" y="${y + 3}">?</text>` : null}`;
      }
      const x = round(axis.at(flag));
      return html`<path class="flag" style="${color}" d="${x > start ? `M${start} ${y}H${x}` : `M${x} ${y}`}m0 -2.5v5"/>`;
    });
    const isBound = bound !== null && bound !== Infinity;
    return html`<text x="${LEFT - 10}" y="${middle + 4}" text-anchor="end">${shortened(label)}</text>${known ? html`<path class="range" d="M${from} ${middle}H${Math.max(to, from + 1)}"/>` : null}${isBound ? html`<path class="bound" d="M${round(axis.at(bound))} ${middle - 7}v14"/>` : null}${lines}${seen === null ? null : html`<path class="seen" d="M${start} ${middle - 8}v16"/>`}${known ? html`<circle cx="${dot}" cy="${middle}" r="4"/>` : null}`;
  });
  const unit = inDeviations ? 'standard deviations of the data' : audit.units;
  const label = `Scales from which the network is 99 % certain along ${shown.length} directions, and from which detectors flag; the first is ${shown[0].label}, ${scaleText(windows[0].known?.median ?? windows[0].seen)}`;
  const figure = html`<svg class="windows" role="img" aria-labelledby="windows-title" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}"><title id="windows-title">${label}</title>
<g class="axis">${axis.ticks.map(({ x, text }) => html`<path d="M${x} 6V${end - 14}"/><text x="${x}" y="${end}" text-anchor="middle">${text}</text>`)}<text class="axis-title" x="${(LEFT + RIGHT) / 2}" y="${end + 20}" text-anchor="middle">distance from a row of the data, ${unit}, logarithmic</text></g>
${rows}</svg>`;
  return html`${scrollBox('Blind windows of the first directions', figure)}
<ul class="legend"><li><svg aria-hidden="true" class="sample windows" viewBox="0 0 28 8"><path class="seen" d="M14 0V8"/></svg>seen to be 99 % certain from here on: the median over the rows</li><li><svg aria-hidden="true" class="sample windows" viewBox="0 0 28 8"><path class="range" d="M0 4H28"/><circle cx="14" cy="4" r="3.5"/></svg>known to be from here on: median and range over the rows</li><li><svg aria-hidden="true" class="sample windows" viewBox="0 0 28 8"><path class="bound" d="M14 0V8"/></svg>certified to be, for every input of the box</li>${audit.detectors
    .slice(0, MOST_CURVES)
    .map(
      ({ name }, d) =>
        html`<li><svg aria-hidden="true" class="sample windows" viewBox="0 0 28 8"><path class="flag" style="stroke:var(--series-${d + 1})" d="M2 4H24m0 -4v8"/></svg>${name} silent until here; an arrow: for ever</li>`,
    )}</ul>`;
}

function windowOf(
  { label, scales: [first], seen, detectors }: DirectionFinding,
  unit: number,
): Window {
  const { median, min, max } = first;
  return {
    label,
    known:
      median === null || min === null || max === null
        ? null
        : { median: median * unit, min: min * unit, max: max * unit },
    bound: first.bound === null ? null : first.bound * unit,
    seen: seen && seen.scale * unit,
    flags: detectors
      .slice(0, MOST_CURVES)
      .map(({ blind, flagScale }) =>
        blind === null || flagScale === null ? null : blind ? Infinity : flagScale * unit,
      ),
  };
}

function shortened(label: string): string {
  const characters = [...label];
  return characters.length <= 24
    ? label
    : `${characters.slice(0, 21).join('')}…${characters.slice(-2).join('')}`;
}
