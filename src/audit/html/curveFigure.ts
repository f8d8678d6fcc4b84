import { html, type Markup } from '../../page/markup.js';
import type { Audit } from '../auditRun.js';
import { className } from '../className.js';
import type { DirectionFinding } from '../directionFinding.js';
import type { RayCurves } from '../followRays.js';
import { scaleText } from '../numberText.js';
import { logAxis, round } from './logAxis.js';

/** Detectors whose curves are drawn: more could not be told apart. */
export const MOST_CURVES = 6;

/**
 * The two plots of a direction, one above the other on one axis of scales; the page's script draws in
 * them as well.
 */
export const CURVE_BOX = {
  width: 320,
  left: 40,
  right: 312,
  confidence: { top: 10, bottom: 100 },
  auroc: { top: 122, bottom: 212 },
  height: 254,
};

/** Line styles of the detectors' curves, in order. */
export const CURVE_DASHES: readonly string[] = ['', '7 3', '2 3', '8 3 2 3', '12 4', '4 2'];

/**
 * Confidence against the scale along one direction and, below it where there are detectors, the share
 * of in-distribution scores under each one's novelty there, which is its AUROC at that scale.
 */
export function curveFigure(
  audit: Audit,
  { label, certainOf }: DirectionFinding,
  curves: RayCurves,
  id: string,
): Markup {
  const { width, left, right } = CURVE_BOX;
  const axis = logAxis(curves.scales[0], curves.scales.at(-1)!, left, right);
  const hasDetectors = curves.shares.length > 0;
  const { confidence, auroc } = CURVE_BOX;
  const end = hasDetectors ? auroc.bottom : confidence.bottom;
  const height = end + CURVE_BOX.height - auroc.bottom;
  const path = (values: readonly number[], { top: high, bottom: low }: typeof confidence) => {
    let move = 'M';
    return curves.scales
      .flatMap((scale, j) => {
        if (Number.isNaN(values[j])) return [];
        const point = `${move}${round(axis.at(scale))} ${round(low - values[j] * (low - high))}`;
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
  return html`<div class="panel"><p class="panel-title">${label}, class ${className(audit, certainOf!)}</p><svg role="img" aria-labelledby="${id}" viewBox="0 0 ${width} ${height}"><title id="${id}">Confidence and detectors along ${label}; ${known}</title>
${valueAxis('confidence', confidence)}${hasDetectors ? valueAxis('AUROC', auroc) : null}
<g class="axis">${axis.ticks.map(({ x, text }) => html`<text x="${x}" y="${end + 14}" text-anchor="middle">${text}</text>`)}<text class="axis-title" x="${(left + right) / 2}" y="${end + 32}" text-anchor="middle">${scaleTitle(audit, label)}</text></g>
${dangerScale === null ? null : html`<path class="certain" d="M${round(axis.at(dangerScale))} ${confidence.top}V${end}"/>`}
${hasDetectors && audit.fitting ? html`<path class="threshold" d="M${left} ${round(auroc.bottom - (1 - audit.fitting.flagRate) * (auroc.bottom - auroc.top))}H${right}"/>` : null}
${curves.shares.slice(0, MOST_CURVES).map((values, d) => html`<path class="curve" d="${path(values, auroc)}" style="stroke:var(--series-${d + 1})" stroke-dasharray="${CURVE_DASHES[d]}"/>`)}
<path class="curve confidence" d="${path(curves.confidence, confidence)}"/></svg></div>`;
}

/** What the axis of scales of a direction is called, with its unit. */
function scaleTitle({ scaling }: Audit, label: string): string {
  return `scale along ${label} in ${scaling ? 'raw' : 'input'} units, logarithmic`;
}

function valueAxis(
  title: string,
  { top, bottom }: { readonly top: number; readonly bottom: number },
) {
  const { left, right } = CURVE_BOX;
  const middle = (top + bottom) / 2;
  return html`<g class="axis">${[0, 0.5, 1].map((v) => {
    const y = bottom - v * (bottom - top);
    return html`<path d="M${left} ${y}H${right}"/><text x="${left - 4}" y="${y + 3.5}" text-anchor="end">${v}</text>`;
  })}<text class="axis-title" transform="translate(11 ${middle})rotate(-90)" text-anchor="middle">${title}</text></g>`;
}

/** What the lines of the curve plots are. */
export function curveLegend({ detectors, fitting }: Audit): Markup {
  const sample = (line: Markup, words: string) =>
    html`<li><svg aria-hidden="true" class="sample" viewBox="0 0 28 8">${line}</svg>${words}</li>`;
  return html`<ul class="legend">${sample(html`<path class="confidence" d="M0 4H28"/>`, 'confidence: the largest probability')}${detectors
    .slice(0, MOST_CURVES)
    .map(({ name }, d) =>
      sample(
        html`<path d="M0 4H28" style="stroke:var(--series-${d + 1})" stroke-dasharray="${CURVE_DASHES[d]}"/>`,
        `AUROC of ${name}`,
      ),
    )}${fitting ? sample(html`<path class="threshold" d="M0 4H28"/>`, 'above this line a detector flags') : null}${sample(html`<path class="certain" d="M14 0V8"/>`, '99 % certain from here on')}</ul>`;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-';

/** Curves in one character a point, for the page's script: 64 levels from 0 to 1, `.` for none. */
export function encodeCurve(values: readonly number[]): string {
  return values
    .map((value) => (Number.isNaN(value) ? '.' : ALPHABET[Math.round(63 * value)]))
    .join('');
}
