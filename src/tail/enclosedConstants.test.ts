import { describe, expect, it } from 'vitest';
import { InputError } from '../errors/inputError.js';
import { Rational } from '../exact/rational.js';
import { Real } from '../exact/real.js';
import { DenseMap } from '../network/denseMap.js';
import { evaluate } from '../network/evaluate.js';
import { GraphBuilder } from '../network/graphBuilder.js';
import type { Network } from '../network/network.js';
import { Numbers } from '../network/numbers.js';
import { boxTail } from './boxTail.js';
import { directionSlopes } from './directionSlopes.js';
import { enclosedTail } from './enclosedTail.js';
import { exactTail } from './exactTail.js';
import { SlopeWalk, UNDECIDED } from './slopeWalk.js';
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

  it.each(['rectifier', 'maximum'])(
    'claims nothing of a %s that is left open, over a box',
    (kind) => {
      // √2·x₀ against a number not known to be √2, times x₁: along (1, 1) neither leads for certain.
      const other = Real.between(root.lower, root.upper.add(new Rational(1n, 1n << 300n)));
      const builder = new GraphBuilder(2);
      const isMaximum = kind === 'maximum';
      const rows = isMaximum ? [root, zero, zero, other] : [root, other.negate()];
      const size = rows.length / 2;
      const map = new DenseMap(size, 2, Numbers.ofReals(rows));
      const first = builder.affine(map, Numbers.zeros(size), 0, 'first');
      const kink = isMaximum
        ? builder.maximum([Int32Array.of(0, 1)], first, 'largest')
        : builder.rectifier(0, first, 'relu');
      const made = builder.build(kink);
      const box = { lower: [0, 0], upper: [1, 4] };
      const { fromUpper, slopes } = boxTail(made, box, [1, 1]);
      expect(fromUpper).toBe(Infinity);
      const { signs, winners, values } = new SlopeWalk(made).along([1, 1]);
      expect(isMaximum ? winners[1] : signs[1]).toEqual(
        isMaximum ? [{ entries: [0, 1], known: false }] : Int8Array.of(UNDECIDED),
      );
      // Whichever it is, the slope lies within its bounds.
      const [value, error] = [values[2].values[0], values[2].errors[0]];
      const slope = isMaximum ? Math.SQRT2 : 0;
      expect(Math.abs(value - slope)).toBeLessThanOrEqual(error + 1e-15);
      expect(Math.abs(slopes.slope[0] - slope)).toBeLessThanOrEqual(slopes.slopeError[0] + 1e-15);
    },
  );

  it('has no tail in fractions, and says so', () => {
    const network = networkOf([[one, zero]]);
    expect(() => exactTail(network, [0, 0], [1, 0])).toThrow(InputError);
    expect(() => exactTail(network, [0, 0], [1, 0])).toThrow('must have rational constants');
  });
});
