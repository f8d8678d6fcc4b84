import { expect, it, vi } from 'vitest';
import { exp } from '../exact/elementary.js';
import { Interval } from '../exact/interval.js';
import { Rational } from '../exact/rational.js';
import { Atoms } from './atoms.js';
import { Coefficient } from './coefficient.js';
import { isMadeAlike } from './madeAlike.js';

const third = () => Coefficient.ofRational(new Rational(1n, 3n));

/** √-like numbers times a third plus e: made anew at each call. */
function make(atoms: Atoms, factor: Coefficient): Coefficient {
  const e = atoms.of('exp', Coefficient.of(1), exp);
  return e.multiply(factor).add(Coefficient.of(2).multiply(e));
}

it('numbers made alike are seen to be, fractions among what they are made of too', () => {
  const atoms = new Atoms();
  expect(isMadeAlike(make(atoms, third()), make(atoms, third()))).toBe(true);
  expect(isMadeAlike(third(), third())).toBe(true);
  const other = Coefficient.ofRational(new Rational(1n, 3n).add(new Rational(1n, 2n ** 80n)));
  expect(isMadeAlike(make(atoms, third()), make(atoms, other))).toBe(false);
});

it('their difference is 0 without a digit computed, even after more is learned of one', () => {
  const atoms = new Atoms();
  const [x, y] = [make(atoms, third()), make(atoms, third())];
  expect(x.interval.toNumber()).toBeCloseTo((7 * Math.E) / 3, 12);
  const added = vi.spyOn(Interval.prototype, 'add');
  const multiplied = vi.spyOn(Interval.prototype, 'multiply');
  expect(x.subtract(y).isZero).toBe(true);
  expect(added.mock.calls.length + multiplied.mock.calls.length).toBe(0);
  vi.restoreAllMocks();
  // Of a sum of both nothing of the kind is said.
  expect(x.add(y).isZero).toBe(false);
  const near = make(
    atoms,
    Coefficient.ofRational(new Rational(1n, 3n).add(new Rational(1n, 2n ** 400n))),
  );
  expect(x.subtract(near).isZero).toBe(false);
});
