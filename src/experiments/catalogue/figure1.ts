import type { Cell, CellOutcome } from '../cell.js';
import type { Experiment, ExperimentSettings } from '../experiment.js';
import type { Figure } from '../figure.js';
import { FIGURE_MODELS, type GridResult, type GridSpec } from '../gridCell.js';

function specs({ dataSets, seeds, epochs }: ExperimentSettings): GridSpec[] {
  return dataSets.flatMap((dataSet) =>
    FIGURE_MODELS.map((model) => ({
      model,
      dataSet: dataSet as GridSpec['dataSet'],
      seed: seeds[0]!,
      hidden: [25, 25, 25],
      epochs: 2 * epochs,
      members: 10,
      points: 61,
      reach: 6,
    })),
  );
}

/** Predictive entropy of five models on a synthetic problem: paper A's Figure 1, and its gradient. */
export const figure1: Experiment = {
  name: 'figure-1',
  title: 'Predictive entropy of five models far from their data',
  source: 'A, Fig. 1',
  dataSets: ['multi-class'],
  choices: ['multi-class', 'half-moons'],
  plan: (settings) => [specs(settings).map((spec): Cell => ({ kind: 'grid', spec }))],
  conclude(settings, outcomes) {
    const grids = specs(settings).map((spec, n) => ({
      spec,
      result: (outcomes[0]![n] as CellOutcome).value as GridResult,
    }));
    return {
      scores: [],
      claims: [],
      tables: [
        {
          title:
            'Predictive entropy at the edge of the picture, share of points below a tenth of ln C',
          head: ['data', 'model', 'share', 'accuracy of the first member'],
          rows: grids.map(({ spec, result }) => [
            spec.dataSet,
            spec.model,
            `${(100 * certainShare(result)).toFixed(0)} %`,
            `${(100 * result.validationAccuracy).toFixed(1)} %`,
          ]),
        },
      ],
      figures: grids.flatMap(({ spec, result }) => [
        gridFigure(spec, result, 'entropy'),
        gridFigure(spec, result, 'gradientNorm'),
      ]),
      other: {},
      notes: [
        'the paper does not state its data nor its networks; three Gaussian clusters (or half-moons) and three hidden layers of 25 here',
      ],
    };
  },
};

/** The share of the points on the border that are nearly certain. */
function certainShare({ axis, entropy, classes }: GridResult): number {
  const last = axis.length - 1;
  const border = entropy.filter((_, k) => {
    const [row, column] = [Math.floor(k / axis.length), k % axis.length];
    return row === 0 || row === last || column === 0 || column === last;
  });
  return border.filter((value) => value < 0.1 * Math.log(classes)).length / border.length;
}

function gridFigure(spec: GridSpec, result: GridResult, what: 'entropy' | 'gradientNorm'): Figure {
  const { axis } = result;
  // A little wider than the grid: no seams between neighbours.
  const step = 1.03 * (axis[1]! - axis[0]!);
  const cells = result[what].map((value, k) => {
    const [x, y] = [axis[k % axis.length]!, axis[Math.floor(k / axis.length)]!];
    return {
      x: x - step / 2,
      x2: x + step / 2,
      y: y - step / 2,
      y2: y + step / 2,
      // Gradients span hundreds of orders of magnitude; their logarithm shows where they vanish.
      value: what === 'entropy' ? value : Math.max(-30, Math.log10(value)),
    };
  });
  // White is certain, as in the paper.
  const colors = (
    what === 'entropy'
      ? {
          range: ['#ffffff', '#3f007d'],
          domain: [0, Math.log(result.classes)],
          interpolate: 'rgb',
        }
      : { scheme: 'viridis' }
  ) as { scheme: 'viridis' };
  const title =
    what === 'entropy'
      ? `${spec.model}: predictive entropy (nats)`
      : `${spec.model}: log10 of the gradient norm of the predictive entropy`;
  return {
    name: `figure-1-${spec.dataSet}-${spec.model.toLowerCase().replaceAll(' ', '-')}-${what === 'entropy' ? 'entropy' : 'gradient'}`,
    title,
    specification: {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      title,
      width: 280,
      height: 280,
      layer: [
        {
          data: { values: cells },
          mark: 'rect',
          encoding: {
            x: { field: 'x', type: 'quantitative', title: null },
            x2: { field: 'x2' },
            y: { field: 'y', type: 'quantitative', title: null },
            y2: { field: 'y2' },
            color: {
              field: 'value',
              type: 'quantitative',
              title: null,
              scale: colors,
            },
          },
        },
        {
          data: { values: [...result.data] },
          mark: { type: 'point', size: 8, filled: true, opacity: 0.7 },
          encoding: {
            x: { field: 'x', type: 'quantitative' },
            y: { field: 'y', type: 'quantitative' },
            shape: { field: 'label', type: 'nominal', legend: null },
            color: { value: '#222' },
          },
        },
      ],
      resolve: { scale: { color: 'independent' } },
    },
  };
}
