import { html, type Markup } from '../../page/markup.js';
import type { DirectionFinding } from '../directionFinding.js';
import type { RayCurves } from '../followRay.js';
import { scaleText } from '../numberText.js';
import { logAxis, round } from './logAxis.js';

/** Detectors whose curves are drawn: more could not be told apart. */
export const MOST_CURVES = 6;

/** Size of a curve plot, which the page's script draws in as well. */
export const CURVE_BOX = { width: 300, height: 170, left: 26, right: 292, top: 8, bottom: 142 };

/** Line styles of the detectors' curves, in order. */
export const CURVE_DASHES: readonly string[] = ['', '7 3', '2 3', '8 3 2 3', '12 4', '4 2'];

/**
 * Confidence and scores of one direction against the scale: the confidence, and for each detector
 * the share of in-distribution scores below the novelty there, which is its AUROC at that scale.
 */
export function curveFigure({ label }: DirectionFinding, curves: RayCurves, id: string): Markup {
  const { width, height, left, right, top, bottom } = CURVE_BOX;
  const axis = logAxis(curves.scales[0], curves.scales.at(-1)!, left, right);
  const y = (value: number) => round(bottom - value * (bottom - top));
  const path = (values: readonly number[]) => {
    let move = 'M';
    return curves.scales
      .flatMap((scale, j) => {
        if (Number.isNaN(values[j])) return [];
        const point = `${move}${round(axis.at(scale))} ${y(values[j])}`;
        move = 'L';
        return [point];
      })
      .join('');
  };
  const { dangerScale } = curves;
  const known =
    dangerScale === null
      ? 'the scale of 99 % certainty is not known'
      : `99 % certain from ${scaleText(dangerScale)} on`;
  return html`<div class="panel"><p class="panel-title">${label}</p><svg role="img" aria-labelledby="${id}" viewBox="0 0 ${width} ${height}"><title id="${id}">Confidence and detectors along ${label}; ${known}</title>
<g class="axis">${[0, 0.5, 1].map((v) => html`<path d="M${left} ${y(v)}H${right}"/><text x="${left - 4}" y="${y(v) + 3.5}" text-anchor="end">${v}</text>`)}${axis.ticks.map(({ x, text }) => html`<text x="${x}" y="${bottom + 14}" text-anchor="middle">${text}</text>`)}</g>
${dangerScale === null ? null : html`<path class="mark" d="M${round(axis.at(dangerScale))} ${top}V${bottom}"/>`}
${curves.shares.slice(0, MOST_CURVES).map((values, d) => html`<path class="curve" d="${path(values)}" style="stroke:var(--series-${d + 1})" stroke-dasharray="${CURVE_DASHES[d]}"/>`)}
<path class="curve confidence" d="${path(curves.confidence)}"/></svg></div>`;
}

/** What the lines of the curve plots are. */
export function curveLegend(names: readonly string[]): Markup {
  return html`<ul class="legend"><li><svg aria-hidden="true" class="sample" viewBox="0 0 28 8"><path class="confidence" d="M0 4H28"/></svg>confidence</li>${names
    .slice(0, MOST_CURVES)
    .map(
      (name, d) =>
        html`<li><svg aria-hidden="true" class="sample" viewBox="0 0 28 8"><path d="M0 4H28" style="stroke:var(--series-${d + 1})" stroke-dasharray="${CURVE_DASHES[d]}"/></svg>${name}</li>`,
    )}<li><svg aria-hidden="true" class="sample" viewBox="0 0 28 8"><path class="mark" d="M14 0V8"/></svg>99 % certain from here on</li></ul>`;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-';

/** Curves in one character a point, for the page's script: 64 levels from 0 to 1, `.` for none. */
export function encodeCurve(values: readonly number[]): string {
  return values
    .map((value) => (Number.isNaN(value) ? '.' : ALPHABET[Math.round(63 * value)]))
    .join('');
}
