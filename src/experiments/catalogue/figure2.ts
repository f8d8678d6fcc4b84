import { softmax } from '../../uncertainty/softmax.js';
import type { Experiment } from '../experiment.js';
import type { Figure } from '../figure.js';
import { mapFigure, VIRIDIS } from '../mapFigure.js';

const REACH = 6;
const POINTS = 61;

/** How the two softmax components play together in the plane of two logits: paper A's Figure 2. */
export const figure2: Experiment = {
  name: 'figure-2',
  title: 'Softmax probability and its derivative in the plane of two logits',
  source: 'A, Fig. 2',
  dataSets: [],
  choices: [],
  takes: [],
  plan: () => [],
  conclude: () => ({
    scores: [],
    claims: [],
    tables: [],
    figures: [
      planeFigure('figure-2-probability', 'Softmax probability of class 0', 1, (p) => p),
      planeFigure(
        'figure-2-derivative',
        'Its derivative with respect to f₀',
        0.25,
        (p) => p * (1 - p),
      ),
    ],
    other: {},
    notes: [],
  }),
};

function planeFigure(
  name: string,
  title: string,
  largest: number,
  of: (p: number) => number,
): Figure {
  const axis = Array.from({ length: POINTS }, (_, k) => REACH * ((2 * k) / (POINTS - 1) - 1));
  return mapFigure({
    name,
    title,
    x: axis,
    y: axis,
    values: axis.flatMap((f1) => axis.map((f0) => of(softmax([f0, f1])[0]))),
    domain: [0, largest],
    colors: VIRIDIS,
    axisTitles: { x: 'f₀', y: 'f₁' },
  });
}
