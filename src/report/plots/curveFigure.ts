import type { CurveCase } from '../../claims/cases.js';
import { softmax } from '../../uncertainty/softmax.js';
import type { Figure } from './figure.js';
import { type Axis, drawPanel, type Panel, type SeriesPoint } from './panels.js';

/** Four turns of the cosine. */
const LAST = 8 * Math.PI;
const POINTS = 241;
const MOST_SERIES = 6;

/**
 * The penultimate activations and the probabilities of a curve case against t. Arithmetic: float64.
 *
 * @param id - unique on the page
 */
export async function curveFigure(id: string, given: CurveCase): Promise<Figure> {
  const times = Array.from({ length: POINTS }, (_, i) => (LAST * i) / (POINTS - 1));
  const followed = times
    .map((t) => {
      const units = given.units.map(
        ({ linear, oscillating }) => t * (linear + oscillating * Math.cos(t)),
      );
      const logits = given.weights.map((row, c) =>
        row.reduce((sum, weight, j) => sum + weight * units[j], given.bias[c]),
      );
      return { t, units, logits };
    })
    .filter(({ units, logits }) => [...units, ...logits].every(Number.isFinite));
  const x: Axis = { title: 't', domain: [0, LAST], logarithmic: false };
  const unitNames = given.units.slice(0, MOST_SERIES).map((_, j) => `z_${j + 1}`);
  const classNames = given.weights.slice(0, MOST_SERIES).map((_, c) => `class ${c}`);
  const activations = seriesOf(
    followed.map(({ t, units }) => ({ t, values: units })),
    unitNames,
  );
  const panels: Panel[] = [
    {
      title: 'Penultimate activations z_j',
      series: unitNames,
      points: activations,
      marks: [],
      x,
      y: { domain: extentOf(activations), logarithmic: false },
    },
    {
      title: 'Class probabilities p_c',
      series: classNames,
      points: seriesOf(
        followed.map(({ t, logits }) => ({ t, values: Array.from(softmax(logits)) })),
        classNames,
      ),
      marks: [],
      x,
      y: { domain: [0, 1], logarithmic: false },
    },
  ];
  const missing = POINTS - followed.length;
  return {
    id,
    title: 'Along the curve of the counterexample',
    caption: [
      `Penultimate activations and class probabilities against t, evaluated in float64.${missing > 0 ? ` ${missing} points left out where float64 overflows.` : ''}`,
    ],
    panels: await Promise.all(
      panels.map((panel, k) =>
        drawPanel(
          panel,
          `${id}-${k + 1}`,
          `${panel.title} against t from 0 to 25: ${panel.series.join(', ')}.`,
        ),
      ),
    ),
  };
}

function seriesOf(
  followed: readonly { readonly t: number; readonly values: readonly number[] }[],
  names: readonly string[],
): SeriesPoint[] {
  return names.flatMap((series, j) =>
    followed.map(({ t, values }) => ({ t, value: values[j], series })),
  );
}

function extentOf(points: readonly SeriesPoint[]): [number, number] {
  const values = points.map(({ value }) => value);
  const [lowest, highest] = [Math.min(0, ...values), Math.max(0, ...values)];
  return lowest === highest ? [-1, 1] : [lowest, highest];
}
