import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exp } from '../exact/elementary.js';
import { Rational } from '../exact/rational.js';
import { Real } from '../exact/real.js';
import { Coefficient } from '../germ/coefficient.js';
import type { Context } from '../germ/context.js';
import { addExpansions, constantExpansion, type Expansion } from '../germ/expansion.js';
import { DenseMap } from '../network/denseMap.js';
import type { BeyondAffine } from '../network/domain.js';
import { EXACT } from '../network/domains/exact.js';
import { RELU } from '../network/functions.js';
import { GraphBuilder } from '../network/graphBuilder.js';
import type { Network } from '../network/network.js';
import { addNormalization } from '../network/normalization.js';
import { ProductsOperation } from '../network/operations/products.js';
import { SoftmaxOperation } from '../network/operations/softmax.js';
import { GELU, SIGMOID, SILU, SOFTSIGN, TANH } from '../network/smoothFunctions.js';
import type { UnivariateFunction } from '../network/univariate.js';
import { walk } from '../network/walk.js';
import { type DomainOf, expandedTail } from './expandedTail.js';
import { ExpansionDomain } from './expansionDomain.js';

/** A layer of three units as a generator describes it; weights are taken in order from a list. */
type Step = 'activation' | 'product' | 'gate' | 'layer-norm' | 'rms-norm' | 'attention' | 'block';

interface Recipe {
  readonly steps: readonly { readonly kind: Step; readonly function: number }[];
  readonly weights: readonly number[];
}

const FUNCTIONS: readonly UnivariateFunction[] = [GELU, SILU, SIGMOID, TANH, SOFTSIGN, RELU];
const UNITS = Int32Array.of(0, 1, 2);
const EACH = Int32Array.of(0, 1, 2, 3);

/** Builds a network of two inputs and three classes. */
function build({ steps, weights }: Recipe): Network {
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
const recipe: fc.Arbitrary<Recipe> = fc.record({
  steps: fc.array(
    fc.record({
      kind: fc.constantFrom(...kinds),
      function: fc.nat(FUNCTIONS.length - 1),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  weights: fc.array(weight, { minLength: 70, maxLength: 70 }),
});
const point = fc.tuple(weight, weight);

const FAR = Real.ofRational(new Rational(2n ** 70n, 1n));

/** The probabilities far out by evaluation in exact arithmetic; null where they are not sharp. */
function probabilitiesFarOut(of: Network, origin: readonly number[], direction: readonly number[]) {
  const x = origin.map((value, i) => Real.of(value).add(FAR.multiply(Real.of(direction[i]))));
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

/** How far a decided limit is from the probabilities far out; null where there is no answer. */
function gap(
  of: Network,
  origin: readonly number[],
  direction: readonly number[],
  domainOf?: DomainOf,
): number | null {
  const tail = expandedTail(of, origin, direction, domainOf);
  const truth = probabilitiesFarOut(of, origin, direction);
  if (!truth || tail.regime === 'unknown' || !tail.limit) return null;
  return Math.max(...truth.map((value, c) => Math.abs(value - tail.limit![c].toNumber())));
}

describe('limits of networks with products, gates, norms and attention', () => {
  test('are the probabilities far out', () => {
    let decided = 0;
    let asked = 0;
    fc.assert(
      fc.property(recipe, point, point, (made, origin, direction) => {
        fc.pre(direction.some((value) => value !== 0));
        asked += 1;
        const off = gap(build(made), origin, direction);
        if (off === null) return;
        decided += 1;
        // Corrections vanish at least like t^(−1/2): 2^-35 far out.
        expect(off).toBeLessThan(1e-8);
      }),
      { numRuns: 120, seed: 11 },
    );
    expect(decided / asked).toBeGreaterThan(0.8);
  });
});

/** A domain with one of its answers changed. */
function faulty(change: (own: BeyondAffine<Expansion>, context: Context) => object): DomainOf {
  return (context) => {
    const domain = new ExpansionDomain(context);
    Object.assign(domain, { beyond: { ...domain.beyond, ...change(domain.beyond, context) } });
    return domain;
  };
}

describe('planted faults are noticed', () => {
  const shifted = (x: Expansion, context: Context) =>
    addExpansions(x, constantExpansion(Coefficient.of(2 ** -6)), context);

  const faults: Readonly<Record<string, DomainOf>> = {
    'a wrong asymptote': (context) => {
      const domain = new ExpansionDomain(context);
      const own = domain.apply.bind(domain);
      domain.apply = (f, x) => shifted(own(f, x), context);
      return domain;
    },
    "a wrong limit of the norm's root": faulty((own, context) => ({
      elementary: (...[f, x]: Parameters<typeof own.elementary>) =>
        shifted(own.elementary(f, x), context),
    })),
    'a product that is off': faulty((own, context) => ({
      multiply: (x: Expansion, y: Expansion) => shifted(own.multiply(x, y), context),
    })),
    'attention that gives ties to the first': faulty(() => ({
      softmax: (group: Int32Array) =>
        Array.from(group, (_, k) => constantExpansion(Coefficient.of(k === 0 ? 1 : 0))),
    })),
  };

  test.each(Object.entries(faults))('%s', (_, domainOf) => {
    const worst = { gap: 0 };
    fc.assert(
      fc.property(recipe, point, point, (made, origin, direction) => {
        fc.pre(direction.some((value) => value !== 0));
        worst.gap = Math.max(worst.gap, gap(build(made), origin, direction, domainOf) ?? 0);
      }),
      { numRuns: 60, seed: 11 },
    );
    expect(worst.gap).toBeGreaterThan(1e-4);
  });
});
