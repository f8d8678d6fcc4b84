import { describe, expect, it } from 'vitest';
import { renderFigure } from './figure.js';
import { mapFigure } from './mapFigure.js';

const SIDE = 13;
const axis = Array.from({ length: SIDE }, (_, k) => k - 6);
const wave = axis.flatMap((y) => axis.map((x) => 0.8 * Math.sin(x / 3) * Math.cos(y / 4) - 0.2));

/** The rectangles of a figure: x, x2, y, y2, value. */
function rectanglesOf(values: readonly number[]): number[][] {
  const figure = mapFigure({
    name: 'wave',
    title: 'Wave',
    x: axis,
    y: axis,
    values,
    domain: [-1, 1],
    colors: ['#fff', '#000'],
  });
  const { layer } = figure.specification as unknown as {
    layer: { data: { values: string } }[];
  };
  return layer[0].data.values
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').map(Number));
}

describe('mapFigure', () => {
  it('shows every grid point in its colour, to within half a level', () => {
    const rectangles = rectanglesOf(wave);
    axis.forEach((y, row) => {
      axis.forEach((x, column) => {
        const [found, ...others] = rectangles.filter(
          ([left, right, bottom, top]) => left < x && x < right && bottom < y && y < top,
        );
        expect(others).toEqual([]);
        expect(Math.abs(found[4] - wave[row * SIDE + column])).toBeLessThan(1 / 31 + 0.001);
      });
    });
    expect(rectangles.length).toBeLessThan(SIDE * SIDE);
  });

  it('joins what has one colour, also across rows, and nothing else', () => {
    expect(rectanglesOf(wave.map(() => 0.3))).toHaveLength(1);
    // The left half dark, the right half light.
    expect(rectanglesOf(axis.flatMap(() => axis.map((x) => Math.sign(x + 0.5))))).toHaveLength(2);
    // Beyond the domain is drawn as its end.
    expect(rectanglesOf(wave.map((_, k) => (k % 2 === 0 ? 1 : 7)))).toHaveLength(1);
  });

  it('is as wide and as high as its axes', () => {
    const figure = mapFigure({
      name: 'strip',
      title: 'Strip',
      x: axis,
      y: axis.slice(0, 4),
      values: axis.slice(0, 4).flatMap(() => axis),
      domain: [-6, 6],
      colors: ['#fff', '#000'],
    });
    const { width, height } = figure.specification as unknown as { width: number; height: number };
    expect(width / height).toBeCloseTo(13 / 4, 12);
  });

  it('stays small: no more than 80 kB of data and 150 kB of picture for 61 × 61 points', async () => {
    const fine = Array.from({ length: 61 }, (_, k) => k / 10 - 3);
    const figure = mapFigure({
      name: 'sum',
      title: 'Sum',
      subtitle: 'of two',
      x: fine,
      y: fine,
      values: fine.flatMap((y) => fine.map((x) => Math.tanh(x + y))),
      domain: [-1, 1],
      colors: ['#fff', '#000'],
      points: [{ x: 0, y: 0, label: 1 }],
    });
    expect(JSON.stringify(figure.specification).length).toBeLessThan(80_000);
    const svg = await renderFigure(figure);
    expect(svg.length).toBeLessThan(150_000);
    expect(svg).not.toMatch(/d="[^"]*\d\.\d{3}/);
    expect(figure.title).toBe('Sum: of two');
  });
});
