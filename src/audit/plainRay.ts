import { zeroBatch } from '../detectors/batch.js';
import type { Classifier, Observations } from '../detectors/index.js';
import { rowsAtOnce, valuesOfMany } from '../network/evaluate.js';
import type { Network } from '../network/network.js';
import { softmax } from '../uncertainty/softmax.js';
import type { RayView } from './followRay.js';

/**
 * A ray of any network, by plain evaluation in float64.
 *
 * @param classifier - null for a network without a linear head, of which detectors see nothing
 */
export function plainRay(
  network: Network,
  classifier: Classifier | null,
  origin: Float64Array,
  direction: Float64Array,
): RayView {
  const atOnce = rowsAtOnce(network);
  const pointAt = (t: number) =>
    origin.map((x, i) => {
      const value = x + (direction[i] === 0 ? 0 : t * direction[i]);
      return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value));
    });
  return {
    observe(scales): Observations {
      const points = scales.map(pointAt);
      if (classifier) return classifier.observe(points);
      const logits = zeroBatch(points.length, network.outputSize);
      for (let row = 0; row < points.length; row += atOnce) {
        const some = points.slice(row, row + atOnce);
        const x = new Float64Array(some.length * network.inputSize);
        some.forEach((point, k) => {
          x.set(point, k * network.inputSize);
        });
        const values = valuesOfMany(network, x, some.length);
        logits.values.set(values[network.output], row * logits.columns);
      }
      return { logits, features: zeroBatch(points.length, 0) };
    },
    probabilities: network.outputs === 'probabilities' ? (outputs) => outputs : softmax,
  };
}
