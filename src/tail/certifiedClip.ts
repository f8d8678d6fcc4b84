import { dyadicOf } from '../exact/dyadic.js';
import type { ClipOperation } from '../network/operation.js';
import type { CertifiedGerms } from './certifiedGerms.js';
import { UNIT_ROUNDOFF } from './certifiedVector.js';
import { clipState } from './exactGerms.js';
import { nearestWithError } from './nearestWithError.js';

/** Pushes the germs of value `input` through a clip into value `out`. */
export function clip(
  germs: CertifiedGerms,
  { lower, upper }: ClipOperation,
  input: number,
  out: number,
  states: Int32Array,
): void {
  const outA = germs.intercepts[out]!;
  const outB = germs.slopes[out]!;
  for (let i = 0; i < states.length; i++) {
    const state = clipStateOf(germs, input, i, lower, upper);
    states[i] = state;
    if (state === 0) {
      outA.copyEntry(i, germs.intercepts[input]!, i);
      outB.copyEntry(i, germs.slopes[input]!, i);
    } else {
      outA.setEntry(i, state < 0 ? lower : upper);
      outB.setEntry(i, 0);
    }
  }
}

function clipStateOf(
  germs: CertifiedGerms,
  value: number,
  i: number,
  lower: number,
  upper: number,
): -1 | 0 | 1 {
  const a = germs.intercepts[value]!;
  const b = germs.slopes[value]!;
  const bounds = [lower, upper].filter(Number.isFinite);
  const slopeKnown = Math.abs(b.values[i]!) > b.errors[i]!;
  const interceptKnown =
    b.values[i] === 0 &&
    b.errors[i] === 0 &&
    bounds.every((bound) => {
      const difference = a.values[i]! - bound;
      return Math.abs(difference) * (1 - 2 ** -50) > a.errors[i]!;
    });
  if (slopeKnown || interceptKnown) germs.decisions.certified++;
  else germs.settle(value, i);
  if (slopeKnown) {
    for (const bound of bounds) {
      const difference = a.values[i]! - bound;
      const error = a.errors[i]! + UNIT_ROUNDOFF * Math.abs(difference);
      germs.from.cross(difference, error, b.values[i]!, b.errors[i]!);
    }
    if (b.values[i]! > 0) return upper === Infinity ? 0 : 1;
    return lower === -Infinity ? 0 : -1;
  }
  if (interceptKnown) return a.values[i]! < lower ? -1 : a.values[i]! > upper ? 1 : 0;
  return exactClipState(germs, value, i, lower, upper);
}

function exactClipState(
  germs: CertifiedGerms,
  value: number,
  i: number,
  lower: number,
  upper: number,
): -1 | 0 | 1 {
  const { intercept, slope } = germs.exact.at(value, i);
  const bounds = [lower, upper].filter(Number.isFinite).map(dyadicOf);
  const exponent = Math.min(intercept.exponent, ...bounds.map((bound) => bound.exponent));
  const mantissa = intercept.mantissa << BigInt(intercept.exponent - exponent);
  for (const bound of bounds) {
    const difference = mantissa - (bound.mantissa << BigInt(bound.exponent - exponent));
    if (slope.mantissa === 0n) {
      if (difference === 0n) germs.boundary = true;
      continue;
    }
    const nearest = nearestWithError({ mantissa: difference, exponent });
    germs.from.cross(
      nearest.value,
      nearest.error,
      germs.slopes[value]!.values[i]!,
      germs.slopes[value]!.errors[i]!,
    );
  }
  return clipState(lower, upper, mantissa, slope.mantissa, exponent);
}
