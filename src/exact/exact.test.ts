import { expect, test } from 'vitest';
import { InputError } from '../errors/inputError.js';
import { addDyadic, compareDyadic, type Dyadic, dyadicOf, multiplyDyadic } from './dyadic.js';
import { Rational } from './rational.js';

test('0.1 + 0.2 is not 0.3, in the doubles as stored', () => {
  const sum = addDyadic(dyadicOf(0.1), dyadicOf(0.2));
  expect(compareDyadic(sum, dyadicOf(0.3))).toBe(1);
  expect(Rational.ofDyadic(sum).toNumber()).toBe(0.1 + 0.2);
});

test('products keep every digit', () => {
  const square = multiplyDyadic(dyadicOf(2 ** -1074), dyadicOf(2 ** 1023));
  expect(compareDyadic(square, dyadicOf(2 ** -51))).toBe(0);
});

test('what is not finite is refused with its value', () => {
  for (const value of [Number.NaN, Infinity, -Infinity]) {
    expect(() => dyadicOf(value)).toThrow(InputError);
    expect(() => dyadicOf(value)).toThrow(`dyadicOf: value=${value} must`);
  }
});

test('fractions are written p/q in lowest terms, and read with or without q', () => {
  expect(new Rational(-6n, -4n).toString()).toBe('3/2');
  expect(new Rational(6n, -4n).toString()).toBe('-3/2');
  expect(Rational.of(2).toString()).toBe('2/1');
  expect(Rational.of(-0).toString()).toBe('0/1');
  expect(Rational.parse('3').toString()).toBe('3/1');
  expect(Rational.parse('-10/4').toString()).toBe('-5/2');
  for (const text of ['', '1/', '/2', '1.5', '1/-2', ' 1', '0x1', '1e3', 'NaN']) {
    expect(() => Rational.parse(text)).toThrow(InputError);
  }
  expect(() => Rational.parse('1/0')).toThrow('denominator=0');
});

test('a quotient by zero is refused', () => {
  expect(() => Rational.of(1).divide(Rational.zero)).toThrow(InputError);
  expect(() => new Rational(1n, 0n)).toThrow(InputError);
});

test('what is no dyadic number, or no whole one over another, is refused', () => {
  for (const wrong of [
    { mantissa: 1, exponent: 0 },
    { mantissa: 1n, exponent: 0.5 },
    { mantissa: 1n },
    null,
  ]) {
    expect(() => Rational.ofDyadic(wrong as unknown as Dyadic)).toThrow(InputError);
  }
  expect(() => new Rational(1 as unknown as bigint, 2n)).toThrow(InputError);
  expect(() => new Rational(1n, 2 as unknown as bigint)).toThrow(InputError);
  expect(() => Rational.one.add(0.5 as unknown as Rational)).toThrow(
    'Rational.add: other=0.5 must be a Rational; make one with',
  );
});
