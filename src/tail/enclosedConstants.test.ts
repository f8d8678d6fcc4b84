import { describe, expect, it } from 'vitest';
import { InputError } from '../errors/inputError.js';
import { Rational } from '../exact/rational.js';
import { Real } from '../exact/real.js';
import { DenseMap } from '../network/denseMap.js';
import { evaluate } from '../network/evaluate.js';
import { GraphBuilder } from '../network/graphBuilder.js';
import type { Network } from '../network/network.js';
import { Numbers } from '../network/numbers.js';
import { directionSlopes } from './directionSlopes.js';
import { enclosedTail } from './enclosedTail.js';
import { exactTail } from './exactTail.js';
import { tail } from './tail.js';

const half = Real.one.divide(Real.of(2));
const root = Real.of(2).squareRoot();

/** logits = head·relu(√2·x₀ − ½, x₁): a constant that no fraction is. */
function networkOf(head: readonly (readonly Real[])[]): Network {
  const builder = new GraphBuilder(2);
  const first = Numbers.ofReals([root, Real.zero, Real.zero, Real.one]);
  const hidden = builder.affine(
    new DenseMap(2, 2, first),
    Numbers.ofReals([half.negate(), Real.zero]),
    0,
    'first',
  );
  const active = builder.rectifier(0, hidden, 'relu');
  const weights = Numbers.ofReals(head.flat());
  const logits = builder.affine(
    new DenseMap(head.length, 2, weights),
    Numbers.zeros(head.length),
    active,
    'head',
  );
  return builder.build(logits);
}

const [zero, one] = [Real.zero, Real.one];

describe('a network with constants that are only enclosed', () => {
  it('has a tail that encloses the true one, narrowly', () => {
    const network = networkOf([
      [one, zero],
      [half, zero],
    ]);
    const { slope, intercept, from, regime, top } = enclosedTail(network, [0, 0], [1, 0]);
    expect([regime, top]).toEqual(['saturating', [0]]);
    // √2 itself: its square lies between the squares of the ends.
    const [square] = slope.map((value) => value.multiply(value));
    expect(square.compare(Real.of(2))).toBeNull();
    expect(slope[0].upper.subtract(slope[0].lower).toNumber()).toBeLessThan(1e-70);
    expect(intercept.map(String)).toEqual(['-1/2', '-1/4']);
    // The unit switches on at ½/√2 = √2/4.
    expect(from?.multiply(Real.of(4)).subtract(root).sign).toBeNull();
    const certified = tail(network, [0, 0], [1, 0]);
    expect(Math.abs(certified.slope[0] - Math.SQRT2)).toBeLessThanOrEqual(
      certified.slopeError[0] * 1.01,
    );
    expect(certified.regime).toBe('saturating');
    expect(Math.abs(evaluate(network, [1e6, 0])[0] - (Math.SQRT2 * 1e6 - 0.5))).toBeLessThan(1e-8);
  });

  it('has ties where weights are the same, known by identity', () => {
    const network = networkOf([
      [one, zero],
      [one, zero],
      [zero, zero],
    ]);
    expect(enclosedTail(network, [0, 0], [1, 0])).toMatchObject({ regime: 'tied', top: [0, 1] });
    expect(tail(network, [0, 0], [1, 0])).toMatchObject({ regime: 'tied', top: [0, 1] });
    expect(directionSlopes(network, [[1, 0]])[0]).toMatchObject({ regime: 'tied', top: [0, 1] });
  });

  it('is not decided where enclosures overlap, however narrow they are', () => {
    // √2·x and x·√2 by another object: equal numbers, but nothing says so.
    const other = Real.between(root.lower, root.upper.add(new Rational(1n, 1n << 300n)));
    const network = networkOf([
      [one, zero],
      [zero, other],
    ]);
    const found = enclosedTail(network, [0, 0], [1, 1]);
    expect(found).toMatchObject({ regime: 'unknown', top: [0, 1], gap: null });
    expect(tail(network, [0, 0], [1, 1]).regime).toBe('unknown');
    expect(directionSlopes(network, [[1, 1]])[0].regime).toBe('unknown');
  });

  it('has no tail in fractions, and says so', () => {
    const network = networkOf([[one, zero]]);
    expect(() => exactTail(network, [0, 0], [1, 0])).toThrow(InputError);
    expect(() => exactTail(network, [0, 0], [1, 0])).toThrow('must have rational constants');
  });
});
