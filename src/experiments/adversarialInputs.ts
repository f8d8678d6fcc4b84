import type { Batch, Classifier } from '../detectors/index.js';
import { softmax } from '../uncertainty/softmax.js';

/**
 * Adversarial inputs by projected gradient descent: steps along the sign of the gradient of the
 * cross-entropy, kept within ε of the start in every coordinate, and within [0, 1].
 *
 * Gradients are the analytic ones, float64.
 *
 * @param labels - the true classes, whose cross-entropy is driven up
 *
 * Source: Madry et al. 2018; paper B, section 3.3.
 */
export function adversarialInputs(
  classifier: Classifier,
  start: Batch,
  labels: Int32Array,
  { epsilon, steps }: { readonly epsilon: number; readonly steps: number },
): Batch {
  const { rows, columns } = start;
  const x = { rows, columns, values: start.values.slice() };
  const size = (2.5 * epsilon) / steps;
  for (let step = 0; step < steps; step++) {
    const gradients = classifier.inputGradients(x, (logits, row) => {
      const cotangent = Float64Array.from(softmax(logits));
      cotangent[labels[row]] = cotangent[labels[row]] - 1;
      return cotangent;
    });
    start.values.forEach((origin, k) => {
      const moved = x.values[k] + size * Math.sign(gradients.values[k]);
      const near = Math.min(Math.max(moved, origin - epsilon), origin + epsilon);
      x.values[k] = Math.min(Math.max(near, 0), 1);
    });
  }
  return x;
}
