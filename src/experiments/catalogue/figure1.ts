import type { Cell } from '../cell.js';
import { edgeFigure } from '../edgeFigure.js';
import { edgeClaims, edgeTables, type GridCase } from '../edgeFindings.js';
import type { Experiment, ExperimentSettings } from '../experiment.js';
import type { Figure } from '../figure.js';
import { FIGURE_SETTINGS, type FigureData } from '../figureSettings.js';
import type { GridMap, GridResult, GridSpec } from '../gridCell.js';
import { mapFigure, VIRIDIS } from '../mapFigure.js';
import type { FigureMetric } from '../uncertaintyAt.js';

/** Gradients smaller than ten to this power are drawn as this. */
const LEAST_LOGARITHM = -30;

const MEMBERS = 10;

/** Of training paper B's networks: what is asked for is taken relative to it. */
const USUAL_EPOCHS = 10;

function specs({ dataSets, seeds, epochs }: ExperimentSettings): GridSpec[] {
  return dataSets.flatMap((name) => {
    const dataSet = name as FigureData;
    const { models, epochs: own } = FIGURE_SETTINGS[dataSet];
    return models.flatMap((model) =>
      seeds.map((seed, n) => ({
        model,
        dataSet,
        seed,
        epochs: Math.max(1, Math.round((own * epochs) / USUAL_EPOCHS)),
        members: MEMBERS,
        picture: n === 0,
      })),
    );
  });
}

/** Uncertainty of paper A's models around their data: its Figure 1, in both versions. */
export const figure1: Experiment = {
  name: 'figure-1',
  title: 'Uncertainty of five models far from their data',
  source: 'A, Fig. 1',
  dataSets: ['nine-clusters', 'half-moons'],
  choices: ['nine-clusters', 'half-moons'],
  takes: ['seeds', 'epochs'],
  plan: (settings) => [specs(settings).map((spec): Cell => ({ kind: 'grid', spec }))],
  conclude(settings, outcomes) {
    const cases = specs(settings).map(
      (spec, n): GridCase => ({ spec, result: outcomes[0][n].value as GridResult }),
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
        'nine-clusters: data, networks, training and picture are those of the notebook that made the figure; it has single networks and an ensemble, and its dropout is 0, so MC dropout (rate 0.2), Bayes by Backprop and the anchored ensemble are trained in the same way here',
        'half-moons: data, networks, training and picture of the paper’s final version',
        `the pictures are of the first seed; ${MEMBERS} members each`,
        'single networks differ more between seeds than ensembles do: compare means over seeds with pictures of one',
      ],
    };
  },
};

/** What is drawn of a metric: its words, the value that is darkest, which end is certain. */
const METRICS: Readonly<
  Record<FigureMetric, { readonly words: string; most(classes: number): number }>
> = {
  entropy: { words: 'predictive entropy (nats)', most: Math.log },
  probability: { words: '1 less the maximum probability', most: (classes) => 1 - 1 / classes },
  variance: { words: 'class variance', most: (classes) => (1 - 1 / classes) / classes },
  information: { words: 'mutual information (nats)', most: Math.log },
};

function figuresOf({ spec, result: { classes, picture } }: GridCase): Figure[] {
  if (!picture) return [];
  const name = `figure-1-${spec.dataSet}-${spec.model.toLowerCase().replaceAll(' ', '-')}`;
  const title = `${spec.model}, ${spec.dataSet}`;
  const drawn = (map: GridMap) => Object.entries(map.values) as [FigureMetric, number[]][];
  const at = ({ x, y }: GridMap) => ({ x, y, points: picture.data });
  return [
    ...drawn(picture.metrics).map(([metric, values]) =>
      mapFigure({
        ...at(picture.metrics),
        name: `${name}-${metric}`,
        title,
        subtitle: METRICS[metric].words,
        values,
        domain: [0, METRICS[metric].most(classes)],
        // White is certain, as in the paper.
        colors: ['#ffffff', '#3f007d'],
      }),
    ),
    ...drawn(picture.gradients).map(([metric, norms]) => {
      // Gradients span hundreds of orders of magnitude; their logarithm shows where they vanish.
      const values = norms.map((norm) => Math.max(LEAST_LOGARITHM, Math.log10(norm)));
      return mapFigure({
        ...at(picture.gradients),
        name: `${name}-${metric}-gradient`,
        title,
        subtitle: `log10 of the norm of the gradient of the ${METRICS[metric].words}`,
        values,
        domain: [LEAST_LOGARITHM, Math.max(0, ...values)],
        colors: VIRIDIS,
      });
    }),
  ];
}
