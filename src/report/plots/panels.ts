import type { TopLevelSpec } from 'vega-lite';
import { renderSvg } from '../../page/renderSvg.js';
import { SERIES_COLORS, SERIES_DASHES } from '../../page/theme.js';
import type { FigurePanel } from './figure.js';

/** A value of a series at t. */
export interface SeriesPoint {
  readonly t: number;
  readonly value: number;
  readonly series: string;
}

/** A vertical line at a value of t, with a label above the plot. */
export interface Mark {
  readonly t: number;
  readonly label: string;
}

/** One plot of series against t. */
export interface Panel {
  readonly title: string;
  readonly points: readonly SeriesPoint[];
  readonly series: readonly string[];
  readonly marks: readonly Mark[];
  readonly x: Axis;
  readonly y: Axis;
  /** Single points drawn on top of the series. */
  readonly dots?: readonly { readonly t: number; readonly value: number }[];
}

/** An axis; without a title for y, whose quantity is the panel's title. On a logarithmic one the domain is powers of ten. */
export interface Axis {
  readonly title?: string;
  readonly domain: readonly [number, number];
  readonly logarithmic: boolean;
}

const [WIDTH, HEIGHT] = [196, 160];
/** Room for the axes, the same in every panel, so that panels side by side line up. */
const ROOM = { left: 44, right: 14, top: 22, bottom: 38 };

/**
 * Draws a panel.
 *
 * @param id - unique on the page
 * @param label - the plot in words
 */
export async function drawPanel(panel: Panel, id: string, label: string): Promise<FigurePanel> {
  const { title, series } = panel;
  return {
    title,
    svg: await renderSvg(panelSpec(panel), id, label),
    legend:
      series.length < 2
        ? []
        : series.map((name, k) => ({
            name,
            color: SERIES_COLORS[k % SERIES_COLORS.length],
            dash: SERIES_DASHES[k % SERIES_DASHES.length],
          })),
  };
}

function panelSpec(panel: Panel): TopLevelSpec {
  const { points, series, marks, dots } = panel;
  const x = { field: 't', ...encoding(panel.x) };
  const y = { field: 'value', ...encoding(panel.y) };
  const domain = [...series];
  const appearance = (range: readonly unknown[]) => ({
    field: 'series',
    type: 'nominal',
    scale: { domain, range: domain.map((_, k) => range[k % range.length]) },
    legend: null,
  });
  const inside = marks.filter(
    ({ t }) => t >= panel.x.domain[0] && t <= panel.x.domain[1] && (t > 0 || !panel.x.logarithmic),
  );
  const spec = {
    autosize: { type: 'none' },
    width: WIDTH,
    height: HEIGHT,
    padding: ROOM,
    layer: [
      {
        data: { values: inside },
        mark: { type: 'rule', color: 'var(--mark)', strokeDash: [4, 3], strokeWidth: 1.5 },
        encoding: { x },
      },
      {
        data: { values: labelsOf(inside, panel.x) },
        mark: { type: 'text', color: 'var(--mark)', fontSize: 13, baseline: 'bottom' },
        encoding: { x, y: { value: -2 }, text: { field: 'label' } },
      },
      {
        data: { values: points },
        mark: { type: 'line', clip: true },
        encoding: {
          x,
          y,
          color: appearance(SERIES_COLORS),
          strokeDash: appearance(SERIES_DASHES),
        },
      },
      ...(dots === undefined
        ? []
        : [
            {
              data: { values: dots },
              mark: { type: 'point', filled: true, size: 60, color: 'var(--mark)', opacity: 1 },
              encoding: { x, y },
            },
          ]),
    ],
  };
  return spec as unknown as TopLevelSpec;
}

function encoding({ title: given, domain, logarithmic }: Axis) {
  const title = given ?? null;
  return {
    type: 'quantitative',
    scale: { domain, nice: false, ...(logarithmic ? { type: 'log' } : { zero: false }) },
    axis: logarithmic
      ? { title, values: powersOfTen(domain), format: '~e' }
      : { title, tickCount: 5 },
  };
}

/** At most seven powers of ten, evenly spaced, the last one among them. */
function powersOfTen([lowest, highest]: readonly [number, number]): number[] {
  const [first, last] = [Math.round(Math.log10(lowest)), Math.round(Math.log10(highest))];
  const step = Math.ceil((last - first) / 6) || 1;
  const values: number[] = [];
  for (let exponent = last; exponent >= first; exponent -= step)
    values.push(Number(`1e${exponent}`));
  return values.reverse();
}

/** The labels of marks, one for marks so close that theirs would overlap. */
function labelsOf(marks: readonly Mark[], { domain, logarithmic }: Axis): Mark[] {
  const place = (t: number) => (logarithmic ? Math.log(t) : t);
  const span = place(domain[1]) - place(domain[0]);
  const labels: Mark[] = [];
  for (const mark of [...marks].sort((a, b) => a.t - b.t)) {
    const before = labels.at(-1);
    if (before && (place(mark.t) - place(before.t)) / span < 0.1) {
      const joint = before.t === mark.t ? ' = ' : ', ';
      labels[labels.length - 1] = { ...before, label: before.label + joint + mark.label };
    } else labels.push(mark);
  }
  return labels;
}
