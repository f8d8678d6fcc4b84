import { zeroBatch } from '../detectors/batch.js';
import type { Batch, Classifier, Observations } from '../detectors/index.js';
import { rowsAtOnce, valuesOfMany } from '../network/evaluate.js';
import type { Network } from '../network/network.js';

/** A ray with what the first layer makes of it: `intercept + t·slope`. */
export interface ObservedRay {
  /** Shape [D], network input units. */
  readonly origin: Float64Array;
  /** Shape [D], network input units per unit of scale. */
  readonly direction: Float64Array;
  /** The value `frontier` at the origin, and its slope. */
  readonly intercept: Float64Array;
  readonly slope: Float64Array;
}

/**
 * Observes a classifier at many scales of a ray, without the products of the first layer: that layer
 * is affine in the scale. Most of a small network's weights are there. The scales of a call are
 * evaluated together, with the same bits as one by one. Float64.
 */
export class RayObserver {
  /** The value that the first affine layers end with: the only one that later layers read. */
  readonly frontier: number;
  private readonly rest: Network | null;
  /** Scales observed at once. */
  private readonly rowsAtOnce: number;

  /** @param readsInputs - whether points are to be observed too: wide ones are most of the work */
  constructor(
    private readonly classifier: Classifier,
    private readonly readsInputs: boolean,
  ) {
    const { network } = classifier;
    this.frontier = frontierOf(network);
    this.rest = this.frontier > 0 ? restOf(network, this.frontier) : null;
    this.rowsAtOnce = rowsAtOnce(this.rest ?? network);
  }

  /** What the classifier shows at x(t) for each t, as far as doubles reach. */
  observe(ray: ObservedRay, scales: readonly number[]): Observations {
    const { classifier, rest, frontier } = this;
    const points = () => along(ray.origin, ray.direction, scales);
    if (!rest) return classifier.observe(points());
    const starts = along(ray.intercept, ray.slope, scales);
    const logits = zeroBatch(scales.length, classifier.classes);
    const features = zeroBatch(scales.length, classifier.width);
    const hidden = classifier.hiddenValues.map((value) =>
      zeroBatch(scales.length, classifier.network.nodes[value - 1].operation.size),
    );
    const output = classifier.network.output - frontier;
    const penultimate =
      classifier.network.nodes[classifier.network.output - 1].inputs[0] - frontier;
    const { columns } = starts;
    for (let row = 0; row < scales.length; row += this.rowsAtOnce) {
      const some = Math.min(this.rowsAtOnce, scales.length - row);
      const x = starts.values.subarray(row * columns, (row + some) * columns);
      const values = valuesOfMany(rest, x, some);
      logits.values.set(values[output], row * logits.columns);
      features.values.set(values[penultimate], row * features.columns);
      hidden.forEach((layer, k) => {
        layer.values.set(values[classifier.hiddenValues[k] - frontier], row * layer.columns);
      });
    }
    return { ...(this.readsInputs && { inputs: points() }), logits, features, hidden };
  }
}

/**
 * The last of the affine nodes that a network begins with, if no later node reads what is before
 * it; 0 if there is none.
 */
function frontierOf(network: Network): number {
  const first = network.nodes.findIndex(({ operation }) => operation.kind !== 'affine');
  if (first < 1) return 0;
  const early = network.nodes.slice(first).some(({ inputs }) => inputs.some((v) => v < first));
  const reads = network.nodes[network.output - 1].inputs;
  return early || network.output <= first || reads.some((v) => v < first) ? 0 : first;
}

/** What follows a value, as a network that takes it for its input. */
function restOf(network: Network, frontier: number): Network {
  return {
    ...network,
    inputSize: network.nodes[frontier - 1].operation.size,
    nodes: network.nodes
      .slice(frontier)
      .map((node) => ({ ...node, inputs: node.inputs.map((v) => v - frontier) })),
    output: network.output - frontier,
  };
}

/** start + t·step for each t, one row each. */
function along(start: Float64Array, step: Float64Array, scales: readonly number[]): Batch {
  const columns = start.length;
  const values = new Float64Array(scales.length * columns);
  let at = 0;
  for (const t of scales) {
    for (let i = 0; i < columns; i++) {
      const value = start[i] + (step[i] === 0 ? 0 : t * step[i]);
      values[at++] = value > FARTHEST ? FARTHEST : value < -FARTHEST ? -FARTHEST : value;
    }
  }
  return { rows: scales.length, columns, values };
}

/** Points beyond the doubles are held at their edge. */
const FARTHEST = Number.MAX_VALUE;
