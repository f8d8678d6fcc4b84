import { type EdgeRay, edgeRay } from './edgeRay.js';
import { type FigureModelSpec, trainFigureModel } from './figureModels.js';
import { type Area, FIGURE_SETTINGS } from './figureSettings.js';
import {
  FIGURE_METRICS,
  type FigureMetric,
  type UncertaintyAtPoint,
  uncertaintyAt,
} from './uncertaintyAt.js';

/** One model of Figure 1 with its pictures. */
export interface GridSpec extends FigureModelSpec {
  /** Whether the picture is evaluated, or its edge alone. */
  readonly picture: boolean;
}

/** Metrics over a rectangle. */
export interface GridMap {
  /** Coordinates of the columns and of the rows, data units. */
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Of each metric drawn, row by row from the lower left. */
  readonly values: Readonly<Partial<Record<FigureMetric, readonly number[]>>>;
}

/** A model over the rectangle of its picture, and what it does beyond. */
export interface GridResult {
  /** Null without a picture. */
  readonly picture: {
    readonly metrics: GridMap;
    /** Euclidean norms. */
    readonly gradients: GridMap;
    readonly data: readonly { readonly x: number; readonly y: number; readonly label: number }[];
  } | null;
  /** The rays from the middle through the points of the edge, once around. */
  readonly edge: readonly EdgeRay[];
  readonly members: number;
  readonly classes: number;
  readonly validationAccuracy: number;
  /** The mean over the training points: mutual information in nats, and as published, in bits. */
  readonly atTheData: { readonly information: number; readonly publishedInformation: number };
}

/** How many of the training points are drawn into the picture. */
const DRAWN = 150;

/**
 * Trains one of Figure 1's models, evaluates it over its picture and follows it through the edge of
 * the picture to infinity. All members, drawn or trained, are exported networks, evaluated in float64
 * with the analytic gradients.
 */
export async function gridCell(spec: GridSpec): Promise<GridResult> {
  const { networks, data, train, validationAccuracy } = await trainFigureModel(spec);
  const setting = FIGURE_SETTINGS[spec.dataSet];
  const several = networks.length > 1;
  const drawn = FIGURE_METRICS.filter((metric) =>
    // A single network has no variance and no information.
    setting.metrics === 'entropy' ? metric === 'entropy' : several || isOfOne(metric),
  );
  const rows = Array.from({ length: train.x.rows }, (_, i) =>
    train.x.values.subarray(2 * i, 2 * i + 2),
  );
  const own = rows.slice(0, DRAWN).map((row) => uncertaintyAt(networks, row));
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const gridOf = (area: Area) => new Grid(area, (point) => uncertaintyAt(networks, point));
  const grid = spec.picture ? gridOf(setting.picture) : null;
  const wider = setting.gradients === setting.picture ? grid : null;
  return {
    picture: grid
      ? {
          metrics: grid.map(drawn, ({ value }) => value),
          gradients: (wider ?? gridOf(setting.gradients)).map(drawn, ({ gradient }) => gradient),
          data: rows.slice(0, DRAWN).map((row, i) => ({ x: row[0], y: row[1], label: train.y[i] })),
        }
      : null,
    edge: edgeLines(setting.picture, deviationsOf(rows)).map((line) => edgeRay(networks, line)),
    members: networks.length,
    classes: data.classes.length,
    validationAccuracy,
    atTheData: {
      information: mean(own.map(({ value }) => value.information)),
      publishedInformation: mean(own.map((one) => one.publishedInformation)),
    },
  };
}

function isOfOne(metric: FigureMetric): boolean {
  return metric === 'entropy' || metric === 'probability';
}

/** A rectangle of the plane with everything measured at its points, once. */
class Grid {
  private readonly x: readonly number[];
  private readonly y: readonly number[];
  private readonly points: readonly UncertaintyAtPoint[];

  constructor(area: Area, at: (point: readonly [number, number]) => UncertaintyAtPoint) {
    this.x = axisOf(area.x, area.step);
    this.y = axisOf(area.y, area.step);
    this.points = this.y.flatMap((b) => this.x.map((a) => at([a, b])));
  }

  map(
    metrics: readonly FigureMetric[],
    of: (point: UncertaintyAtPoint) => Readonly<Record<FigureMetric, number>>,
  ): GridMap {
    const { x, y, points } = this;
    const values = metrics.map((metric) => [metric, points.map((point) => of(point)[metric])]);
    return { x, y, values: Object.fromEntries(values) };
  }
}

/** Evenly spaced coordinates, both ends among them. */
function axisOf([from, to]: readonly [number, number], step: number): number[] {
  const count = Math.round((to - from) / step);
  return Array.from({ length: count + 1 }, (_, k) => from + ((to - from) * k) / count);
}

/** The rays from the middle of an area through the points of its edge. */
export function edgeLines(area: Area, deviations: Float64Array) {
  const middle = Float64Array.of((area.x[0] + area.x[1]) / 2, (area.y[0] + area.y[1]) / 2);
  return edgePoints(area).map(([x, y]) => ({
    origin: middle,
    direction: Float64Array.of(x - middle[0], y - middle[1]),
    deviations,
  }));
}

/** The points on the edge of an area in order, counterclockwise from the lower left. */
export function edgePoints(area: Area): [number, number][] {
  const [x, y] = [axisOf(area.x, area.step), axisOf(area.y, area.step)];
  const [left, right, bottom, top] = [x[0], x.at(-1)!, y[0], y.at(-1)!];
  const down = (axis: readonly number[]) => axis.slice(1).reverse();
  return [
    ...x.slice(0, -1).map((a): [number, number] => [a, bottom]),
    ...y.slice(0, -1).map((b): [number, number] => [right, b]),
    ...down(x).map((a): [number, number] => [a, top]),
    ...down(y).map((b): [number, number] => [left, b]),
  ];
}

function deviationsOf(rows: readonly Float64Array[]): Float64Array {
  return Float64Array.from([0, 1], (d) => {
    const mean = rows.reduce((sum, row) => sum + row[d], 0) / rows.length;
    return Math.sqrt(rows.reduce((sum, row) => sum + (row[d] - mean) ** 2, 0) / rows.length);
  });
}
