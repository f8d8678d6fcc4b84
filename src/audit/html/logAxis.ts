import { scaleText } from '../numberText.js';

/** A logarithmic axis of scales in a drawing. */
export interface LogAxis {
  /** The place of a scale, clamped to the axis; its right end for Infinity. */
  at(scale: number): number;
  /** Ticks at powers of ten, at most about eight. */
  readonly ticks: readonly { readonly x: number; readonly text: string }[];
}

/**
 * @param low - the smallest scale shown, positive
 * @param high - the largest
 * @param left - where the axis begins
 * @param right - where it ends
 */
export function logAxis(low: number, high: number, left: number, right: number): LogAxis {
  const [from, to] = [Math.log10(low), Math.log10(Math.max(high, low * 10))];
  const at = (scale: number) => {
    if (scale === Infinity) return right;
    const share = scale > 0 ? (Math.log10(scale) - from) / (to - from) : 0;
    return left + Math.min(1, Math.max(0, share)) * (right - left);
  };
  const first = Math.ceil(from - 1e-9);
  const last = Math.floor(to + 1e-9);
  const step = Math.max(1, Math.ceil((last - first + 1) / 8));
  const ticks = [];
  for (let power = first; power <= last; power += step) {
    ticks.push({ x: round(at(10 ** power)), text: scaleText(10 ** power) });
  }
  return { at, ticks };
}

/** A coordinate with one decimal: enough for a drawing, and short. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
