import { InputError } from '../errors/inputError.js';
import { observeModel, type ParameterisedModel } from './observeModel.js';
import { copyParameters } from './parameters.js';
import type { TrainingData } from './trainNetwork.js';

const MOST_STEPS = 100;

/** A step this small changes no digit that float32 weights could keep. */
const SETTLED = 1e-10;

/** The slope cannot leave this range: separable validation rows have no best slope. */
const SLOPES = { least: 1e-3, most: 1e3 } as const;

/**
 * Platt scaling of a classifier of two classes: the log-odds become a·(f₁ − f₀) + b with the a and b
 * of the least cross-entropy on validation rows, found by Newton's method; folded into the head, so
 * that the result is a network like any other.
 *
 * @throws InputError `unsupported` for models other than MLPs of two classes
 *
 * Source: Platt 1999; paper A's final version.
 */
export async function plattScaled(
  model: ParameterisedModel,
  validation: TrainingData,
): Promise<ParameterisedModel> {
  const { architecture, classes } = model;
  if (architecture.kind !== 'mlp' || classes !== 2) {
    throw new InputError('plattScaled', [
      {
        code: 'unsupported',
        path: 'model',
        value: `${architecture.kind} of ${classes} classes`,
        rule: 'must be an MLP of two classes',
        remedy: 'use temperature scaling',
      },
    ]);
  }
  const { logits } = await observeModel(model, validation.x);
  const odds = Float64Array.from(
    { length: logits.rows },
    (_, i) => logits.values[2 * i + 1] - logits.values[2 * i],
  );
  const { slope, shift } = fitted(odds, validation.y);
  const parameters = copyParameters(model.parameters);
  const head = `layer${architecture.hidden.length}`;
  for (const part of ['weights', 'bias']) {
    const { values } = parameters[`${head}.${part}`];
    values.forEach((value, k) => {
      values[k] = slope * value;
    });
  }
  const bias = parameters[`${head}.bias`].values;
  bias[1] = bias[1] + shift;
  return { ...model, parameters };
}

/** The logistic regression of labels on log-odds. */
function fitted(odds: Float64Array, y: Int32Array): { slope: number; shift: number } {
  let slope = 1;
  let shift = 0;
  for (let step = 0; step < MOST_STEPS; step++) {
    const sums = { a: 0, b: 0, aa: 1e-12, ab: 0, bb: 1e-12 };
    odds.forEach((x, i) => {
      const p = 1 / (1 + Math.exp(-(slope * x + shift)));
      const weight = p * (1 - p);
      sums.a += (p - y[i]) * x;
      sums.b += p - y[i];
      sums.aa += weight * x * x;
      sums.ab += weight * x;
      sums.bb += weight;
    });
    const determinant = sums.aa * sums.bb - sums.ab * sums.ab;
    if (!(determinant > 0)) break;
    const bySlope = (sums.bb * sums.a - sums.ab * sums.b) / determinant;
    const byShift = (sums.aa * sums.b - sums.ab * sums.a) / determinant;
    // Half a step at most doubles the slope: far from the minimum a full one may leave it for good.
    const size = Math.min(1, (1 + Math.abs(slope)) / (2 * Math.abs(bySlope) + 1e-300));
    slope = Math.min(SLOPES.most, Math.max(SLOPES.least, slope - size * bySlope));
    shift -= size * byShift;
    if (Math.hypot(bySlope, byShift) < SETTLED) break;
  }
  return { slope, shift };
}
