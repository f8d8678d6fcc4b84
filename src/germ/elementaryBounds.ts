import { type BoundedDouble, exponential, logarithm } from '../exact/boundedDouble.js';
import { type DoubleBounds, outward } from './doubleBounds.js';
import type { FunctionAtInfinity } from './functionAtInfinity.js';

/** eˣ between two doubles. */
export const boundsOfExp = increasing(exponential);

/** log x between two doubles. */
export const boundsOfLog = increasing(logarithm);

/** √x between two doubles; IEEE 754 rounds it correctly. */
export function boundsOfRoot(lower: number, upper: number): DoubleBounds | null {
  return lower > 0 ? outward(Math.sqrt(lower), Math.sqrt(upper)) : null;
}

/** A function of a chord slope that is bounded, between two doubles: by its value in the middle. */
export function boundsOfFunction({ bounded, lipschitz }: FunctionAtInfinity) {
  return (lower: number, upper: number): DoubleBounds | null => {
    const middle = lower / 2 + upper / 2;
    if (!Number.isFinite(middle)) return null;
    const { value, error } = bounded(middle);
    const radius = Math.max(upper - middle, middle - lower);
    const off = (error + lipschitz * radius) * (1 + 2 ** -50);
    return off < Infinity ? outward(value - off, value + off) : null;
  };
}

function increasing(f: (x: number) => BoundedDouble) {
  return (lower: number, upper: number): DoubleBounds | null => {
    const [first, last] = [f(lower), f(upper)];
    if (!(first.error < Infinity && last.error < Infinity)) return null;
    return outward(first.value - first.error, last.value + last.error);
  };
}
