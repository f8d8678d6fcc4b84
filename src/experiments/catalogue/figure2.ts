import { softmax } from '../../uncertainty/softmax.js';
import type { Experiment } from '../experiment.js';
import type { Figure } from '../figure.js';

const REACH = 6;
const POINTS = 61;

/** How the two softmax components play together in the plane of two logits: paper A's Figure 2. */
export const figure2: Experiment = {
  name: 'figure-2',
  title: 'Softmax probability and its derivative in the plane of two logits',
  source: 'A, Fig. 2',
  dataSets: [],
  choices: [],
  plan: () => [],
  conclude: () => ({
    scores: [],
    claims: [],
    tables: [],
    figures: [
      planeFigure('figure-2-probability', 'Softmax probability of class 0', (p) => p),
      planeFigure('figure-2-derivative', 'Its derivative with respect to f₀', (p) => p * (1 - p)),
    ],
    other: {},
    notes: [],
  }),
};

function planeFigure(name: string, title: string, of: (p: number) => number): Figure {
  const step = (2 * REACH) / (POINTS - 1);
  const axis = Array.from({ length: POINTS }, (_, k) => -REACH + k * step);
  const values = axis.flatMap((f1) =>
    axis.map((f0) => ({
      x: f0 - step / 2,
      x2: f0 + step / 2,
      y: f1 - step / 2,
      y2: f1 + step / 2,
      value: of(softmax([f0, f1])[0]!),
    })),
  );
  return {
    name,
    title,
    specification: {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      title,
      width: 280,
      height: 280,
      data: { values },
      mark: 'rect',
      encoding: {
        x: { field: 'x', type: 'quantitative', title: 'f₀' },
        x2: { field: 'x2' },
        y: { field: 'y', type: 'quantitative', title: 'f₁' },
        y2: { field: 'y2' },
        color: { field: 'value', type: 'quantitative', title: null, scale: { scheme: 'viridis' } },
      },
    },
  };
}
