import { allFinite } from '../kernel/allFinite.js';
import type { ConvolutionGeometry, ImageLayout } from './convolutionGeometry.js';
import {
  addOneByOne,
  addTransposedOneByOne,
  type LinearMap,
  type LinearMapRow,
  upperSum,
} from './linearMap.js';
import { Numbers, othersOf } from './numbers.js';
import { WindowProduct } from './windowProduct.js';

/** With fewer filters, most of what the kernel computes side by side is nothing. */
const LEAST_FILTERS = 4;

/** An entry alone takes about as long as so many of a whole image. */
const SPARSE = 6;

/**
 * A convolution as a linear map, which stores each kernel once.
 *
 * Also the map of any matrix applied at several positions (a product with a stack of vectors is a
 * convolution with a 1 × 1 kernel). Padding is with zeros, so rows at the border have fewer terms.
 *
 * @example
 * ```ts
 * const map = new ConvolutionMap(new Float64Array([1, -1]), {
 *   input: channelsFirst(1, 1, 3), output: channelsFirst(1, 1, 2), kernelHeight: 1,
 *   kernelWidth: 2, strideY: 1, strideX: 1, dilationY: 1, dilationX: 1, padTop: 0, padLeft: 0,
 *   groups: 1,
 * });
 * map.row(1); // columns [1, 2], values [1, -1]
 * ```
 */
export class ConvolutionMap implements LinearMap {
  readonly rows: number;
  readonly columns: number;
  readonly termsPerRow: number;
  readonly coefficients: Numbers;
  /** The nearest doubles of the kernels, in the shape the constructor takes. */
  readonly kernel: Float64Array;
  #sums: Float64Array | undefined;
  #smallest: number | undefined;
  #absolute: ConvolutionMap | undefined;
  /** Null where it would not be worth it; not known until something is multiplied. */
  #windows: WindowProduct | null | undefined;
  #scatter: Scatter | undefined;
  /** Of kernels of one entry: the columns they meet at each place. */
  readonly #columnsAt = new Map<number, Int32Array>();

  /**
   * @param kernels - shape [output channels, input channels / groups, kernel height, kernel width]
   * @param geometry - both layouts cover their vectors exactly
   */
  constructor(
    kernels: Numbers | Float64Array,
    readonly geometry: ConvolutionGeometry,
  ) {
    this.coefficients = Numbers.from(kernels);
    this.kernel = this.coefficients.nearest;
    const { input, output } = geometry;
    this.rows = output.channels * output.height * output.width;
    this.columns = input.channels * input.height * input.width;
    this.termsPerRow = this.kernel.length / output.channels;
  }

  addProduct(x: Float64Array, out: Float64Array): void {
    this.addProducts(x, 1, out);
  }

