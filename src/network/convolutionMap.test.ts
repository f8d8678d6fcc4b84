import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withPlainLoops } from '../kernel/kernelMemory.js';
import { type ConvolutionGeometry, channelsFirst, channelsLast } from './convolutionGeometry.js';
import { ConvolutionMap } from './convolutionMap.js';

test('the example of the docstring', () => {
  const map = new ConvolutionMap(new Float64Array([1, -1]), {
    input: channelsFirst(1, 1, 3),
    output: channelsFirst(1, 1, 2),
    kernelHeight: 1,
    kernelWidth: 2,
    strideY: 1,
    strideX: 1,
    dilationY: 1,
    dilationX: 1,
    padTop: 0,
    padLeft: 0,
    groups: 1,
  });
  expect(Array.from(map.row(1).columns)).toEqual([1, 2]);
  expect(Array.from(map.row(1).values)).toEqual([1, -1]);
});

test('every product agrees with the matrix written out from the definition', () => {
  fc.assert(
    fc.property(geometries(), fc.infiniteStream(smallIntegers), (geometry, numbers) => {
      const draw = (count: number) =>
        Float64Array.from({ length: count }, () => numbers.next().value);
      const { input, output, groups, kernelHeight, kernelWidth } = geometry;
      const kernel = draw(output.channels * (input.channels / groups) * kernelHeight * kernelWidth);
      const map = new ConvolutionMap(kernel, geometry);
      const matrix = writtenOut(kernel, geometry);
      expect([map.rows, map.columns]).toEqual([matrix.length, matrix[0].length]);

      const x = draw(map.columns);
      const start = draw(map.rows);
      // Small integers: float64 sums are exact, so agreement is equality.
      expect(added(start, (out) => map.addProduct(x, out))).toEqual(plus(start, times(matrix, x)));

      const active = Int32Array.from(
        Array.from(x.keys()).filter((j) => x[j] > 0 && numbers.next().value > 0),
      );
      const sparse = new Float64Array(map.columns);
      for (const j of active) sparse[j] = x[j];
      const poisoned = x.map((value, j) => (active.includes(j) ? value : 0));
      expect(
        added(start, (out) => map.addSparseProduct(poisoned, active, active.length, out)),
      ).toEqual(plus(start, times(matrix, sparse)));
      const absolute = matrix.map((row) => row.map(Math.abs));
      expect(
        added(start, (out) => map.addAbsoluteProduct(poisoned, active, active.length, out)),
      ).toEqual(plus(start, times(absolute, sparse)));

      const y = draw(map.rows);
      const transposed = matrix[0].map((_, j) => matrix.map((row) => row[j]));
      expect(added(x, (out) => map.addTransposedProduct(y, out))).toEqual(
        plus(x, times(transposed, y)),
      );

      const sums = map.rowSums();
      let longest = 0;
      for (let i = 0; i < map.rows; i++) {
        const sum = absolute[i].reduce((total, value) => total + value, 0);
        expect(sums[i]).toBeGreaterThanOrEqual(sum);
        expect(sums[i]).toBeLessThanOrEqual(sum * (1 + 1e-12));
        const row = new Array<number>(map.columns).fill(0);
        const { columns, values } = map.row(i);
        longest = Math.max(longest, columns.length);
        for (let k = 0; k < columns.length; k++) row[columns[k]] += values[k];
        expect(row).toEqual(matrix[i]);
      }
      expect(longest).toBeLessThanOrEqual(map.termsPerRow);
      const magnitudes = Array.from(kernel, Math.abs).filter((value) => value > 0);
      expect(map.smallestMagnitude()).toBe(Math.min(Infinity, ...magnitudes));
    }),
    { numRuns: 150, seed: 4 },
  );
});

test('many vectors, by windows or by planes, give the bits of sums in the order of the kernel', () => {
  const doubles = fc.oneof(
    fc.double({ min: -1e3, max: 1e3, noNaN: true }),
    fc.constantFrom(0, -0, 1e300, 2 ** -1060, 1 / 3),
  );
  let byWindows = 0;
  fc.assert(
    fc.property(
      geometries(),
      fc.infiniteStream(doubles),
      fc.integer({ min: 1, max: 12 }),
      fc.boolean(),
      fc.option(fc.constantFrom(Infinity, -Infinity, Number.NaN), { freq: 1 }),
      (geometry, numbers, vectors, hasKernel, odd) => {
        const draw = (count: number) =>
          Float64Array.from({ length: count }, () => numbers.next().value);
        const { input, output, groups, kernelHeight, kernelWidth } = geometry;
        const kernel = draw(
          output.channels * (input.channels / groups) * kernelHeight * kernelWidth,
        );
        const map = new ConvolutionMap(kernel, geometry);
        const x = draw(vectors * map.columns);
        if (odd !== null) x[x.length >> 1] = odd;
        else if (output.channels / groups >= 4) byWindows++;
        const out = draw(vectors * map.rows);
        const expected = out.slice();
        for (let v = 0; v < vectors; v++) {
          addInOrder(
            kernel,
            geometry,
            x.subarray(v * map.columns, (v + 1) * map.columns),
            expected.subarray(v * map.rows, (v + 1) * map.rows),
          );
        }
        const multiply = () => map.addProducts(x, vectors, out);
        if (hasKernel) multiply();
        else withPlainLoops(multiply);
        expect(out.every((value, i) => Object.is(value, expected[i]))).toBe(true);
      },
    ),
    { numRuns: 300, seed: 5 },
  );
  expect(byWindows).toBeGreaterThan(50);
});

