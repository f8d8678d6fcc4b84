import fc from 'fast-check';
import { exp } from '../src/exact/elementary.js';
import { Real } from '../src/exact/real.js';
import { DenseMap } from '../src/network/denseMap.js';
import { EXACT } from '../src/network/domains/exact.js';
import { RELU } from '../src/network/functions.js';
import { GraphBuilder } from '../src/network/graphBuilder.js';
import type { Network } from '../src/network/network.js';
import { addNormalization } from '../src/network/normalization.js';
import { ProductsOperation } from '../src/network/operations/products.js';
import { SoftmaxOperation } from '../src/network/operations/softmax.js';
import { GELU, SIGMOID, SILU, SOFTSIGN, TANH } from '../src/network/smoothFunctions.js';
import type { UnivariateFunction } from '../src/network/univariate.js';
import { walk } from '../src/network/walk.js';

/** A layer of three units as a generator describes it; weights are taken in order from a list. */
export type Step =
  | 'activation'
  | 'product'
  | 'gate'
  | 'layer-norm'
  | 'rms-norm'
  | 'attention'
  | 'block';

export interface Recipe {
  readonly steps: readonly { readonly kind: Step; readonly function: number }[];
  readonly weights: readonly number[];
}

const FUNCTIONS: readonly UnivariateFunction[] = [GELU, SILU, SIGMOID, TANH, SOFTSIGN, RELU];
const UNITS = Int32Array.of(0, 1, 2);
const EACH = Int32Array.of(0, 1, 2, 3);

/** Builds a network of two inputs and three classes. */
export function build({ steps, weights }: Recipe): Network {
  const builder = new GraphBuilder(2);
  let used = 0;
  const take = (count: number) =>
    Float64Array.from({ length: count }, () => weights[used++ % weights.length]);
  const dense = (value: number) => {
    const size = builder.sizeOf(value);
    return builder.affine(new DenseMap(3, size, take(3 * size)), take(3), value, 'dense');
  };
  const product = (x: number, y: number) =>
    builder.add(new ProductsOperation(EACH, UNITS, UNITS), [x, y], 'product');
  const norm = (x: number, centred: boolean) =>
    addNormalization(builder, x, { epsilon: Real.of(2 ** -7), centred }, 'norm');
  let x = dense(0);
  for (const { kind, function: which } of steps) {
    switch (kind) {
      case 'activation':
        x = builder.activation(FUNCTIONS[which], x, 'activation');
        break;
      case 'product':
        x = product(dense(x), dense(x));
        break;
      case 'gate':
        x = product(dense(x), builder.activation(SIGMOID, dense(x), 'gate'));
        break;
      case 'layer-norm':
      case 'rms-norm':
        x = norm(x, kind === 'layer-norm');
        break;
      case 'attention': {
        const shares = builder.add(new SoftmaxOperation([UNITS]), [dense(x)], 'softmax');
        x = product(shares, dense(x));
        break;
      }
      case 'block':
        x = builder.sum([x, norm(dense(x), true)], 'block');
        break;
    }
  }
  return builder.build(dense(x));
}

const weight = fc.integer({ min: -6, max: 6 }).map((value) => (value % 4 === 0 ? 0 : value / 4));
const kinds: readonly Step[] = [
  'activation',
  'product',
  'gate',
  'layer-norm',
  'rms-norm',
  'attention',
  'block',
];
export const recipe: fc.Arbitrary<Recipe> = fc.record({
  steps: fc.array(
    fc.record({
      kind: fc.constantFrom(...kinds),
      function: fc.nat(FUNCTIONS.length - 1),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  weights: fc.array(weight, { minLength: 70, maxLength: 70 }),
});
export const point = fc.tuple(weight, weight);

/** The probabilities at a t by evaluation in exact arithmetic; null where they are not sharp. */
export function probabilitiesAt(
  of: Network,
  origin: readonly number[],
  direction: readonly number[],
  t: Real,
): number[] | null {
  const x = origin.map((value, i) => Real.of(value).add(t.multiply(Real.of(direction[i]))));
  let logits: Real[];
  try {
    logits = Array.from(walk(of, EXACT, x)[of.output]);
  } catch (error) {
    // An exponential with too many digits, or a quotient that may be by 0.
    if (error instanceof RangeError) return null;
    throw error;
  }
  const largest = logits.reduce((a, b) => (b.upper.compare(a.upper) > 0 ? b : a));
  const shares = logits.map((value) => {
    const below = value.subtract(largest);
    return below.upper.toNumber() < -5000 ? Real.zero : exp(below);
  });
  const sum = shares.reduce((a, b) => a.add(b));
  const found = shares.map((share) => share.divide(sum));
  const isSharp = found.every(({ lower, upper }) => upper.subtract(lower).toNumber() < 1e-9);
  return isSharp ? found.map((value) => value.toNumber()) : null;
}
