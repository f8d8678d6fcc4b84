import type { Real } from '../exact/real.js';

/** What is wrong with a certificate. */
export class Wrong extends Error {}

/** The number n·2^e/d, d odd and positive. */
export type Num = readonly [n: bigint, e: number, d: bigint];

export const ZERO: Num = [0n, 0, 1n];
const ONE: Num = [1n, 0, 1n];
export const MINUS: Num = [-1n, 0, 1n];

export function plus([n, e, d]: Num, [m, f, c]: Num): Num {
  const low = e < f ? e : f;
  const [x, y] = [n << BigInt(e - low), m << BigInt(f - low)];
  return d === c ? [x + y, low, d] : [x * c + y * d, low, d * c];
}

export function times([n, e, d]: Num, [m, f, c]: Num): Num {
  return n === 0n || m === 0n ? ZERO : [n * m, e + f, d * c];
}

/** Whether text is the fraction that a number is. */
export function says(text: unknown, x: Num): boolean {
  const [written, { n, d }] = [fraction(text), quotient(x, ONE)];
  return written !== null && written.n * d === n * written.d;
}

/** x / y as a fraction with a positive denominator. */
export function quotient([n, e, d]: Num, [m, f, c]: Num): { n: bigint; d: bigint } {
  const s = m < 0n ? -1n : 1n;
  return {
    n: (s * n * c) << BigInt(Math.max(0, e - f)),
    d: (s * m * d) << BigInt(Math.max(0, f - e)),
  };
}

/** A constant of the network, as the reader gives it. */
export function ofReal({ rational }: Real): Num {
  demand(rational !== null, 'network: a constant is only enclosed');
  return ofRational(rational!.numerator, rational!.denominator);
}

/** The fraction n/d, d positive. */
export function ofRational(n: bigint, d: bigint): Num {
  const twos = d & -d;
  return [n, 1 - twos.toString(2).length, d / twos];
}

const bits = new DataView(new ArrayBuffer(8));

/** A finite double, read from its bits. */
export function ofDouble(x: number): Num {
  bits.setFloat64(0, x);
  const raw = bits.getBigUint64(0);
  const exponent = Number((raw >> 52n) & 0x7ffn);
  const fraction = (raw & 0xfffffffffffffn) | (exponent === 0 ? 0n : 1n << 52n);
  return [raw >> 63n ? -fraction : fraction, Math.max(exponent, 1) - 1075, 1n];
}

/** A fraction of text in lowest terms, the one spelling of a number; null if it is none. */
export function fraction(text: unknown): { n: bigint; d: bigint } | null {
  const parts = typeof text === 'string' ? /^(0|-?[1-9]\d*)\/([1-9]\d*)$/.exec(text) : null;
  if (!parts) return null;
  const [n, d] = [BigInt(parts[1]), BigInt(parts[2])];
  // Mostly d is a power of two: its twos need no steps of Euclid's.
  const twos = d & -d;
  if (twos !== 1n && (n & 1n) === 0n) return null;
  let [x, y] = [n < 0n ? -n : n, d / twos];
  while (y > 1n) [x, y] = [y, x % y];
  return y === 1n ? { n, d } : null;
}

export function fields(value: unknown, names: string, where: string): Record<string, unknown> {
  const own = Object.keys(value ?? {}).sort();
  demand(own.join() === names, where);
  return value as Record<string, unknown>;
}

export function array(value: unknown, length: number, where: string): unknown[] {
  demand(Array.isArray(value) && value.length === length, where);
  return value as unknown[];
}

export function numbers(value: unknown, length: number, where: string): number[] {
  demand(array(value, length, where).every(Number.isFinite), where);
  return value as number[];
}

export function demand(right: boolean, what: string): void {
  if (!right) throw new Wrong(`${what} is wrong`);
}

/** Less than 0, 0 or more as x is below, at or above y. */
export function compare(x: Num, y: Num): number {
  const [n] = plus(x, times(MINUS, y));
  return n < 0n ? -1 : n > 0n ? 1 : 0;
}
