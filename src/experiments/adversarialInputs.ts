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
  const out = start.values.slice();
  const size = (2.5 * epsilon) / steps;
  for (let i = 0; i < rows; i++) {
    const origin = start.values.subarray(i * columns, (i + 1) * columns);
    const x = out.subarray(i * columns, (i + 1) * columns);
    for (let step = 0; step < steps; step++) {
      const gradient = classifier.inputGradient(x, (logits) => {
        const cotangent = Float64Array.from(softmax(logits));
        cotangent[labels[i]] = cotangent[labels[i]] - 1;
        return cotangent;
      });
      for (let j = 0; j < columns; j++) {
        const moved = x[j] + size * Math.sign(gradient[j]);
        const near = Math.min(Math.max(moved, origin[j] - epsilon), origin[j] + epsilon);
        x[j] = Math.min(Math.max(near, 0), 1);
      }
    }
  }
  return { rows, columns, values: out };
}
