import { zeroBatch } from '../detectors/batch.js';
import type { Classifier, Observations } from '../detectors/index.js';
import { valuesAt } from '../network/evaluate.js';
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
      points.forEach((point, row) => {
        logits.values.set(valuesAt(network, point)[network.output], row * logits.columns);
      });
      return { logits, features: zeroBatch(points.length, 0) };
    },
    probabilities: network.outputs === 'probabilities' ? (outputs) => outputs : softmax,
  };
}