  addProducts(x: Float64Array, vectors: number, out: Float64Array): void {
    if (this.#windows === undefined) {
      const { groups, output } = this.geometry;
      const isWorthwhile = output.channels / groups >= LEAST_FILTERS && allFinite(this.kernel);
      this.#windows = isWorthwhile ? new WindowProduct(this.kernel, this.geometry) : null;
    }
    // Left out, a weight of 0 hides what is not finite; multiplied, it makes NaN of it.
    if (this.#windows && allFinite(x) && this.#windows.add(x, vectors, out)) return;
    const { rows, columns } = this;
    const addProduct = (one: Float64Array, sum: Float64Array) => this.addPlanes(one, sum);
    addOneByOne({ rows, columns, addProduct }, x, vectors, out);
  }

  /** `out += map · x`, filter by filter: the same bits as by windows. */
  private addPlanes(x: Float64Array, out: Float64Array): void {
    const { kernel } = this;
    const { input, output, kernelHeight, kernelWidth, strideX, groups } = this.geometry;
    const channelsPerGroup = input.channels / groups;
    const filtersPerGroup = output.channels / groups;
    // One filter's sums are completed before they meet `out`, as the error bounds presume.
    const plane = new Float64Array(output.height * output.width);
    const stepIn = strideX * input.columnStride;
    for (let filter = 0; filter < output.channels; filter++) {
      plane.fill(0);
      const firstChannel = Math.floor(filter / filtersPerGroup) * channelsPerGroup;
      let k = filter * this.termsPerRow;
      for (let channel = firstChannel; channel < firstChannel + channelsPerGroup; channel++) {
        const base = channel * input.channelStride;
        for (let ky = 0; ky < kernelHeight; ky++) {
          const { first: y0, last: y1 } = this.outputRows(ky);
          for (let kx = 0; kx < kernelWidth; kx++, k++) {
            const weight = kernel[k];
            if (weight === 0) continue;
            const { first: x0, last: x1 } = this.outputColumns(kx);
            for (let oy = y0; oy <= y1; oy++) {
              let at =
                base +
                this.inputRow(oy, ky) * input.rowStride +
                this.inputColumn(x0, kx) * input.columnStride;
              const end = oy * output.width + x1;
              for (let o = oy * output.width + x0; o <= end; o++, at += stepIn) {
                plane[o] = plane[o] + weight * x[at];
              }
            }
          }
        }
      }
      const start = filter * output.channelStride;
      for (let oy = 0, o = 0; oy < output.height; oy++) {
        let to = start + oy * output.rowStride;
        for (let ox = 0; ox < output.width; ox++, o++, to += output.columnStride) {
          out[to] = out[to] + plane[o];
        }
      }
    }
  }

  addSparseProduct(x: Float64Array, active: Int32Array, count: number, out: Float64Array): void {
    if (count * SPARSE > this.columns) {
      this.addProduct(x, out);
      return;
    }
    const { input, output, kernelHeight, kernelWidth, groups } = this.geometry;
    const channelsPerGroup = input.channels / groups;
    const filtersPerGroup = output.channels / groups;
    const area = kernelHeight * kernelWidth;
    this.#scatter ??= this.scatter();
    const { kernel, rows, columns } = this.#scatter;
    for (let a = 0; a < count; a++) {
      const factor = x[active[a]];
      const { channel, row, column } = locate(input, active[a]);
      const group = Math.floor(channel / channelsPerGroup);
      const firstFilter = group * filtersPerGroup * output.channelStride;
      for (let ky = 0; ky < kernelHeight; ky++) {
        const oy = rows[row * kernelHeight + ky];
        if (oy < 0) continue;
        for (let kx = 0; kx < kernelWidth; kx++) {
          const ox = columns[column * kernelWidth + kx];
          if (ox < 0) continue;
          let to = firstFilter + oy * output.rowStride + ox * output.columnStride;
          let k = (channel * area + ky * kernelWidth + kx) * filtersPerGroup;
          for (const end = k + filtersPerGroup; k < end; k++, to += output.channelStride) {
            out[to] = out[to] + kernel[k] * factor;
          }
        }
      }
    }
  }

  /** What products with a few entries read. */
  private scatter(): Scatter {
    const { input, kernelHeight, kernelWidth, groups, output } = this.geometry;
    const area = kernelHeight * kernelWidth;
    const filtersPerGroup = output.channels / groups;
    const channelsPerGroup = input.channels / groups;
    return {
      kernel: Float64Array.from({ length: this.kernel.length }, (_, n) => {
        const filter = n % filtersPerGroup;
        const term = Math.floor(n / filtersPerGroup);
        const channel = Math.floor(term / area);
        const group = Math.floor(channel / channelsPerGroup);
        const row = group * filtersPerGroup + filter;
        return this.kernel[row * this.termsPerRow + (term - group * this.termsPerRow)];
      }),
      rows: Int32Array.from({ length: input.height * kernelHeight }, (_, n) =>
        this.outputRow(Math.floor(n / kernelHeight), n % kernelHeight),
      ),
      columns: Int32Array.from({ length: input.width * kernelWidth }, (_, n) =>
        this.outputColumn(Math.floor(n / kernelWidth), n % kernelWidth),
      ),
    };
  }

  addTransposedProduct(y: Float64Array, out: Float64Array): void {
    const { kernel } = this;
    const { output } = this.geometry;
    for (let filter = 0; filter < output.channels; filter++) {
      for (let oy = 0; oy < output.height; oy++) {
        for (let ox = 0; ox < output.width; ox++) {
          const factor =
            y[filter * output.channelStride + oy * output.rowStride + ox * output.columnStride];
          if (factor === 0) continue;
          this.forEachTerm(filter, oy, ox, (column, k) => {
            out[column] = out[column] + factor * kernel[k];
          });
        }
      }
    }
  }

  addTransposedProducts(y: Float64Array, vectors: number, out: Float64Array): void {
    addTransposedOneByOne(this, y, vectors, out);
  }

  rowSums(): Float64Array {
    if (this.#sums) return this.#sums;
    const sums = new Float64Array(this.rows);
    this.magnitudes().addProduct(new Float64Array(this.columns).fill(1), sums);
    this.#sums = sums.map((sum) => upperSum(sum, this.termsPerRow));
    return this.#sums;
  }

  addAbsoluteProduct(x: Float64Array, active: Int32Array, count: number, out: Float64Array): void {
    this.magnitudes().addSparseProduct(x, active, count, out);
  }

  smallestMagnitude(): number {
    this.#smallest ??= this.coefficients.smallestMagnitude();
    return this.#smallest;
  }

  row(index: number): LinearMapRow {
    const { channel, row, column } = locate(this.geometry.output, index);
    const { output, groups } = this.geometry;
    const isPoint = this.termsPerRow === this.geometry.input.channels && groups === 1;
    if (isPoint && this.coefficients.areDoubles) {
      // All filters meet the same columns, and rows are views: a walk keeps very many of them.
      const place = row * output.width + column;
      let columns = this.#columnsAt.get(place);
      if (!columns) this.#columnsAt.set(place, (columns = this.columnsOf(row, column)));
      if (columns.length === this.termsPerRow) {
        const from = channel * this.termsPerRow;
        const values = this.kernel.subarray(from, from + this.termsPerRow);
        return { columns, values, others: null };
      }
    }
    const columns = new Int32Array(this.termsPerRow);
    const values = new Float64Array(this.termsPerRow);
    const places = this.coefficients.areDoubles ? null : new Int32Array(this.termsPerRow);
    let count = 0;
    this.forEachTerm(channel, row, column, (at, k) => {
      columns[count] = at;
      if (places) places[count] = k;
      values[count++] = this.kernel[k];
    });
    const isWhole = count === this.termsPerRow;
    return {
      columns: isWhole ? columns : columns.subarray(0, count),
      values: isWhole ? values : values.subarray(0, count),
      others: places && othersOf(this.coefficients, count, (n) => places[n]),
    };
  }

  /** The columns that the first filter meets at a place. */
  private columnsOf(row: number, column: number): Int32Array {
    const columns: number[] = [];
    this.forEachTerm(0, row, column, (at) => {
      columns.push(at);
    });
    return Int32Array.from(columns);
  }

  /** The same convolution with the absolute values of the kernels. */
  private magnitudes(): ConvolutionMap {
    this.#absolute ??= new ConvolutionMap(this.kernel.map(Math.abs), this.geometry);
    return this.#absolute;
  }

  private forEachTerm(
    filter: number,
    oy: number,
    ox: number,
    visit: (column: number, k: number) => void,
  ): void {
    const { input, output, kernelHeight, kernelWidth, groups } = this.geometry;
    const channelsPerGroup = input.channels / groups;
    const firstChannel = Math.floor(filter / (output.channels / groups)) * channelsPerGroup;
    let k = filter * this.termsPerRow;
    for (let channel = firstChannel; channel < firstChannel + channelsPerGroup; channel++) {
      for (let ky = 0; ky < kernelHeight; ky++) {
        const iy = this.inputRow(oy, ky);
        for (let kx = 0; kx < kernelWidth; kx++, k++) {
          const ix = this.inputColumn(ox, kx);
          if (iy < 0 || iy >= input.height || ix < 0 || ix >= input.width) continue;
          visit(channel * input.channelStride + iy * input.rowStride + ix * input.columnStride, k);
        }
      }
    }
  }

  private inputRow(oy: number, ky: number): number {
    const { strideY, dilationY, padTop } = this.geometry;
    return oy * strideY + ky * dilationY - padTop;
  }

  private inputColumn(ox: number, kx: number): number {
    const { strideX, dilationX, padLeft } = this.geometry;
    return ox * strideX + kx * dilationX - padLeft;
  }

  /** The output row that reads input row iy through kernel row ky, or −1. */
  private outputRow(iy: number, ky: number): number {
    const { strideY, dilationY, padTop, output } = this.geometry;
    return exactQuotient(iy + padTop - ky * dilationY, strideY, output.height);
  }

  private outputColumn(ix: number, kx: number): number {
    const { strideX, dilationX, padLeft, output } = this.geometry;
    return exactQuotient(ix + padLeft - kx * dilationX, strideX, output.width);
  }

  /** The output rows whose kernel row ky stands inside the image. */
  private outputRows(ky: number): { first: number; last: number } {
    const { strideY, dilationY, padTop, input, output } = this.geometry;
    return insideRange(ky * dilationY - padTop, strideY, input.height, output.height);
  }

  private outputColumns(kx: number): { first: number; last: number } {
    const { strideX, dilationX, padLeft, input, output } = this.geometry;
    return insideRange(kx * dilationX - padLeft, strideX, input.width, output.width);
  }
}

/** A convolution by what an input entry is multiplied with, and where to. */
interface Scatter {
  /** Shape [input channels, kernel height, kernel width, filters of the channel's group]. */
  readonly kernel: Float64Array;
  /** The output row that an input row reaches through a kernel row, −1 for none: both, the first outer. */
  readonly rows: Int32Array;
  readonly columns: Int32Array;
}

/** The o in [0, count) with `0 ≤ o · stride + offset < size`. */
function insideRange(offset: number, stride: number, size: number, count: number) {
  return {
    first: Math.max(0, Math.ceil(-offset / stride)),
    last: Math.min(count - 1, Math.floor((size - 1 - offset) / stride)),
  };
}

function exactQuotient(distance: number, stride: number, count: number): number {
  if (distance < 0 || distance % stride !== 0) return -1;
  const quotient = distance / stride;
  return quotient < count ? quotient : -1;
}

/** Undoes a layout: strides are nested, so each axis is a digit of the index. */
function locate(layout: ImageLayout, index: number) {
  return {
    channel: Math.floor(index / layout.channelStride) % layout.channels,
    row: Math.floor(index / layout.rowStride) % layout.height,
    column: Math.floor(index / layout.columnStride) % layout.width,
  };
}
