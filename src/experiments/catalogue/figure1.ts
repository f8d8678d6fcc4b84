import type { Cell } from '../cell.js';
import { edgeFigure } from '../edgeFigure.js';
import { edgeClaims, edgeTables, type GridCase } from '../edgeFindings.js';
import type { Experiment, ExperimentSettings } from '../experiment.js';
import type { Figure } from '../figure.js';
import { FIGURE_MODELS } from '../figureModels.js';
import type { GridResult, GridSpec } from '../gridCell.js';
import { mapFigure, VIRIDIS } from '../mapFigure.js';

/** Gradients smaller than ten to this power are drawn as this. */
const LEAST_LOGARITHM = -30;

function specs({ dataSets, seeds, epochs }: ExperimentSettings): GridSpec[] {
  return dataSets.flatMap((dataSet) =>
    [...FIGURE_MODELS.single, ...FIGURE_MODELS.ensembles].flatMap((model) =>
      seeds.map((seed, n) => ({
        model,
        dataSet: dataSet as GridSpec['dataSet'],
        seed,
        hidden: [25, 25, 25],
        epochs: 2 * epochs,
        members: 10,
        points: 61,
        reach: 6,
        picture: n === 0,
      })),
    ),
  );
}

/** Predictive entropy of five models on a synthetic problem: paper A's Figure 1, and its gradient. */
export const figure1: Experiment = {
  name: 'figure-1',
  title: 'Predictive entropy of five models far from their data',
  source: 'A, Fig. 1',
  dataSets: ['multi-class', 'half-moons'],
  choices: ['multi-class', 'half-moons'],
  plan: (settings) => [specs(settings).map((spec): Cell => ({ kind: 'grid', spec }))],
  conclude(settings, outcomes) {
    const cases = specs(settings).map(
      (spec, n): GridCase => ({ spec, result: outcomes[0]![n]!.value as GridResult }),
    );
    return {
      scores: [],
      claims: edgeClaims(cases),
      tables: edgeTables(cases),
      figures: [
        ...cases.flatMap(figuresOf),
        ...settings.dataSets.map((dataSet) =>
          edgeFigure(
            dataSet,
            cases.filter(({ spec }) => spec.dataSet === dataSet && spec.picture),
          ),
        ),
      ],
      other: {},
      notes: [
        'the paper does not state its data nor its networks; three Gaussian clusters and half-moons, three hidden layers of 25 and ten members here',
        'the pictures are of the first seed, out to six standard deviations',
        'intervals are over seeds and over directions, drawn again in arcs of a tenth of the edge',
      ],
    };
  },
};

function figuresOf({ spec, result: { axis, classes, picture } }: GridCase): Figure[] {
  if (!picture) return [];
  const name = `figure-1-${spec.dataSet}-${spec.model.toLowerCase().replaceAll(' ', '-')}`;
  const common = { title: `${spec.model}, ${spec.dataSet}`, axis, points: picture.data };
  // Gradients span hundreds of orders of magnitude; their logarithm shows where they vanish.
  const logarithms = picture.gradientNorm.map((norm) =>
    Math.max(LEAST_LOGARITHM, Math.log10(norm)),
  );
  return [
    mapFigure({
      ...common,
      name: `${name}-entropy`,
      subtitle: 'predictive entropy (nats)',
      values: picture.entropy,
      domain: [0, Math.log(classes)],
      // White is certain, as in the paper.
      colors: ['#ffffff', '#3f007d'],
    }),
    mapFigure({
      ...common,
      name: `${name}-gradient`,
      subtitle: 'log10 of the norm of its gradient',
      values: logarithms,
      domain: [LEAST_LOGARITHM, Math.max(0, ...logarithms)],
      colors: VIRIDIS,
    }),
  ];
}
