import { MATRIX_PRODUCT } from './matrixProduct.generated.js';
import { type LinearMemory, webAssembly } from './webAssembly.js';

/** The exports of `matrixProduct.wat`; addresses in bytes. */
interface Products {
  products(
    x: number,
    xStride: number,
    vectors: number,
    active: number,
    count: number,
    panel: number,
    panelBytes: number,
    panels: number,
    out: number,
    outStride: number,
  ): void;
  windows(
    x: number,
    xStride: number,
    windows: number,
    offsets: number,
    count: number,
    panel: number,
    panelBytes: number,
    panels: number,
    out: number,
    outStride: number,
  ): void;
  product: OneProduct;
  absoluteProduct: OneProduct;
}

type OneProduct = (
  x: number,
  active: number,
  count: number,
  panel: number,
  panelBytes: number,
  panels: number,
  out: number,
) => void;

/** What matrix products run on. */
export type KernelName = 'webassembly-simd' | 'javascript';

/** Memory that matrices are packed into at most, bytes; a larger one is multiplied by plain loops. */
const MOST_BYTES = 192 * 2 ** 20;
const PAGE = 2 ** 16;

/**
 * The one memory the kernel works in: room for vectors at its start, packed matrices behind it.
 *
 * When it is full everything packed is forgotten, and packed again when it is used again: memory
 * stays bounded whatever number of networks come and go.
 */
export class KernelMemory {
  /** Rises when what was packed is forgotten. */
  generation = 0;
  /** The memory as doubles and as 32-bit integers; made anew when it grows. */
  doubles: Float64Array;
  integers: Int32Array;
  private scratchBytes = 4 * PAGE;
  private used = 4 * PAGE;

  private constructor(
    private readonly memory: LinearMemory,
    readonly kernel: Products,
  ) {
    this.doubles = new Float64Array(memory.buffer);
    this.integers = new Int32Array(memory.buffer);
  }

  /** Null where WebAssembly or its SIMD instructions are missing or forbidden. */
  static create(): KernelMemory | null {
    try {
      const { Memory, Module, Instance } = webAssembly();
      const bytes = Uint8Array.from(atob(MATRIX_PRODUCT), (letter) => letter.charCodeAt(0));
      const memory = new Memory({ initial: 16, maximum: MOST_BYTES / PAGE });
      const { exports } = new Instance(new Module(bytes), {
        kernel: { memory },
      });
      return new KernelMemory(memory, exports as unknown as Products);
    } catch {
      return null;
    }
  }

  /**
   * Makes sure that so many bytes at the start of the memory are free for vectors; false if there
   * is no room for them.
   */
  reserve(bytes: number): boolean {
    if (bytes <= this.scratchBytes) return true;
    if (bytes > MOST_BYTES / 4 || !this.growTo(bytes)) return false;
    this.scratchBytes = Math.ceil(bytes / PAGE) * PAGE;
    this.forget();
    return true;
  }

  /** The address of so many new bytes, or −1 where there is no room for them. */
  allocate(bytes: number): number {
    if (bytes > (MOST_BYTES - this.scratchBytes) / 2) return -1;
    if (this.used + bytes > MOST_BYTES) this.forget();
    if (!this.growTo(this.used + bytes)) return -1;
    const address = this.used;
    this.used += Math.ceil(bytes / 64) * 64;
    return address;
  }

  private forget(): void {
    this.used = this.scratchBytes;
    this.generation++;
  }

  private growTo(bytes: number): boolean {
    const { byteLength } = this.memory.buffer;
    if (bytes <= byteLength) return true;
    const wanted = Math.min(MOST_BYTES, Math.max(bytes, 2 * byteLength));
    try {
      this.memory.grow(Math.ceil((wanted - byteLength) / PAGE));
    } catch {
      return false;
    }
    this.doubles = new Float64Array(this.memory.buffer);
    this.integers = new Int32Array(this.memory.buffer);
    return true;
  }
}

let made: KernelMemory | null | undefined;
let forced: KernelName | null = null;

/** The kernel's memory, made when first needed; null where plain loops are used. */
export function kernelMemory(): KernelMemory | null {
  if (forced === 'javascript') return null;
  if (made === undefined) made = KernelMemory.create();
  return made;
}

/**
 * What matrix products run on here: WebAssembly with SIMD instructions, or plain JavaScript where
 * that is missing. Results are the same to the last bit.
 *
 * @example
 * ```ts
 * matrixKernel(); // 'webassembly-simd'
 * ```
 */
export function matrixKernel(): KernelName {
  return kernelMemory() ? 'webassembly-simd' : 'javascript';
}

/** Runs an action with plain loops in place of WebAssembly, as where that is missing. */
export function withPlainLoops<Result>(action: () => Result): Result {
  const before = forced;
  forced = 'javascript';
  try {
    return action();
  } finally {
    forced = before;
  }
}
