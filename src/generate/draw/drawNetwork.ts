import type fc from 'fast-check';
import type { Layer, NetworkFile } from '../../network/networkFile.js';
import { readNetwork } from '../../network/networkFile.js';
import { tail } from '../../tail/tail.js';
import { chance, drawMany, pick } from './choice.js';
import { type DrawnDense, drawBias, drawDense, drawDepth, drawHiddenLayers } from './drawLayers.js';
import type { DrawnRay } from './drawRay.js';
import {
  drawNonZero,
  drawNumber,
  drawPositive,
  type NumberStyle,
  neighbour,
} from './numberStyle.js';

/** What a network is drawn for: the ray it will be followed along, and its number of classes. */
export interface NetworkSetting {
  readonly random: fc.Random;
  readonly style: NumberStyle;
  readonly ray: DrawnRay;
  readonly classes: number;
}

/** Any network. */
export function drawAnyNetwork({ random, style, ray, classes }: NetworkSetting): NetworkFile {
  const inputs = ray.origin.length;
  const { layers, size } = drawHiddenLayers(random, style, inputs, drawDepth(random));
  return networkOf(inputs, [...layers, drawDense(random, style, size, classes)]);
}

/**
 * A network whose best classes along the ray are tied: any network, with the head's row of the top
 * class copied to others; sometimes one of the copies is one rounding away.
 */
export function drawTiedNetwork(setting: NetworkSetting): NetworkFile {
  const { random, ray, classes } = setting;
  const network = drawAnyNetwork(setting);
  const { top } = tail(readNetwork(network), ray.origin, ray.direction);
  const head = headOf(network);
  const source = top[0];
  const copies = random.nextInt(1, Math.max(1, classes - 2));
  for (let n = 0; n < copies; n++) {
    const copy = (source + 1 + n) % classes;
    head.weights[copy] = head.weights[source].slice();
    if (chance(random, 12)) {
      const row = head.weights[copy];
      const j = random.nextInt(0, row.length - 1);
      row[j] = neighbour(random, row[j]);
    }
  }
  return network;
}

/**
 * A network without hidden layer whose best slopes are equal along the ray while its rows are not:
 * the rows differ only where the ray does not move.
 */
export function drawTiedAffine(setting: NetworkSetting): NetworkFile {
  const { random, style, ray, classes } = setting;
  const head = drawDense(random, style, ray.origin.length, classes);
  const top = drawTopSet(random, classes, random.nextInt(2, Math.max(2, classes - 1)));
  const best = ray.moved.map(() => drawNumber(random, style));
  for (let c = 0; c < classes; c++) {
    const below = top.includes(c) ? 0 : drawPositive(random, style);
    ray.moved.forEach((d, n) => {
      head.weights[c][d] = best[n] - Math.sign(ray.direction[d]) * below;
    });
  }
  return networkOf(ray.origin.length, [head]);
}

/** A network all of whose slopes along the ray are equal, for one of four reasons. */
export function drawFlatNetwork(setting: NetworkSetting): NetworkFile {
  const { random, style, ray, classes } = setting;
  const inputs = ray.origin.length;
  const draw = pick(random, [equalRows, blindFirstLayer, deadUnits, equalAlongRay]);
  return networkOf(inputs, draw());

  function equalRows(): Layer[] {
    const { layers, size } = drawHiddenLayers(random, style, inputs, drawDepth(random));
    const row = drawMany(size, () => drawNumber(random, style));
    const weights = drawMany(classes, () => row.slice());
    return [...layers, { type: 'dense', weights, bias: drawBias(random, style, classes) }];
  }

  /** The first layer reads none of the coordinates that move. */
  function blindFirstLayer(): Layer[] {
    const { layers, size } = drawHiddenLayers(random, style, inputs, drawDepth(random));
    const all = [...layers, drawDense(random, style, size, classes)];
    const first = all[0] as DrawnDense;
    for (const row of first.weights) for (const d of ray.moved) row[d] = 0;
    return all;
  }

  /** One hidden layer, every unit of which the ray switches off. */
  function deadUnits(): Layer[] {
    const units = random.nextInt(1, 4);
    const hidden = drawDense(random, style, inputs, units);
    for (const row of hidden.weights) {
      for (const d of ray.moved)
        row[d] = -Math.sign(ray.direction[d]) * drawPositive(random, style);
    }
    return [hidden, { type: 'relu' }, drawDense(random, style, units, classes)];
  }

  /** The rows differ only where the ray does not move. */
  function equalAlongRay(): Layer[] {
    const head = drawDense(random, style, inputs, classes);
    for (const d of ray.moved) {
      const shared = drawNumber(random, style);
      for (const row of head.weights) row[d] = shared;
    }
    return [head];
  }
}

/**
 * A network whose probabilities are component-wise strictly monotonic along the tail: each column
 * of the tail's Jacobian takes exactly two values. For a ray that moves one coordinate.
 */
