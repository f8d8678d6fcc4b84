import type { Cell, CellOutcome } from '../cell.js';
import type { Experiment, ExperimentSettings } from '../experiment.js';
import type { Figure } from '../figure.js';
import { FIGURE_MODELS, type GridResult, type GridSpec } from '../gridCell.js';
import { mapFigure, VIRIDIS } from '../mapFigure.js';

/** Gradients smaller than ten to this power are drawn as this. */
const LEAST_LOGARITHM = -30;

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
  const name = `figure-1-${spec.dataSet}-${spec.model.toLowerCase().replaceAll(' ', '-')}`;
  const common = { axis: result.axis, points: result.data };
  if (what === 'entropy') {
    return mapFigure({
      ...common,
      name: `${name}-entropy`,
      title: `${spec.model}, ${spec.dataSet}`,
      subtitle: 'predictive entropy (nats)',
      values: result.entropy,
      domain: [0, Math.log(result.classes)],
      // White is certain, as in the paper.
      colors: ['#ffffff', '#3f007d'],
    });
  }
  // Gradients span hundreds of orders of magnitude; their logarithm shows where they vanish.
  const values = result.gradientNorm.map((norm) => Math.max(LEAST_LOGARITHM, Math.log10(norm)));
  return mapFigure({
    ...common,
    name: `${name}-gradient`,
    title: `${spec.model}, ${spec.dataSet}`,
    subtitle: 'log10 of the norm of its gradient',
    values,
    domain: [LEAST_LOGARITHM, Math.max(0, ...values)],
    colors: VIRIDIS,
  });
}
