import { zeroBatch } from '../detectors/batch.js';
import type { Classifier, Observations } from '../detectors/index.js';
import { rowsAtOnce, valuesOfMany } from '../network/evaluate.js';
import type { Network } from '../network/network.js';
import { softmax } from '../uncertainty/softmax.js';
import type { RaysView, ScalesOfRay } from './followRays.js';
import { scalesAtOnce } from './rayObserver.js';

/**
 * Rays of any network along one direction, by plain evaluation in float64.
 *
 * @param classifier - null for a network without a linear head, of which detectors see nothing
 * @param hidden - whether hidden layers are observed too
 */
export function plainRays(
  network: Network,
  classifier: Classifier | null,
  origins: readonly Float64Array[],
  direction: Float64Array,
  hidden: boolean,
): RaysView {
  const atOnce = rowsAtOnce(network);
  const pointAt = (origin: Float64Array, t: number) =>
    origin.map((x, i) => {
      const value = x + (direction[i] === 0 ? 0 : t * direction[i]);
      return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value));
    });
  const outputs = (at: readonly ScalesOfRay[]) => {
    const places = at.flatMap(({ ray, scales }) =>
      scales.map((t) => ({ origin: origins[ray], t })),
    );
    const logits = zeroBatch(places.length, network.outputSize);
    for (let row = 0; row < places.length; row += atOnce) {
      const some = places.slice(row, row + atOnce);
      const x = new Float64Array(some.length * network.inputSize);
      some.forEach(({ origin, t }, k) => {
        x.set(pointAt(origin, t), k * network.inputSize);
      });
      const values = valuesOfMany(network, x, some.length);
      logits.values.set(values[network.output], row * logits.columns);
    }
    return logits;
  };
  return {
    outputs,
    observe(at): Observations {
      if (classifier) {
        return classifier.observe(
          at.flatMap(({ ray, scales }) => scales.map((t) => pointAt(origins[ray], t))),
          { hidden },
        );
      }
      const logits = outputs(at);
      return { logits, features: zeroBatch(logits.rows, 0) };
    },
    probabilities: network.outputs === 'probabilities' ? (logits) => logits : softmax,
    scalesAtOnce: scalesAtOnce(network),
  };
}
