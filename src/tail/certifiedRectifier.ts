import type { RectifierOperation } from '../network/operation.js';
import { sharperError } from './certifiedAffine.js';
import type { CertifiedGerms } from './certifiedGerms.js';
import { signOfGerm } from './exactGerms.js';

/** Pushes the germs of value `input` through a rectifier into value `out`. */
export function rectify(
  germs: CertifiedGerms,
  operation: RectifierOperation,
  input: number,
  out: number,
  states: Int32Array,
): void {
  const a = germs.intercepts[input]!;
  const b = germs.slopes[input]!;
  const outA = germs.intercepts[out]!;
  const outB = germs.slopes[out]!;
  for (let i = 0; i < states.length; i++) {
    const slope = b.values[i]!;
    let sign: number;
    if (Math.abs(slope) > b.errors[i]!) {
      // By far the most common case, written out.
      germs.decisions.certified++;
      sign = slope > 0 ? 1 : -1;
    } else {
      sign = signOf(germs, input, i);
    }
    germs.from.cross(a.values[i]!, a.errors[i]!, b.values[i]!, b.errors[i]!);
    const factor = operation.negativeSlope[i]!;
    if (sign > 0) {
      states[i] = 1;
      outA.copyEntry(i, a, i);
      outB.copyEntry(i, b, i);
    } else if (sign === 0 || factor === 0) {
      outA.setEntry(i, 0);
      outB.setEntry(i, 0);
    } else {
      outA.scaleEntry(i, a, factor);
      outB.scaleEntry(i, b, factor);
    }
  }
}

/** The sign of a pre-activation for all large t; 0, and a boundary, only for the germ (0, 0). */
function signOf(germs: CertifiedGerms, value: number, i: number): -1 | 0 | 1 {
  const a = germs.intercepts[value]!;
  const b = germs.slopes[value]!;
  if (Math.abs(b.values[i]!) > b.errors[i]!) {
    germs.decisions.certified++;
    return b.values[i]! > 0 ? 1 : -1;
  }
  if (b.errors[i] === 0) {
    if (Math.abs(a.values[i]!) > a.errors[i]!) {
      germs.decisions.certified++;
      return a.values[i]! > 0 ? 1 : -1;
    }
    if (a.errors[i] === 0) {
      germs.decisions.certified++;
      germs.boundary = true;
      return 0;
    }
  } else if (sharpen(germs, value, i)) {
    germs.decisions.certified++;
    return b.values[i]! > 0 ? 1 : -1;
  }
  germs.settle(value, i);
  const sign = signOfGerm(BigInt(Math.sign(a.values[i]!)), BigInt(Math.sign(b.values[i]!)));
  if (sign === 0) germs.boundary = true;
  return sign;
}

/** Tries the entry-by-entry bound on a slope; says whether that decides its sign. */
function sharpen(germs: CertifiedGerms, value: number, i: number): boolean {
  const node = value === 0 ? undefined : germs.network.nodes[value - 1]!;
  if (node?.operation.kind !== 'affine') return false;
  const b = germs.slopes[value]!;
  // A sum that overflowed on its way says nothing, however small its terms' errors are.
  if (!Number.isFinite(b.values[i]!)) return false;
  const error = sharperError(
    node.operation,
    node.inputs.map((v) => germs.slopes[v]!),
    i,
    true,
  );
  // The minimum of two valid bounds is valid.
  if (error < b.errors[i]!) b.errors[i] = error;
  return Math.abs(b.values[i]!) > b.errors[i]!;
}
