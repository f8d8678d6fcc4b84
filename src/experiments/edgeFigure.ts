import type { GridCase } from './edgeFindings.js';
import type { Figure } from './figure.js';
import { FIGURE_SETTINGS } from './figureSettings.js';
import { edgeLines } from './gridCell.js';

/** Where only directions matter. */
const UNIT = Float64Array.of(1, 1);

/** The two lines of a panel. */
const LINES = ['at the edge', 'at infinity'] as const;

/**
 * Once around the picture, a panel per model: the predictive entropy measured at the edge and the
 * limit that is decided for the same directions.
 *
 * @param cases - of one data set and seed
 */
export function edgeFigure(dataSet: string, cases: readonly GridCase[]): Figure {
  const rows = cases.flatMap(({ spec, result: { edge } }) =>
    edgeLines(FIGURE_SETTINGS[spec.dataSet].picture, UNIT).map(({ direction }, ray) => {
      const degrees = (360 + (180 / Math.PI) * Math.atan2(direction[1], direction[0])) % 360;
      const { measured, limit } = edge[ray];
      const entropies = [measured.edge.value.entropy, limit.entropy];
      return [
        spec.model,
        degrees.toFixed(1),
        ...entropies.map((entropy) => Number(entropy.toFixed(3))),
      ].join(';');
    }),
  );
  const title = `${dataSet}: predictive entropy around the edge and at infinity`;
  return {
    name: `figure-1-${dataSet}-limits`,
    title,
    specification: {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      title,
      data: {
        values: [['model', 'degrees', ...LINES].join(';'), ...rows].join('\n'),
        format: { type: 'dsv', delimiter: ';' },
      },
      transform: [{ fold: [...LINES], as: ['line', 'entropy'] }],
      facet: {
        field: 'model',
        type: 'nominal',
        title: null,
        sort: [...new Set(cases.map(({ spec }) => spec.model))],
      },
      columns: 3,
      spec: {
        width: 200,
        height: 100,
        mark: { type: 'line', strokeWidth: 1.2, interpolate: 'linear' },
        encoding: {
          x: {
            field: 'degrees',
            type: 'quantitative',
            title: 'direction (degrees)',
            scale: { domain: [0, 360], nice: false },
            axis: { values: [0, 90, 180, 270, 360], grid: false },
          },
          y: { field: 'entropy', type: 'quantitative', title: 'entropy (nats)' },
          color: {
            field: 'line',
            type: 'nominal',
            title: null,
            scale: { domain: [...LINES], range: ['#b2182b', '#2166ac'] },
          },
        },
      },
    },
  };
}
