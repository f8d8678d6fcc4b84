import { SINGLE_PRODUCT } from './singleProduct.generated.js';
import { type LinearMemory, webAssembly } from './webAssembly.js';

/** The export of `singleProduct.wat`; addresses in bytes. */
interface SingleProducts {
  blockedProduct(
    a: number,
    aRow: number,
    aStep: number,
    rows: number,
    depth: number,
    panels: number,
    count: number,
    out: number,
    outRow: number,
  ): void;
  nextNotAbove(at: number, end: number, lower: number, most: number): number;
}

/** A float32 matrix, row-major, or its transpose. */
export interface SingleMatrix {
  /** Shape [rows · columns] of what is stored. */
  readonly values: Float32Array;
  /** Whether the transpose of what is stored is meant. */
  readonly transposed: boolean;
}

/** The sizes of a product: [left × depth] · [depth × right]. */
export interface ProductSize {
  readonly left: number;
  readonly depth: number;
  readonly right: number;
}

/** Memory used at most, bytes; larger products are left to the caller. */
const MOST_BYTES = 64 * 2 ** 20;
const PAGE = 2 ** 16;
/** Columns of the second matrix that lie side by side in a panel, and rows of the first at once. */
const WIDTH = 8;
const ROWS = 4;

/**
 * The product of two float32 matrices, with the bits of TensorFlow.js's WebAssembly product of
 * matrices that are transposed or many: sums of 48 products each, in order, added in order, every
 * operation rounded to float32.
 *
 * @param out - shape [left · right]; overwritten
 * @returns false, and nothing is done, where WebAssembly with SIMD instructions is missing or the
 *   matrices are too large or empty
 */
export function singleProduct(
  a: SingleMatrix,
  b: SingleMatrix,
  { left, depth, right }: ProductSize,
  out: Float32Array,
): boolean {
  // Not laid out in vain.
  if (left * depth * right === 0 || 4 * depth * right > MOST_BYTES) return false;
  const product = panelProduct(a, left, panelsOf(b, depth, right));
  if (!product) return false;
  const { values, stride } = product;
  for (let i = 0; i < left; i++) {
    out.set(values.subarray(i * stride, i * stride + right), i * right);
  }
  return true;
}

/** A matrix laid out for `panelProduct`: eight columns side by side, zeros beyond the last. */
export interface Panels {
  readonly depth: number;
  /** Shape [panels][depth][8]. */
  readonly values: Float32Array;
}

/** Lays a matrix of shape [depth × right] out in panels. */
export function panelsOf(
  { values, transposed }: { readonly values: ArrayLike<number>; readonly transposed: boolean },
  depth: number,
  right: number,
): Panels {
  const panels = new Float32Array(Math.ceil(right / WIDTH) * WIDTH * depth);
  const [row, column] = transposed ? [1, depth] : [right, 1];
  for (let j = 0; j < right; j++) {
    let from = j * column;
    let to = (j - (j % WIDTH)) * depth + (j % WIDTH);
    for (let k = 0; k < depth; k++, to += WIDTH, from += row) panels[to] = values[from];
  }
  return { depth, values: panels };
}

/** A product in the kernel's memory, which ends with the next one. */
export interface ProductView {
  /** Entry (i, j) is at `i·stride + j`. */
  readonly values: Float32Array;
  readonly stride: number;
  /**
   * The first four of row i, from a multiple of four on, of which one of `lower − 2·product` is not
   * above `most`, as float32 has it, or is no number; the stride if there are none. `lower` is what
   * was given, with whatever stands beyond its end.
   */
  nextNotAbove(i: number, from: number, most: number): number;
}

/**
 * The product of a matrix with panels.
 *
 * @param a - shape [left × depth]
 * @param from - the panels from this one on …
 * @param to - … up to this one
 * @param lower - numbers, one for each column from the first panel on, for `nextNotAbove`
 * @returns null as `singleProduct` is false
 */
export function panelProduct(
  a: SingleMatrix,
  left: number,
  panels: Panels,
  from = 0,
  to = panels.values.length / (WIDTH * panels.depth),
  lower: Float32Array = NONE,
): ProductView | null {
  const { depth } = panels;
  const rows = Math.ceil(left / ROWS) * ROWS;
  // Rows beyond the last are read and multiplied, and what comes of them is left.
  const panelsAt = Math.ceil((rows * depth + ROWS) / WIDTH) * WIDTH;
  const stride = (to - from) * WIDTH;
  const lowerAt = panelsAt + stride * depth;
  const outAt = lowerAt + stride;
  const end = outAt + rows * stride;
  const memory = memoryOf(4 * end);
  if (!memory) return null;
  const { numbers, kernel } = memory;
  numbers.set(a.values, 0);
  numbers.set(panels.values.subarray(from * WIDTH * depth, to * WIDTH * depth), panelsAt);
  numbers.set(lower.subarray(0, stride), lowerAt);
  const [aRow, aStep] = a.transposed ? [4, 4 * left] : [4 * depth, 4];
  const count = to - from;
  kernel.blockedProduct(0, aRow, aStep, rows, depth, 4 * panelsAt, count, 4 * outAt, 4 * stride);
  return {
    values: numbers.subarray(outAt, end),
    stride,
    nextNotAbove(i, first, most) {
      const row = outAt + i * stride;
      const [at, last] = [4 * (row + first), 4 * (row + stride)];
      const found = kernel.nextNotAbove(at, last, 4 * (lowerAt + first), most);
      return found / 4 - row;
    },
  };
}

const NONE = new Float32Array(0);

interface Workspace {
  readonly memory: LinearMemory;
  readonly kernel: SingleProducts;
  /** The memory as floats; made anew when it grows. */
  numbers: Float32Array;
}

let made: Workspace | null | undefined;

/** The kernel with so many bytes of memory; null where it cannot be had. */
function memoryOf(bytes: number): Workspace | null {
  if (made === undefined) made = instantiate();
  if (!made || bytes > MOST_BYTES) return null;
  const { byteLength } = made.memory.buffer;
  if (bytes <= byteLength) return made;
  try {
    made.memory.grow(Math.ceil((bytes - byteLength) / PAGE));
  } catch {
    return null;
  }
  made.numbers = new Float32Array(made.memory.buffer);
  return made;
}

function instantiate(): Workspace | null {
  try {
    const { Memory, Module, Instance } = webAssembly();
    const bytes = Uint8Array.from(atob(SINGLE_PRODUCT), (letter) => letter.charCodeAt(0));
    const memory = new Memory({ initial: 16, maximum: MOST_BYTES / PAGE });
    const { exports } = new Instance(new Module(bytes), { kernel: { memory } });
    const numbers = new Float32Array(memory.buffer);
    return { memory, kernel: exports as SingleProducts, numbers };
  } catch {
    return null;
  }
}
