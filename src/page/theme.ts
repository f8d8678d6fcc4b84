import type { Config } from 'vega-lite';

/** Colours of series, as CSS variables of the page: they follow light and dark. */
export const SERIES_COLORS: readonly string[] = [1, 2, 3, 4, 5, 6].map((k) => `var(--series-${k})`);

/** Dash patterns of series: no series is told by colour alone. */
export const SERIES_DASHES: readonly (readonly number[])[] = [
  [1, 0],
  [7, 3],
  [2, 3],
  [8, 3, 2, 3],
  [12, 4],
  [4, 2],
];

/** What all plots have in common. */
export const THEME: Config = {
  background: 'transparent',
  view: { stroke: null },
  axis: {
    labelColor: 'var(--muted)',
    titleColor: 'var(--ink)',
    gridColor: 'var(--rule)',
    domainColor: 'var(--muted)',
    tickColor: 'var(--muted)',
    labelFontSize: 12,
    titleFontSize: 13,
    titleFontWeight: 'normal',
    tickSize: 4,
    labelPadding: 4,
    titlePadding: 8,
    labelFlush: false,
  },
  line: { strokeWidth: 2 },
  legend: { labelColor: 'var(--muted)', titleColor: 'var(--ink)', labelFontSize: 12 },
  header: { labelColor: 'var(--ink)', titleColor: 'var(--ink)', labelFontSize: 13 },
  title: { color: 'var(--ink)', subtitleColor: 'var(--muted)' },
};
