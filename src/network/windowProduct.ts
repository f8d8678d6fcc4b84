import { type KernelMemory, kernelMemory } from '../kernel/kernelMemory.js';
import { PackedMatrix, WIDTH } from '../kernel/packedMatrix.js';
import type { ConvolutionGeometry } from './convolutionGeometry.js';

/** Images laid out at once take at most so many doubles, or are one. */
const MOST_DOUBLES = 2 ** 17;

/**
 * The products of a convolution as those of a matrix with windows of the image: padded once, the image
 * lies in the kernel's memory, and a filter's entries are multiplied with it where they stand.
 *
 * Arithmetic: float64. A sum starts at 0, goes through channels, rows and columns of the kernel in
 * ascending order, and meets `out` when it is complete. What lies in the padding is multiplied as 0,
 * which leaves a sum as it is: the same bits as without, where everything is finite.
 */
export class WindowProduct {
  /** One matrix a group, filters × terms. */
  private readonly matrices: readonly PackedMatrix[];
  /** Where the terms stand in the padded image of a group, in bytes from the first. */
  private readonly offsets: Int32Array;
  private readonly padded: PaddedImage;

  /** @param kernel - shape [output channels, input channels / groups, kernel height, kernel width] */
  constructor(
    kernel: Float64Array,
    private readonly geometry: ConvolutionGeometry,
  ) {
    const { input, output, groups, kernelHeight, kernelWidth, dilationY, dilationX } = geometry;
    const filters = output.channels / groups;
    const terms = (input.channels / groups) * kernelHeight * kernelWidth;
    this.matrices = Array.from({ length: groups }, (_, group) => {
      const from = group * filters * terms;
      const values = kernel.subarray(from, from + filters * terms);
      return new PackedMatrix(filters, terms, values, terms, 1);
    });
    this.padded = new PaddedImage(geometry);
    const { plane, width } = this.padded;
    this.offsets = Int32Array.from({ length: terms }, (_, j) => {
      const kx = j % kernelWidth;
      const ky = Math.floor(j / kernelWidth) % kernelHeight;
      const channel = Math.floor(j / (kernelWidth * kernelHeight));
      return 8 * (channel * plane + ky * dilationY * width + kx * dilationX);
    });
  }

  /**
   * `out += convolution · x` for many vectors, one after another; false, and nothing done, where there
   * is no kernel or no room in its memory.
   *
   * @param x - finite
   */
  add(x: Float64Array, vectors: number, out: Float64Array): boolean {
    const memory = kernelMemory();
    if (!memory) return false;
    const { padded, offsets, geometry } = this;
    const { input, output } = geometry;
    const [inputs, outputs] = [input, output].map((l) => l.channels * l.height * l.width);
    const most = Math.min(vectors, Math.max(1, Math.floor(MOST_DOUBLES / padded.size)));
    const longest = Math.max(most, output.height, output.width);
    // One image more than there are: what the last odd window reads.
    const list = (most + 1) * padded.size;
    const results = list + offsets.length;
    const room = results + (longest + 1) * this.matrices[0].panels * WIDTH;
    if (!memory.reserve(8 * room)) return false;
    const addresses = this.matrices.map((matrix) => matrix.packedAt(memory));
    // One may have been forgotten to make room for another.
    if (this.matrices.some((matrix, n) => matrix.packedAt(memory) !== addresses[n])) return false;
    if (addresses.includes(-1)) return false;
    memory.integers.set(offsets, 2 * list);
    for (let from = 0; from < vectors; from += most) {
      const some = Math.min(most, vectors - from);
      padded.layOut(x.subarray(from * inputs, (from + some) * inputs), some, memory.doubles);
      const sums = out.subarray(from * outputs, (from + some) * outputs);
      addresses.forEach((address, group) => {
        this.addGroup(memory, group, address, { vectors: some, list, results }, sums);
      });
    }
    return true;
  }

  /** Adds the outputs of one group, whose matrix lies at an address. */
  private addGroup(
    memory: KernelMemory,
    group: number,
    address: number,
    at: { readonly vectors: number; readonly list: number; readonly results: number },
    out: Float64Array,
  ): void {
    const { geometry, padded, offsets } = this;
    const { input, output, groups, strideY, strideX } = geometry;
    const { panels, outputs: filters } = this.matrices[group];
    const stride = panels * WIDTH;
    const axes = [
      { count: at.vectors, x: padded.size, out: output.channels * output.height * output.width },
      { count: output.height, x: strideY * padded.width, out: output.rowStride },
      { count: output.width, x: strideX, out: output.columnStride },
    ];
    // The kernel goes along the longest.
    const [outer, middle, inner] = axes.sort((a, b) => a.count - b.count);
    const firstIn = group * (input.channels / groups) * padded.plane;
    const firstOut = group * filters * output.channelStride;
    const { doubles } = memory;
    for (let i = 0; i < outer.count; i++) {
      for (let j = 0; j < middle.count; j++) {
        memory.kernel.windows(
          8 * (firstIn + i * outer.x + j * middle.x),
          8 * inner.x,
          inner.count + (inner.count & 1),
          8 * at.list,
          offsets.length,
          address,
          8 * WIDTH * offsets.length,
          panels,
          8 * at.results,
          8 * stride,
        );
        const start = firstOut + i * outer.out + j * middle.out;
        for (let f = 0; f < filters; f++) {
          let to = start + f * output.channelStride;
          let from = at.results + f;
          for (let k = 0; k < inner.count; k++, to += inner.out, from += stride) {
            out[to] = out[to] + doubles[from];
          }
        }
      }
    }
  }
}

/** Images with zeros around, as far as windows reach: channels, rows, columns. */
class PaddedImage {
  readonly height: number;
  readonly width: number;
  /** Entries of one channel, and of an image. */
  readonly plane: number;
  readonly size: number;

  constructor(private readonly geometry: ConvolutionGeometry) {
    const { input, output, kernelHeight, kernelWidth } = geometry;
    const { strideY, strideX, dilationY, dilationX } = geometry;
    this.height = (output.height - 1) * strideY + (kernelHeight - 1) * dilationY + 1;
    this.width = (output.width - 1) * strideX + (kernelWidth - 1) * dilationX + 1;
    this.plane = this.height * this.width;
    this.size = input.channels * this.plane;
  }

  /** Writes images to the start of a memory. */
  layOut(x: Float64Array, images: number, memory: Float64Array): void {
    const { input, padTop, padLeft } = this.geometry;
    const { height, width, plane, size } = this;
    const { channels, channelStride, rowStride, columnStride } = input;
    memory.fill(0, 0, images * size);
    const [fromRow, toRow] = [Math.max(0, -padTop), Math.min(input.height, height - padTop)];
    const [from, to] = [Math.max(0, -padLeft), Math.min(input.width, width - padLeft)];
    for (let image = 0; image < images; image++) {
      for (let channel = 0; channel < channels; channel++) {
        for (let row = fromRow; row < toRow; row++) {
          let at =
            image * channels * input.height * input.width +
            channel * channelStride +
            row * rowStride +
            from * columnStride;
          let place = image * size + channel * plane + (row + padTop) * width + padLeft + from;
          for (let column = from; column < to; column++, at += columnStride) {
            memory[place++] = x[at];
          }
        }
      }
    }
  }
}