export function drawMonotoneNetwork(setting: NetworkSetting): NetworkFile {
  const { random, style, ray, classes } = setting;
  const inputs = ray.origin.length;
  const head: DrawnDense = {
    type: 'dense',
    weights: drawMany(classes, () => new Array<number>(inputs).fill(0)),
    bias: drawBias(random, style, classes),
  };
  for (let d = 0; d < inputs; d++) {
    const one = chance(random, 40) ? 0 : drawNonZero(random, style);
    let other = drawNumber(random, style);
    if (other === one) other = one === 0 ? 1 : 0;
    const odd = random.nextInt(0, classes - 1);
    for (let c = 0; c < classes; c++) {
      head.weights[c][d] =
        c === odd || (c !== (odd + 1) % classes && chance(random, 35)) ? one : other;
    }
  }
  const hidden = chance(random, 35) ? [passingLayer(setting), RELU] : [];
  return networkOf(inputs, [...hidden, head]);
}

/** A network that saturates along the ray, to the given class. */
export function drawSaturatingNetwork(setting: NetworkSetting, winner: number): NetworkFile {
  const { random, style, ray, classes } = setting;
  const inputs = ray.origin.length;
  const head = drawDense(random, style, inputs, classes);
  const hidden = chance(random, 40) ? [passingLayer(setting), RELU] : [];
  for (const d of ray.moved) {
    // After a passing layer every moved unit grows, whatever the direction's sign.
    const sign = hidden.length > 0 ? 1 : Math.sign(ray.direction[d]);
    const base = drawNumber(random, style === 'extreme' || style === 'mixed' ? 'small' : style);
    for (let c = 0; c < classes; c++) {
      const lead = c === winner ? 3 + drawPositive(random, 'small') : random.nextInt(0, 2);
      head.weights[c][d] = base + sign * lead;
    }
  }
  return networkOf(inputs, [...hidden, head]);
}

/**
 * A network with a unit whose pre-activation germ is exactly (0, 0) on its ray: it lies on a
 * polytope boundary for ever.
 */
export function drawBoundaryNetwork(setting: NetworkSetting): NetworkFile {
  const { random, style, ray, classes } = setting;
  const inputs = ray.origin.length;
  const before = drawHiddenLayers(random, style, inputs, pick(random, [0, 0, 0, 1]));
  const units = random.nextInt(1, 4);
  const layer = drawDense(random, style, before.size, units);
  const i = random.nextInt(0, units - 1);
  layer.weights[i].fill(0);
  layer.bias[i] = 0;
  if (before.layers.length === 0) {
    // The unit may read what the ray leaves where it is, as long as the bias cancels it exactly.
    const still = [...ray.origin.keys()].filter((d) => !ray.moved.includes(d));
    if (still.length > 0) {
      const d = pick(random, still);
      layer.weights[i][d] =
        ray.origin[d] === 0 ? drawNonZero(random, style) : pick(random, [1, -1]);
      // Plus 0, since an underflow would leave −0.
      layer.bias[i] = -layer.weights[i][d] * ray.origin[d] + 0;
    }
  }
  const activation: Layer = chance(random, 85) ? RELU : { type: 'leaky-relu', slope: 0.5 };
  return networkOf(inputs, [
    ...before.layers,
    layer,
    activation,
    drawDense(random, style, units, classes),
  ]);
}

/** Which classes share the largest slope. */
function drawTopSet(random: fc.Random, classes: number, size: number): number[] {
  const first = random.nextInt(0, classes - 1);
  return drawMany(size, (n) => (first + n) % classes);
}

/**
 * A layer of as many units as inputs, each reading one input, that are all on along the tail: the
 * identity up to positive factors, and signs where the ray goes down.
 */
function passingLayer({ random, style, ray }: NetworkSetting): DrawnDense {
  const size = ray.origin.length;
  const layer: DrawnDense = {
    type: 'dense',
    weights: drawMany(size, () => new Array<number>(size).fill(0)),
    bias: new Array<number>(size).fill(0),
  };
  for (let d = 0; d < size; d++) {
    const factor = drawPositive(random, style);
    const moved = ray.moved.includes(d);
    layer.weights[d][d] = moved ? Math.sign(ray.direction[d]) * factor : factor;
    // Twice the size of what it must outweigh, so that no rounding takes the sign away.
    layer.bias[d] = moved
      ? drawNumber(random, style)
      : 2 * Math.abs(factor * ray.origin[d]) + (ray.origin[d] === 0 ? 1 : 0);
    if (!Number.isFinite(layer.bias[d]) || (!moved && layer.bias[d] === 0)) layer.bias[d] = 1;
  }
  return layer;
}

function networkOf(inputs: number, layers: Layer[]): NetworkFile {
  return { format: 'farfield-network', version: 1, inputs, layers };
}

function headOf(network: NetworkFile): DrawnDense {
  return network.layers[network.layers.length - 1] as DrawnDense;
}

const RELU: Layer = { type: 'relu' };
