import { zeroBatch } from '../detectors/batch.js';
import type { Batch, Classifier, Observations } from '../detectors/index.js';
import { RoomForValues, rowsAtOnce, valuesOfMany } from '../network/evaluate.js';
import type { Network } from '../network/network.js';
import type { PartsRead } from './fittedDetectors.js';
import type { ScalesOfRay } from './followRays.js';

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
 * Observes a classifier at many scales of rays, without the products of the first layer: that layer
 * is affine in the scale. Most of a small network's weights are there. The scales of a call are
 * evaluated together, with the same bits as one by one. Float64.
 */
export class RayObserver {
  /** The value that the first affine layers end with: the only one that later layers read. */
  readonly frontier: number;
  /** Scales that observations are made of at once. */
  readonly scalesAtOnce: number;
  /** What follows the frontier; the network itself if there is none. */
  private readonly rest: Network;
  /** Scales evaluated at once. */
  private readonly rowsAtOnce: number;
  private readonly room = new RoomForValues();
  /** Where the inputs of the rest are written, used again call by call. */
  private starts = new Float64Array(0);

  /** @param read - what is observed beside features and logits: wide ones are most of the work */
  constructor(
    private readonly classifier: Classifier,
    private readonly read: PartsRead,
  ) {
    const { network } = classifier;
    this.frontier = frontierOf(network);
    this.rest = this.frontier > 0 ? restOf(network, this.frontier) : network;
    this.rowsAtOnce = rowsAtOnce(this.rest);
    this.scalesAtOnce = scalesAtOnce(network);
  }

  /** What the classifier shows at x(t) for each t of each ray, as far as doubles reach. */
  observe(rays: readonly ObservedRay[], at: readonly ScalesOfRay[]): Observations {
    const { classifier, frontier, read } = this;
    const points = () => along(pointsOf(rays, at));
    if (frontier === 0) return classifier.observe(points(), { hidden: read.hidden });
    const penultimate = classifier.network.nodes[classifier.network.output - 1].inputs[0];
    const [logits, features, ...hidden] = this.valuesAt(rays, at, [
      classifier.network.output,
      penultimate,
      ...(read.hidden ? classifier.hiddenValues : []),
    ]);
    return {
      ...(read.inputs && { inputs: points() }),
      logits,
      features,
      ...(read.hidden && { hidden }),
    };
  }

  /** The logits alone. */
  outputs(rays: readonly ObservedRay[], at: readonly ScalesOfRay[]): Batch {
    return this.valuesAt(rays, at, [this.classifier.network.output])[0];
  }

  /** Some values of the network, none before the frontier. */
  private valuesAt(
    rays: readonly ObservedRay[],
    at: readonly ScalesOfRay[],
    wanted: readonly number[],
  ): Batch[] {
    const { rest, frontier } = this;
    const points = frontier > 0 ? startsOf(rays, at) : pointsOf(rays, at);
    const kept = wanted.map((value) =>
      zeroBatch(points.length, rest.nodes[value - frontier - 1]?.operation.size ?? rest.inputSize),
    );
    const size = Math.min(points.length, this.rowsAtOnce) * rest.inputSize;
    if (this.starts.length < size) this.starts = new Float64Array(size);
    for (let row = 0; row < points.length; row += this.rowsAtOnce) {
      const some = along(points.slice(row, row + this.rowsAtOnce), this.starts);
      const values = valuesOfMany(rest, some.values, some.rows, this.room);
      kept.forEach((out, k) => {
        out.values.set(values[wanted[k] - frontier], row * out.columns);
      });
    }
    return kept;
  }
}

/** Doubles that observations may take at once. */
const MOST_VALUES = 2 ** 21;

/** How many inputs to observe at once, so that observations stay within bounded memory. */
export function scalesAtOnce({ inputSize, nodes }: Network): number {
  const values = nodes.reduce((sum, { operation }) => sum + operation.size, inputSize);
  return Math.max(1, Math.floor(MOST_VALUES / values));
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

/** A point start + t·step of a line. */
interface LinePoint {
  readonly start: Float64Array;
  readonly step: Float64Array;
  readonly t: number;
}

/** The inputs at scales of rays. */
function pointsOf(rays: readonly ObservedRay[], at: readonly ScalesOfRay[]): LinePoint[] {
  return at.flatMap(({ ray, scales }) => {
    const { origin: start, direction: step } = rays[ray];
    return scales.map((t) => ({ start, step, t }));
  });
}

/** What the first layer makes of them. */
function startsOf(rays: readonly ObservedRay[], at: readonly ScalesOfRay[]): LinePoint[] {
  return at.flatMap(({ ray, scales }) => {
    const { intercept: start, slope: step } = rays[ray];
    return scales.map((t) => ({ start, step, t }));
  });
}

/**
 * The points, one row each.
 *
 * @param room - where they are written, if it is given: at least as long
 */
function along(points: readonly LinePoint[], room?: Float64Array): Batch {
  const columns = points[0]?.start.length ?? 0;
  const size = points.length * columns;
  const values = room?.subarray(0, size) ?? new Float64Array(size);
  let at = 0;
  for (const { start, step, t } of points) {
    for (let i = 0; i < columns; i++) {
      const value = start[i] + (step[i] === 0 ? 0 : t * step[i]);
      values[at++] = value > FARTHEST ? FARTHEST : value < -FARTHEST ? -FARTHEST : value;
    }
  }
  return { rows: points.length, columns, values };
}

/** Points beyond the doubles are held at their edge. */
const FARTHEST = Number.MAX_VALUE;
