import type fc from 'fast-check';
import { unknownKind } from '../../errors/unknownKind.js';
import { chance, pick, pickWeighted } from './choice.js';

/**
 * What the numbers of one case look like.
 *
 * `small`: −2…2, the main diet, since what fails on them can be read. `integer`: −9…9. `decimal`:
 * like 0.1, which no double is exactly. `double`: all bits random. `extreme`: magnitudes around
 * 2^±60, rarely 2^±300 or subnormal. `mixed`: small next to extreme.
 */
export type NumberStyle = 'small' | 'integer' | 'decimal' | 'double' | 'extreme' | 'mixed';

/** A style for a case. */
export function drawStyle(random: fc.Random): NumberStyle {
  return pickWeighted<NumberStyle>(random, [
    [52, 'small'],
    [10, 'integer'],
    [12, 'decimal'],
    [13, 'double'],
    [9, 'extreme'],
    [4, 'mixed'],
  ]);
}

/** A finite number in a style; 0 in about one of six. Never −0, which JSON does not keep. */
export function drawNumber(random: fc.Random, style: NumberStyle): number {
  if (style === 'small') return pick(random, SMALL);
  if (chance(random, 12)) return 0;
  return drawNonZero(random, style);
}

/** A number in a style that is not 0. */
export function drawNonZero(random: fc.Random, style: NumberStyle): number {
  return chance(random, 50) ? drawPositive(random, style) : -drawPositive(random, style);
}

/** A positive number in a style. */
export function drawPositive(random: fc.Random, style: NumberStyle): number {
  switch (style) {
    case 'small':
      return chance(random, 67) ? 1 : 2;
    case 'integer':
      return random.nextInt(1, 9);
    case 'decimal':
      return chance(random, 70) ? random.nextInt(1, 30) / 10 : random.nextInt(1, 300) / 100;
    case 'double':
      return drawMantissa(random) * 2 ** random.nextInt(-3, 2);
    case 'extreme':
      return drawExtreme(random);
    case 'mixed':
      return chance(random, 60) ? random.nextInt(1, 3) : drawExtreme(random);
    default:
      return unknownKind(style);
  }
}

/** The next double above or below: what a tie becomes when one rounding differs. */
export function neighbour(random: fc.Random, value: number): number {
  const step = chance(random, 50) ? 1n : -1n;
  buffer.setFloat64(0, value);
  // Zero's neighbours are the smallest doubles of either sign.
  if (value === 0) return step === 1n ? Number.MIN_VALUE : -Number.MIN_VALUE;
  buffer.setBigUint64(0, buffer.getBigUint64(0) + step);
  const next = buffer.getFloat64(0);
  return Number.isFinite(next) && next !== 0 ? next : value;
}

const buffer = new DataView(new ArrayBuffer(8));
const SMALL = [0, 0, 1, 1, 1, -1, -1, -1, 2, -2];

function drawExtreme(random: fc.Random): number {
  const mantissa = chance(random, 50) ? random.nextInt(1, 3) : drawMantissa(random);
  if (chance(random, 3)) return Number.MIN_VALUE * random.nextInt(1, 1000);
  if (chance(random, 10)) return mantissa * 2 ** (300 * pick(random, [-1, 1]));
  return mantissa * 2 ** (random.nextInt(40, 60) * pick(random, [-1, 1]));
}

/** A double in [1, 2) with 52 random bits. */
function drawMantissa(random: fc.Random): number {
  return 1 + random.nextInt(0, 2 ** 26 - 1) * 2 ** -26 + random.nextInt(0, 2 ** 26 - 1) * 2 ** -52;
}
