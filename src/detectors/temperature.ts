import type { Batch } from './batch.js';
import { probabilities } from './probabilities.js';

/** The temperatures that fitting may return; beyond them a softmax is one-hot or uniform. */
export const TEMPERATURES = { lowest: 0.05, highest: 10_000 } as const;

/**
 * The temperature that minimises the mean cross-entropy of softmax(z/T) on labelled logits.
 *
 * In β = 1/T the loss is convex, so the minimiser is found by bisection on its derivative, to
 * machine precision. Where every row is classified correctly there is none (the loss falls for
 * ever as T → 0) and where the logits mislead T grows without bound: the ends of `TEMPERATURES`.
 */
export function fittedTemperature(logits: Batch, labels: Int32Array): number {
  const slopeAt = (beta: number) => -lossSlope(logits, labels, 1 / beta) / beta ** 2;
  let low = 1 / TEMPERATURES.highest;
  let high = 1 / TEMPERATURES.lowest;
  if (slopeAt(low) >= 0) return TEMPERATURES.highest;
  if (slopeAt(high) <= 0) return TEMPERATURES.lowest;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (slopeAt(middle) < 0) low = middle;
    else high = middle;
  }
  return 2 / (low + high);
}

/**
 * The temperature published code ends with, and all it tried on the way: that of the CEA authors
 * from T = 1.5, of pytorch-ood from T = 1.
 *
 * One call of an L-BFGS step on the mean cross-entropy with learning rate 0.01 and at
 * most 50 iterations, which in one dimension is 1 % of a secant step each time: it does not
 * converge, and where the loss is concave it can jump anywhere, even below 0.
 */
export function unconvergedTemperature(
  logits: Batch,
  labels: Int32Array,
  start: number,
): { temperature: number; trace: number[] } {
  const rate = 0.01;
  let temperature = start;
  const trace = [temperature];
  let loss = meanLoss(logits, labels, temperature);
  let slope = lossSlope(logits, labels, temperature);
  if (Math.abs(slope) <= 1e-7) return { temperature, trace };
  let curvature = 1;
  for (let updates = 1; ; updates++) {
    const direction = -slope * curvature;
    if (slope * direction > -1e-9) break;
    const step = (updates === 1 ? rate * Math.min(1, 1 / Math.abs(slope)) : rate) * direction;
    temperature += step;
    if (updates === 50) break;
    trace.push(temperature);
    const lossBefore = loss;
    const slopeBefore = slope;
    loss = meanLoss(logits, labels, temperature);
    slope = lossSlope(logits, labels, temperature);
    if (Math.abs(slope) <= 1e-7 || Math.abs(step) <= 1e-9) break;
    if (Math.abs(loss - lossBefore) < 1e-9) break;
    const change = slope - slopeBefore;
    if (step * change > 1e-10) curvature = step / change;
  }
  return { temperature, trace };
}

function meanLoss(logits: Batch, labels: Int32Array, temperature: number): number {
  const { rows, columns, values } = logits;
  let total = 0;
  for (let i = 0, offset = 0; i < rows; i++, offset += columns) {
    let largest = -Infinity;
    for (let c = 0; c < columns; c++) {
      largest = Math.max(largest, values[offset + c] / temperature);
    }
    let sum = 0;
    for (let c = 0; c < columns; c++) sum += Math.exp(values[offset + c] / temperature - largest);
    total += largest + Math.log(sum) - values[offset + labels[i]] / temperature;
  }
  return total / rows;
}

/** dℓ/dT = −mean_i(Σ_c p_ic z_ic − z_i,y) / T². */
function lossSlope(logits: Batch, labels: Int32Array, temperature: number): number {
  const { rows, columns, values } = logits;
  const p = probabilities(logits, temperature).values;
  let total = 0;
  for (let i = 0, offset = 0; i < rows; i++, offset += columns) {
    const label = values[offset + labels[i]];
    for (let c = 0; c < columns; c++) total += p[offset + c] * (values[offset + c] - label);
  }
  return -total / rows / temperature ** 2;
}