test('a sparse product reads only the active entries', () => {
  const map = new ConvolutionMap(new Float64Array([2, 3]), {
    input: channelsFirst(1, 1, 8),
    output: channelsFirst(1, 1, 7),
    kernelHeight: 1,
    kernelWidth: 2,
    strideY: 1,
    strideX: 1,
    dilationY: 1,
    dilationX: 1,
    padTop: 0,
    padLeft: 0,
    groups: 1,
  });
  const x = new Float64Array(8).fill(Number.NaN);
  x[4] = 10;
  const out = new Float64Array(7);
  map.addSparseProduct(x, Int32Array.of(4), 1, out);
  expect(Array.from(out)).toEqual([0, 0, 0, 30, 20, 0, 0]);
});

const smallIntegers = fc.integer({ min: -9, max: 9 });

function geometries(): fc.Arbitrary<ConvolutionGeometry> {
  const upTo = (max: number) => fc.integer({ min: 1, max });
  return fc
    .record({
      groups: upTo(2),
      channelsPerGroup: upTo(2),
      filtersPerGroup: upTo(6),
      height: upTo(5),
      width: upTo(5),
      kernelHeight: upTo(3),
      kernelWidth: upTo(3),
      strideY: upTo(3),
      strideX: upTo(2),
      dilationY: upTo(2),
      dilationX: upTo(2),
      padTop: fc.integer({ min: 0, max: 2 }),
      padLeft: fc.integer({ min: 0, max: 2 }),
      outputHeight: upTo(4),
      outputWidth: upTo(4),
      layout: fc.constantFrom(channelsFirst, channelsLast),
    })
    .map((g) => ({
      ...g,
      input: g.layout(g.groups * g.channelsPerGroup, g.height, g.width),
      output: g.layout(g.groups * g.filtersPerGroup, g.outputHeight, g.outputWidth),
    }));
}

/** The matrix of a convolution by its definition, entry by entry. */
function writtenOut(kernel: Float64Array, g: ConvolutionGeometry): number[][] {
  const { input, output } = g;
  const perGroup = input.channels / g.groups;
  const matrix = Array.from({ length: output.channels * output.height * output.width }, () =>
    new Array<number>(input.channels * input.height * input.width).fill(0),
  );
  for (let f = 0; f < output.channels; f++)
    for (let oy = 0; oy < output.height; oy++)
      for (let ox = 0; ox < output.width; ox++)
        for (let c = 0; c < perGroup; c++)
          for (let ky = 0; ky < g.kernelHeight; ky++)
            for (let kx = 0; kx < g.kernelWidth; kx++) {
              const iy = oy * g.strideY + ky * g.dilationY - g.padTop;
              const ix = ox * g.strideX + kx * g.dilationX - g.padLeft;
              if (iy < 0 || iy >= input.height || ix < 0 || ix >= input.width) continue;
              const channel = Math.floor((f * g.groups) / output.channels) * perGroup + c;
              const row =
                f * output.channelStride + oy * output.rowStride + ox * output.columnStride;
              const column =
                channel * input.channelStride + iy * input.rowStride + ix * input.columnStride;
              matrix[row][column] =
                kernel[((f * perGroup + c) * g.kernelHeight + ky) * g.kernelWidth + kx];
            }
  return matrix;
}

/** What is promised of rounding: a sum from 0 through the kernel in order, weights of 0 left out. */
function addInOrder(
  kernel: Float64Array,
  geometry: ConvolutionGeometry,
  x: Float64Array,
  out: Float64Array,
): void {
  // Which entry of the kernel each row meets in each column, counted from 1; 0: none.
  const places = writtenOut(
    Float64Array.from(kernel, (_, k) => k + 1),
    geometry,
  );
  places.forEach((row, i) => {
    const met = row.flatMap((k, j) => (k > 0 ? [[k - 1, j]] : []));
    let sum = 0;
    for (const [k, j] of met.sort(([a], [b]) => a - b)) {
      if (kernel[k] !== 0) sum += kernel[k] * x[j];
    }
    out[i] = out[i] + sum;
  });
}

function times(matrix: number[][], x: Float64Array): number[] {
  return matrix.map((row) => row.reduce((sum, value, j) => sum + value * x[j], 0));
}

function plus(start: Float64Array, product: number[]): number[] {
  return product.map((value, i) => start[i] + value + 0);
}

function added(start: Float64Array, act: (out: Float64Array) => void): number[] {
  const out = start.slice();
  act(out);
  return Array.from(out, (value) => value + 0);
}
