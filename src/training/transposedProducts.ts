import * as tf from '@tensorflow/tfjs-core';
import { type ProductSize, singleProduct } from '../kernel/singleProduct.js';

/**
 * Replaces TensorFlow.js's WebAssembly product of matrices by one with the same bits that takes an
 * eighth of the time where matrices are transposed or many, which it multiplies one number at a time:
 * two of the three products of every dense layer's training step.
 *
 * Does nothing where it has been done. What the kernel cannot do is left to the original.
 */
export function useTransposedProducts(): void {
  const original = tf.getKernel('BatchMatMul', 'wasm');
  if (!original || replaced.has(original.kernelFunc)) return;
  const kernelFunc: tf.KernelFunc = (call) => fastProduct(call) ?? original.kernelFunc(call);
  replaced.add(kernelFunc);
  // Registering a second time would warn.
  tf.unregisterKernel('BatchMatMul', 'wasm');
  tf.registerKernel({ ...original, kernelFunc });
}

const replaced = new WeakSet<tf.KernelFunc>();

/** What of TensorFlow.js's WebAssembly backend is used here. */
interface WasmBackend {
  /** A tensor with a copy of the values. */
  makeOutput(
    shape: readonly number[],
    dtype: 'float32',
    memoryOffset: undefined,
    values: Float32Array,
  ): tf.TensorInfo;
  /** A view, which ends with the next tensor that is made. */
  typedArrayFromHeap(tensor: tf.TensorInfo): Float32Array;
}

type Call = Parameters<tf.KernelFunc>[0];

/** The product; null where the original is as fast, or what is asked is not plain. */
function fastProduct({ inputs, attrs, backend }: Call): tf.TensorInfo | null {
  const { a, b } = inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
  const { transposeA, transposeB } = attrs as { transposeA?: boolean; transposeB?: boolean };
  const sizeA = sizeOf(a.shape, transposeA);
  const sizeB = sizeOf(b.shape, transposeB);
  const outer = a.shape.slice(0, -2);
  const many = outer.reduce((product, size) => product * size, 1);
  const alike = outer.join() === b.shape.slice(0, -2).join();
  const plain = many === 1 && !transposeA && !transposeB;
  const usable = a.dtype === 'float32' && b.dtype === 'float32' && sizeA.columns === sizeB.rows;
  if (plain || !alike || !usable || many === 0) return null;
  const size = { left: sizeA.rows, depth: sizeA.columns, right: sizeB.columns };
  const wasm = backend as unknown as WasmBackend;
  const values = new Float32Array(many * size.left * size.right);
  const [x, y] = [wasm.typedArrayFromHeap(a), wasm.typedArrayFromHeap(b)];
  if (!multiplyAll(x, !!transposeA, y, !!transposeB, values, many, size)) return null;
  return wasm.makeOutput([...outer, size.left, size.right], 'float32', undefined, values);
}

function sizeOf(shape: readonly number[], transposed = false) {
  const [rows, columns] = shape.slice(-2);
  return transposed ? { rows: columns, columns: rows } : { rows, columns };
}

function multiplyAll(
  a: Float32Array,
  transposeA: boolean,
  b: Float32Array,
  transposeB: boolean,
  out: Float32Array,
  many: number,
  size: ProductSize,
): boolean {
  const { left, depth, right } = size;
  for (let n = 0; n < many; n++) {
    const one = { values: part(a, n, left * depth), transposed: transposeA };
    const two = { values: part(b, n, depth * right), transposed: transposeB };
    if (!singleProduct(one, two, size, part(out, n, left * right))) return false;
  }
  return true;
}

function part(values: Float32Array, n: number, size: number): Float32Array {
  return values.subarray(n * size, (n + 1) * size);
}
