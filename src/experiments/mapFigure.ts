import type { Figure } from './figure.js';

/** A function of the plane on a rectangular grid, to be drawn as colours. */
export interface PlaneMap {
  /** File name without ending. */
  readonly name: string;
  readonly title: string;
  /** A second line of the title. */
  readonly subtitle?: string;
  /** Coordinates of the columns, and of the rows; evenly spaced, the same distance in both. */
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Shape [rows][columns], row by row from the lowest; finite. */
  readonly values: readonly number[];
  /** The values that get the first and the last colour; values beyond are drawn as these. */
  readonly domain: readonly [number, number];
  /** From the lowest value to the highest, interpolated between. */
  readonly colors: readonly string[];
  readonly axisTitles?: { readonly x: string; readonly y: string };
  /** Drawn on top, a shape for each label. */
  readonly points?: readonly { readonly x: number; readonly y: number; readonly label: number }[];
}

/** Viridis at eight places. */
export const VIRIDIS: readonly string[] = [
  '#440154',
  '#46327e',
  '#365c8d',
  '#277f8e',
  '#1fa187',
  '#4ac16d',
  '#a0da39',
  '#fde725',
];

/** Colours that are told apart; neighbours differ by less than the eye sees. */
const LEVELS = 32;

/** Pixels per grid point: a whole number, so that edges lie on pixels; about this many in all. */
const WIDTH = 305;

/** How much a rectangle reaches over its neighbours, so that no seam shows when it is scaled. */
const OVERLAP = 0.05;

/**
 * Draws a function of the plane. Values are rounded to 32 levels and neighbours of one level joined
 * to one rectangle: a tenth of the size of a rectangle per grid point, and the same picture. The map
 * covers its area whole, so that it looks the same on a light page and on a dark one.
 */
export function mapFigure(map: PlaneMap): Figure {
  const { name, title, subtitle, x, y, domain, colors, axisTitles, points = [] } = map;
  const pixels = Math.max(1, Math.round(WIDTH / x.length));
  const edge = (axis: readonly number[], index: number) =>
    axis[0] + (index - 0.5) * (axis[1] - axis[0]);
  const extent = (axis: readonly number[]) => [
    rounded(edge(axis, 0)),
    rounded(edge(axis, axis.length)),
  ];
  const rectangles = rectanglesOf(x.length, levelsOf(map.values, domain));
  const lines = rectangles.map(({ left, right, bottom, top, level }) =>
    [
      edge(x, left),
      edge(x, Math.min(right + OVERLAP, x.length)),
      edge(y, bottom),
      edge(y, Math.min(top + OVERLAP, y.length)),
      middleOf(level, domain),
    ]
      .map(rounded)
      .join(','),
  );
  const position = (field: 'x' | 'y') => ({
    field,
    type: 'quantitative' as const,
    title: axisTitles?.[field] ?? null,
    scale: { domain: extent(field === 'x' ? x : y), nice: false, zero: false },
    axis: { grid: false },
  });
  return {
    name,
    title: subtitle === undefined ? title : `${title}: ${subtitle}`,
    specification: {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      title: subtitle === undefined ? title : { text: title, subtitle },
      width: pixels * x.length,
      height: pixels * y.length,
      layer: [
        {
          data: {
            values: ['x,x2,y,y2,value', ...lines].join('\n'),
            format: { type: 'csv' },
          },
          // Names for each of a thousand rectangles would help nobody.
          mark: { type: 'rect', aria: false },
          encoding: {
            x: position('x'),
            x2: { field: 'x2' },
            y: position('y'),
            y2: { field: 'y2' },
            color: {
              field: 'value',
              type: 'quantitative',
              title: null,
              scale: { domain: [...domain], range: [...colors], interpolate: 'rgb' },
            },
          },
        },
        ...(points.length === 0
          ? []
          : [
              {
                data: {
                  values: points.map((point) => ({
                    x: rounded(point.x),
                    y: rounded(point.y),
                    label: point.label,
                  })),
                },
                mark: {
                  type: 'point' as const,
                  size: 8,
                  filled: true,
                  opacity: 0.7,
                  aria: false,
                  clip: true,
                },
                encoding: {
                  x: { field: 'x', type: 'quantitative' as const },
                  y: { field: 'y', type: 'quantitative' as const },
                  shape: { field: 'label', type: 'nominal' as const, legend: null },
                  color: { value: '#222' },
                },
              },
            ]),
      ],
      resolve: { scale: { color: 'independent' } },
    },
  };
}

/** Grid points `left ≤ column < right`, `bottom ≤ row < top`, all of one level. */
interface Rectangle {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  top: number;
  readonly level: number;
}

/** Runs of one level in a row, joined with the same run in the row before. */
function rectanglesOf(columns: number, levels: readonly number[]): Rectangle[] {
  const all: Rectangle[] = [];
  let before = new Map<number, Rectangle>();
  for (let row = 0; row * columns < levels.length; row++) {
    const here = new Map<number, Rectangle>();
    for (let left = 0; left < columns; ) {
      const level = levels[row * columns + left];
      let right = left + 1;
      while (right < columns && levels[row * columns + right] === level) right++;
      let rectangle = before.get(left);
      if (rectangle?.right === right && rectangle.level === level) {
        rectangle.top = row + 1;
      } else {
        rectangle = { left, right, bottom: row, top: row + 1, level };
        all.push(rectangle);
      }
      here.set(left, rectangle);
      left = right;
    }
    before = here;
  }
  return all;
}

function levelsOf(
  values: readonly number[],
  [lowest, highest]: readonly [number, number],
): number[] {
  const width = highest - lowest;
  return values.map((value) =>
    Math.round((LEVELS - 1) * Math.min(1, Math.max(0, (value - lowest) / width))),
  );
}

function middleOf(level: number, [lowest, highest]: readonly [number, number]): number {
  return lowest + (level / (LEVELS - 1)) * (highest - lowest);
}

function rounded(value: number): number {
  return Number(value.toFixed(3));
}
