import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Rational } from '../exact/rational.js';
import { Real } from '../exact/real.js';
import { EXACT } from '../network/domains/exact.js';
import type { Network } from '../network/network.js';
import { readNetwork } from '../network/networkFile.js';
import { walk } from '../network/walk.js';
import { exactTail } from './exactTail.js';
import { expandedTail } from './expandedTail.js';

const ACTIVATIONS = [
  { type: 'gelu' },
  { type: 'gelu', approximate: 'tanh' },
  { type: 'silu' },
  { type: 'softplus', beta: 2 },
  { type: 'elu', alpha: 0.5 },
  { type: 'celu', alpha: 2 },
  { type: 'selu' },
  { type: 'mish' },
  { type: 'hard-swish' },
  { type: 'tanh' },
  { type: 'sigmoid' },
  { type: 'erf' },
  { type: 'softsign' },
  { type: 'relu' },
];

const weight = fc.integer({ min: -8, max: 8 }).map((value) => value / 4);
const vector = (length: number) => fc.array(weight, { minLength: length, maxLength: length });
const dense = (inputs: number, outputs: number) =>
  fc
    .tuple(fc.array(vector(inputs), { minLength: outputs, maxLength: outputs }), vector(outputs))
    .map(([weights, bias]) => ({ type: 'dense', weights, bias }));

const norm = fc.constantFrom<object | null>(
  null,
  { type: 'layer-norm', epsilon: 2 ** -10 },
  { type: 'rms-norm', epsilon: 2 ** -10 },
);

/** Two hidden layers, smooth, with a norm or none, and a residual block or none. */
const network = fc
  .record({
    first: dense(2, 3),
    inner: dense(3, 3),
    last: dense(3, 3),
    activation: fc.constantFrom(...ACTIVATIONS),
    other: fc.constantFrom(...ACTIVATIONS),
    norm,
    residual: fc.boolean(),
  })
  .map(({ first, inner, last, activation, other, norm: between, residual }) => {
    const block = [inner, other];
    return readNetwork({
      format: 'farfield-network',
      version: 1,
      inputs: 2,
      layers: [
        first,
        activation,
        ...(residual ? [{ type: 'residual', layers: block }] : block),
        ...(between ? [between] : []),
        last,
      ],
    });
  });

/** The logits far out, enclosed by plain evaluation in exact arithmetic. */
function logitsAt(of: Network, origin: readonly number[], direction: readonly number[], t: Real) {
  const x = origin.map((value, i) => Real.of(value).add(t.multiply(Real.of(direction[i]))));
  return Array.from(walk(of, EXACT, x)[of.output]);
}

const far = Real.ofRational(new Rational(2n ** 90n, 1n));

describe('tails of smooth networks', () => {
  test('are what evaluation in exact arithmetic finds far out', () => {
    fc.assert(
      fc.property(network, vector(2), vector(2), (of, origin, direction) => {
        fc.pre(direction.some((value) => value !== 0));
        const tail = expandedTail(of, origin, direction);
        const logits = logitsAt(of, origin, direction, far);
        const { slope, intercept } = tail;
        if (!slope || !intercept) return;
        logits.forEach((value, c) => {
          // What is left vanishes at least like 1/t: times a slope of a norm's correction, 2^-60.
          const said = intercept[c].add(slope[c].multiply(far));
          const off = value.subtract(said).absolute();
          expect(off.lower.toNumber(), `class ${c}`).toBeLessThan(2 ** -60);
        });
      }),
      { numRuns: 60, seed: 5 },
    );
  });

  test('have the slopes of the network whose activations are straight at either end', () => {
    fc.assert(
      fc.property(dense(2, 3), dense(3, 3), vector(2), vector(2), (first, last, x, v) => {
        fc.pre(v.some((value) => value !== 0));
        const withActivation = (activation: object) =>
          readNetwork({
            format: 'farfield-network',
            version: 1,
            inputs: 2,
            layers: [first, activation, last],
          });
        const rectified = exactTail(withActivation({ type: 'relu' }), x, v).slope.map(String);
        for (const type of ['gelu', 'silu', 'softplus', 'elu', 'celu', 'mish', 'hard-swish']) {
          const { slope } = expandedTail(withActivation({ type }), x, v);
          expect(
            slope?.map(({ rational }) => String(rational)),
            type,
          ).toEqual(rectified);
        }
      }),
      { numRuns: 30, seed: 6 },
    );
  });

  test('of piecewise-affine networks are the exact ones', () => {
    fc.assert(
      fc.property(dense(2, 3), dense(3, 3), vector(2), vector(2), (first, last, x, v) => {
        fc.pre(v.some((value) => value !== 0));
        const of = readNetwork({
          format: 'farfield-network',
          version: 1,
          inputs: 2,
          layers: [first, { type: 'relu' }, last],
        });
        const exact = exactTail(of, x, v);
        const tail = expandedTail(of, x, v);
        expect(tail.regime).toBe(exact.regime);
        expect(tail.top).toEqual(exact.top);
        expect(tail.intercept?.map(({ rational }) => String(rational))).toEqual(
          exact.intercept.map(String),
        );
      }),
      { numRuns: 60, seed: 7 },
    );
  });
});

describe('what decides', () => {
  const read = (inputs: number, layers: readonly object[]) =>
    readNetwork({ format: 'farfield-network', version: 1, inputs, layers });

  test('a norm that is blind to a feature keeps what is left of the others', () => {
    // Along x₀ every unit moves alike: the norm sees x₁ only.
    const of = read(2, [
      {
        type: 'dense',
        weights: [
          [1, 0],
          [1, 1],
          [1, -1],
        ],
        bias: [0, 0, 0],
      },
      { type: 'layer-norm', epsilon: 1e-5 },
    ]);
    const one = expandedTail(of, [0, 0], [1, 0]);
    expect(one.limit?.map((value) => value.toNumber())).toEqual([1 / 3, 1 / 3, 1 / 3]);
    const other = expandedTail(of, [0, 3], [1, 0]).limit!.map((value) => value.toNumber());
    expect(other[1]).toBeGreaterThan(other[0]);
  });

  test('slopes that are equal by identity tie, those that are merely close do not', () => {
    const head = (weight: number) =>
      read(2, [
        {
          type: 'dense',
          weights: [
            [1, 0],
            [0, 1],
          ],
          bias: [0, 0],
        },
        { type: 'gelu' },
        {
          type: 'dense',
          weights: [
            [1, 1],
            [weight, 1],
          ],
          bias: [0, 0],
        },
      ]);
    expect(expandedTail(head(1), [0, 0.5], [1, 0]).regime).toBe('flat');
    expect(expandedTail(head(1 + 2 ** -52), [0, 0.5], [1, 0]).top).toEqual([1]);
  });

  test('a unit of slope 0 takes the value of its activation', () => {
    const of = read(1, [{ type: 'dense', weights: [[0], [0]], bias: [1, 0] }, { type: 'sigmoid' }]);
    const { limit } = expandedTail(of, [0], [1]);
    const [first, second] = limit!.map((value) => value.toNumber());
    expect(Math.log(first / second)).toBeCloseTo(1 / (1 + Math.exp(-1)) - 0.5, 14);
  });
});
