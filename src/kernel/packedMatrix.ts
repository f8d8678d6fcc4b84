import type { KernelMemory } from './kernelMemory.js';

/** Outputs that lie side by side in a panel. */
export const WIDTH = 8;

/** A matrix in the kernel's memory, as `matrixProduct.wat` wants it. */
export class PackedMatrix {
  readonly panels: number;
  private generation = -1;
  private address = -1;

  /** The coefficient of output i and column j stands at `values[i·rowStride + j·columnStride]`. */
  constructor(
    readonly outputs: number,
    readonly columns: number,
    private readonly values: Float64Array,
    private readonly rowStride: number,
    private readonly columnStride: number,
  ) {
    this.panels = Math.ceil(outputs / WIDTH);
  }

  /** Where the matrix lies packed; −1 if there is no room for it. */
  packedAt(memory: KernelMemory): number {
    if (this.generation === memory.generation) return this.address;
    const { outputs, columns, values, rowStride, columnStride, panels } = this;
    this.address = memory.allocate(8 * panels * WIDTH * columns);
    this.generation = memory.generation;
    if (this.address < 0) return -1;
    const { doubles } = memory;
    for (let i = 0; i < panels * WIDTH; i++) {
      const panel = Math.floor(i / WIDTH);
      let to = this.address / 8 + panel * WIDTH * columns + (i % WIDTH);
      let from = i * rowStride;
      for (let j = 0; j < columns; j++, to += WIDTH, from += columnStride) {
        doubles[to] = i < outputs ? values[from] : 0;
      }
    }
    return this.address;
  }
}
