import { type EdgeRay, edgeRay } from './edgeRay.js';
import { entropyAt } from './entropyAt.js';
import { type FigureModelSpec, trainFigureModel } from './figureModels.js';

/** One picture of Figure 1: a model's predictive entropy over a square of the plane. */
export interface GridSpec extends FigureModelSpec {
  /** Grid points per side; at least 2. */
  readonly points: number;
  /** Half the side of the square, in standard deviations of the data. */
  readonly reach: number;
  /** Whether the whole square is evaluated, for a picture, or its edge alone. */
  readonly picture: boolean;
}

/** A model over the square, and what it does beyond. */
export interface GridResult {
  /** Coordinates of the columns and of the rows, standardised. */
  readonly axis: readonly number[];
  /** Row by row from the lower left; null without a picture. */
  readonly picture: {
    /** Predictive entropy, nats. */
    readonly entropy: readonly number[];
    /** The Euclidean norm of the gradient of the predictive entropy. */
    readonly gradientNorm: readonly number[];
    readonly data: readonly { readonly x: number; readonly y: number; readonly label: number }[];
  } | null;
  /** The rays from the middle through the points of the edge, once around. */
  readonly edge: readonly EdgeRay[];
  readonly classes: number;
  readonly validationAccuracy: number;
}

/** How many of the training points are drawn into the picture. */
const DRAWN = 150;

/**
 * Trains one of Figure 1's models, evaluates it on a grid and follows it through the edge of the
 * grid to infinity. All members, drawn or trained, are exported networks, evaluated in float64 with
 * the analytic gradients.
 */
export async function gridCell(spec: GridSpec): Promise<GridResult> {
  const { networks, data, train, validationAccuracy } = await trainFigureModel(spec);
  const axis = Array.from(
    { length: spec.points },
    (_, k) => spec.reach * ((2 * k) / (spec.points - 1) - 1),
  );
  const values = spec.picture
    ? axis.flatMap((y) => axis.map((x) => entropyAt(networks, [x, y])))
    : null;
  return {
    axis,
    picture: values && {
      entropy: values.map(({ entropy }) => entropy),
      gradientNorm: values.map(({ gradientNorm }) => gradientNorm),
      data: Array.from({ length: Math.min(DRAWN, train.x.rows) }, (_, i) => ({
        x: train.x.values[2 * i]!,
        y: train.x.values[2 * i + 1]!,
        label: train.y[i]!,
      })),
    },
    edge: edgePoints(axis).map((point) => edgeRay(networks, point)),
    classes: data.classes.length,
    validationAccuracy,
  };
}

/** The points on the edge of a square grid in order, counterclockwise from the lower left. */
export function edgePoints(axis: readonly number[]): [number, number][] {
  const [first, last] = [axis[0]!, axis.at(-1)!];
  const up = axis.slice(0, -1);
  const down = axis.slice(1).reverse();
  return [
    ...up.map((x): [number, number] => [x, first]),
    ...up.map((y): [number, number] => [last, y]),
    ...down.map((x): [number, number] => [x, last]),
    ...down.map((y): [number, number] => [first, y]),
  ];
}
