import { dataSetNamed } from '../data/index.js';
import type { Figure } from './figure.js';
import { wordsFor } from './resultWords.js';
import type { ScoreRow } from './scoreTable.js';

/** The colours of a detector and of CEA over it, by the field `line`. */
export const WITH_OR_WITHOUT = {
  field: 'line',
  type: 'nominal',
  title: null,
  scale: { domain: ['baseline', 'with CEA'], range: ['#b2182b', '#2166ac'] },
} as const;

/** An AUROC × 100, rounded as a figure needs it. */
export function hundredfold(auroc: number): number {
  return Number((100 * auroc).toFixed(2));
}

/** A panel per detector: AUROC over α, with and without CEA; paper B's Figures 2 and 5. */
export function scaleFigure(
  name: string,
  dataSet: string,
  subtitle: string,
  rows: readonly ScoreRow[],
): Figure {
  const values = rows
    .filter((row) => row.ood.startsWith('scale '))
    .map((row) => {
      const [choice, id] = row.detector.split(':');
      return {
        detector: wordsFor(id ?? choice),
        line: id === undefined ? 'baseline' : 'with CEA',
        alpha: Number(row.ood.slice('scale '.length)),
        auroc: hundredfold(row.variant === 'cea-2024' ? (row.auroc2024 ?? row.auroc) : row.auroc),
        lower: hundredfold(row.interval.lower),
        upper: hundredfold(row.interval.upper),
      };
    });
  const title = `${dataSetNamed(dataSet).title}, ${subtitle}`;
  return {
    name,
    title,
    specification: {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      title,
      data: { values },
      facet: {
        field: 'detector',
        type: 'nominal',
        title: null,
        sort: [...new Set(values.map(({ detector }) => detector))],
      },
      columns: 4,
      spec: {
        width: 130,
        height: 100,
        layer: [
          {
            mark: { type: 'rule', strokeDash: [2, 3], color: '#999' },
            encoding: { y: { datum: 50 } },
          },
          {
            mark: { type: 'errorbar' },
            encoding: {
              x: { field: 'alpha', type: 'ordinal', title: 'α', axis: { labelAngle: 0 } },
              y: { field: 'lower', type: 'quantitative', title: 'AUROC × 100' },
              y2: { field: 'upper' },
              color: WITH_OR_WITHOUT,
            },
          },
          {
            mark: { type: 'line', point: true },
            encoding: {
              x: { field: 'alpha', type: 'ordinal' },
              y: { field: 'auroc', type: 'quantitative', scale: { domain: [0, 100] } },
              color: WITH_OR_WITHOUT,
            },
          },
        ],
      },
    },
  };
}
