import { Rational } from '../exact/rational.js';
import { Real } from '../exact/real.js';
import { DenseMap } from './denseMap.js';
import type { GraphBuilder } from './graphBuilder.js';
import { Numbers } from './numbers.js';
import { ElementaryOperation } from './operations/elementary.js';
import { ProductsOperation } from './operations/products.js';
import { SparseMap } from './sparseMap.js';

/**
 * (x − mean)/√(variance + ε) of a whole value; without `centred`, x/√(mean of squares + ε).
 *
 * Source: Ba, Kiros and Hinton 2016; Zhang and Sennrich 2019 for the latter.
 */
export function addNormalization(
  builder: GraphBuilder,
  input: number,
  { epsilon, centred }: { readonly epsilon: Real; readonly centred: boolean },
  label: string,
): number {
  const size = builder.sizeOf(input);
  const share = Real.one.divide(Real.of(size));
  const mean = (value: number, constant: Real) =>
    builder.affine(
      new DenseMap(1, size, Numbers.filled(size, share)),
      Numbers.ofReals([constant]),
      value,
      label,
    );
  const repeat = SparseMap.selection(1, new Int32Array(size));
  const each = Int32Array.from({ length: size + 1 }, (_, i) => i);
  const units = each.slice(0, size);
  let x = input;
  if (centred) {
    const means = builder.affine(repeat, null, mean(input, Real.zero), label);
    const minus = SparseMap.diagonal(Numbers.filled(size, Real.of(-1)));
    x = builder.sum([input, builder.affine(minus, null, means, label)], label);
  }
  const squares = builder.add(new ProductsOperation(each, units, units), [x, x], label);
  const root = { kind: 'power', exponent: new Rational(-1n, 2n) } as const;
  const factor = builder.add(new ElementaryOperation(1, root), [mean(squares, epsilon)], label);
  const factors = new Int32Array(size);
  return builder.add(new ProductsOperation(each, units, factors), [x, factor], label);
}
