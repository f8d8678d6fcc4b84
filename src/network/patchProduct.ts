import { MatrixProduct } from '../kernel/matrixProduct.js';
import type { ConvolutionGeometry } from './convolutionGeometry.js';

/** Patches laid out at once: as many vectors as the matrix kernel takes in one call. */
const BLOCK = 32;
/** With fewer entries even a block of patches is multiplied faster without the kernel. */
const WORTHWHILE = 64;

/**
 * The products of a convolution as those of a matrix: what each filter meets at a place, its patch, is
 * laid out as one vector (im2col), a block of places at a time, so that memory is bounded.
 *
 * Arithmetic: float64. A sum starts at 0, goes through channels, rows and columns of the kernel in
 * ascending order, and meets `out` when it is complete. What lies in the padding is multiplied as 0,
 * which leaves a sum as it is: the same bits as without, where everything is finite.
 */
export class PatchProduct {
  /** One matrix a group, filters × terms. */
  private readonly matrices: readonly MatrixProduct[];
  /** Where term j of a patch stands in the image, from the place of its first term. */
  private readonly offsets: Int32Array;
  /** Filters and terms of a group. */
  private readonly filters: number;
  private readonly terms: number;
  private readonly patches: Float64Array;
  private readonly sums: Float64Array;

  /** @param kernel - shape [output channels, input channels / groups, kernel height, kernel width] */
  constructor(
    kernel: Float64Array,
    private readonly geometry: ConvolutionGeometry,
  ) {
    const { input, output, groups, kernelHeight, kernelWidth } = geometry;
    const channels = input.channels / groups;
    this.filters = output.channels / groups;
    this.terms = channels * kernelHeight * kernelWidth;
    const { filters, terms } = this;
    this.matrices = Array.from({ length: groups }, (_, group) => {
      const from = group * filters * terms;
      const values = kernel.subarray(from, from + filters * terms);
      return new MatrixProduct(filters, terms, values, WORTHWHILE);
    });
    this.offsets = Int32Array.from({ length: terms }, (_, j) => {
      const kx = j % kernelWidth;
      const ky = Math.floor(j / kernelWidth) % kernelHeight;
      const channel = Math.floor(j / (kernelWidth * kernelHeight));
      return (
        channel * input.channelStride +
        ky * geometry.dilationY * input.rowStride +
        kx * geometry.dilationX * input.columnStride
      );
    });
    this.patches = new Float64Array(BLOCK * terms);
    this.sums = new Float64Array(BLOCK * filters);
  }

  /**
   * `out += convolution · x` for many vectors, one after another.
   *
   * @param x - finite
   */
  add(x: Float64Array, vectors: number, out: Float64Array): void {
    const { output } = this.geometry;
    const area = output.height * output.width;
    const places = vectors * area;
    this.matrices.forEach((matrix, group) => {
      for (let from = 0; from < places; from += BLOCK) {
        const some = Math.min(BLOCK, places - from);
        for (let p = 0; p < some; p++) this.layOut(x, from + p, group, p * this.terms);
        const sums = this.sums.subarray(0, some * this.filters).fill(0);
        matrix.addMany(this.patches.subarray(0, some * this.terms), some, sums);
        for (let p = 0; p < some; p++) this.meet(sums, p, from + p, group, out);
      }
    });
  }

  /** Writes the patch of a group at a place, counted through all vectors. */
  private layOut(x: Float64Array, place: number, group: number, to: number): void {
    const { geometry, offsets, patches, terms } = this;
    const { input, output, kernelHeight, kernelWidth, dilationY, dilationX } = geometry;
    const area = output.height * output.width;
    const vector = Math.floor(place / area);
    const oy = Math.floor((place - vector * area) / output.width);
    const ox = place - vector * area - oy * output.width;
    const iy = oy * geometry.strideY - geometry.padTop;
    const ix = ox * geometry.strideX - geometry.padLeft;
    const channels = input.channels / geometry.groups;
    const image = vector * input.channels * input.height * input.width;
    const base =
      image +
      group * channels * input.channelStride +
      iy * input.rowStride +
      ix * input.columnStride;
    const isInside =
      iy >= 0 &&
      ix >= 0 &&
      iy + (kernelHeight - 1) * dilationY < input.height &&
      ix + (kernelWidth - 1) * dilationX < input.width;
    if (isInside) {
      for (let j = 0; j < terms; j++) patches[to + j] = x[base + offsets[j]];
      return;
    }
    let j = 0;
    for (let channel = 0; channel < channels; channel++) {
      for (let ky = 0; ky < kernelHeight; ky++) {
        const y = iy + ky * dilationY;
        const isRow = y >= 0 && y < input.height;
        for (let kx = 0; kx < kernelWidth; kx++, j++) {
          const column = ix + kx * dilationX;
          const isMet = isRow && column >= 0 && column < input.width;
          patches[to + j] = isMet ? x[base + offsets[j]] : 0;
        }
      }
    }
  }

  /** Adds the sums of a group's filters at a place to the outputs there. */
  private meet(
    sums: Float64Array,
    p: number,
    place: number,
    group: number,
    out: Float64Array,
  ): void {
    const { filters } = this;
    const { output } = this.geometry;
    const area = output.height * output.width;
    const vector = Math.floor(place / area);
    const oy = Math.floor((place - vector * area) / output.width);
    const ox = place - vector * area - oy * output.width;
    let at =
      vector * output.channels * area +
      group * filters * output.channelStride +
      oy * output.rowStride +
      ox * output.columnStride;
    for (let f = 0; f < filters; f++, at += output.channelStride) {
      out[at] = out[at] + sums[p * filters + f];
    }
  }
}
