import type fc from 'fast-check';
import type { Layer, NetworkFile } from '../../network/networkFile.js';
import { readNetwork } from '../../network/networkFile.js';
import { tail } from '../../tail/tail.js';
import { chance, drawMany, pick } from './choice.js';
import { drawCarryingLayers } from './drawCarrying.js';
import {
  type DrawnDense,
  drawBias,
  drawDense,
  drawDepth,
  drawHiddenLayers,
  enliven,
} from './drawLayers.js';
import { inputsAlong } from './follow.js';
import type { NetworkSetting } from './networkSetting.js';
import { drawNonZero, drawNumber, drawPositive, neighbour } from './numberStyle.js';

/** Any network. */
export function drawAnyNetwork(setting: NetworkSetting): NetworkFile {
  const { random, style, ray, classes } = setting;
  const { layers, values } = drawHiddenLayers(random, style, inputsAlong(ray), drawDepth(random));
  return networkOf(setting, [...layers, drawDense(random, style, values.length, classes)]);
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
 * A network whose best slopes are equal along the ray while the rows of its Jacobian are not: they
 * differ only in inputs that the ray does not move.
 */
export function drawTiedOnTail(setting: NetworkSetting): NetworkFile {
  const { random, style, ray, classes } = setting;
  return drawWithHead(setting, (sign) => {
    const head = drawDense(random, style, ray.origin.length, classes);
    const top = drawTopSet(random, classes, random.nextInt(2, Math.max(2, classes - 1)));
    const best = ray.moved.map(() => drawNumber(random, style));
    for (let c = 0; c < classes; c++) {
      const below = top.includes(c) ? 0 : drawPositive(random, style);
      ray.moved.forEach((d, n) => {
        head.weights[c][d] = best[n] - sign(d) * below;
      });
    }
    return head;
  });
}

/** A network all of whose slopes along the ray are equal, for one of four reasons. */
export function drawFlatNetwork(setting: NetworkSetting): NetworkFile {
  const { random, style, ray, classes } = setting;
  return pick(random, [equalRows, blindFirstLayer, deadUnits, equalAlongRay])();

  function equalRows(): NetworkFile {
    const { layers, values } = drawHiddenLayers(random, style, inputsAlong(ray), drawDepth(random));
    const row = drawMany(values.length, () => drawNumber(random, style));
    const weights = drawMany(classes, () => row.slice());
    const bias = drawBias(random, style, classes);
    return networkOf(setting, [...layers, { type: 'dense', weights, bias }]);
  }

  /** The first layer reads none of the coordinates that move. */
  function blindFirstLayer(): NetworkFile {
    const network = drawAnyNetwork(setting);
    const first = network.layers[0] as DrawnDense;
    for (const row of first.weights) for (const d of ray.moved) row[d] = 0;
    return network;
  }

  /** The last hidden layer reads what the ray drives up, and every unit of it is switched off. */
  function deadUnits(): NetworkFile {
    const { layers, roles, values } = drawCarryingLayers(setting);
    const dying = drawDense(random, style, values.length, random.nextInt(1, 4));
    for (const row of dying.weights) {
      roles.forEach((role, i) => {
        if (role === 'other') row[i] = 0;
      });
      for (const d of ray.moved) {
        row[d] = -Math.sign(values[d].slope) * drawPositive(random, style);
      }
    }
    enliven(random, style, dying, values);
    const head = drawDense(random, style, dying.weights.length, classes);
    return networkOf(setting, [...layers, dying, { type: 'relu' }, head]);
  }

  /** The rows of the Jacobian differ only where the ray does not move. */
  function equalAlongRay(): NetworkFile {
    return drawWithHead(setting, () => {
      const head = drawDense(random, style, ray.origin.length, classes);
      for (const d of ray.moved) {
        const shared = drawNumber(random, style);
        for (const row of head.weights) row[d] = shared;
      }
      return head;
    });
  }
}

/**
 * A network whose probabilities are component-wise strictly monotonic along the tail: each column
 * of the tail's Jacobian takes exactly two values. For a ray that moves one coordinate.
 */
export function drawMonotoneNetwork(setting: NetworkSetting): NetworkFile {
  const { random, style, ray, classes } = setting;
  return drawWithHead(setting, () => {
    const head = drawDense(random, style, ray.origin.length, classes);
    for (let d = 0; d < ray.origin.length; d++) {
      const one = chance(random, 40) ? 0 : drawNonZero(random, style);
      let other = drawNumber(random, style);
      if (other === one) other = one === 0 ? 1 : 0;
      const odd = random.nextInt(0, classes - 1);
      for (let c = 0; c < classes; c++) {
        head.weights[c][d] =
          c === odd || (c !== (odd + 1) % classes && chance(random, 35)) ? one : other;
      }
    }
    return head;
  });
}

/** A network that saturates along the ray, to the given class. */
export function drawSaturatingNetwork(setting: NetworkSetting, winner: number): NetworkFile {
  const { random, style, ray, classes } = setting;
  if (chance(random, 40)) {
    const found = drawAnyWithWinner(setting, winner);
    if (found) return found;
  }
  return drawWithHead(setting, (sign) => {
    const head = drawDense(random, style, ray.origin.length, classes);
    for (const d of ray.moved) {
      const base = drawNumber(random, style === 'extreme' || style === 'mixed' ? 'small' : style);
      for (let c = 0; c < classes; c++) {
        const lead = c === winner ? 3 + drawPositive(random, 'small') : random.nextInt(0, 2);
        head.weights[c][d] = base + sign(d) * lead;
      }
    }
    return head;
  });
}

/** Any network, its classes renamed so that the winner leads; null if it does not saturate. */
function drawAnyWithWinner(setting: NetworkSetting, winner: number): NetworkFile | null {
  const network = drawAnyNetwork(setting);
  const { ray } = setting;
  const { regime, top } = tail(readNetwork(network), ray.origin, ray.direction);
  if (regime !== 'saturating') return null;
  const { weights, bias } = headOf(network);
  for (const rows of [weights, bias]) [rows[winner], rows[top[0]]] = [rows[top[0]], rows[winner]];
  return network;
}

/**
 * A network whose Jacobian on the tail is that of a head on the inputs, but for what all classes
 * share, with any number of hidden layers in between.
 *
 * @param drawHead - draws the head; `sign` says whether what carries input d rises (1) or falls (−1)
 */
function drawWithHead(
  setting: NetworkSetting,
  drawHead: (sign: (d: number) => number) => DrawnDense,
): NetworkFile {
  const { random, style } = setting;
  const { layers, roles, values } = drawCarryingLayers(setting);
  const onInputs = drawHead((d) => Math.sign(values[d].slope));
  const inputs = setting.ray.origin.length;
  const shared = roles.map(() => drawNumber(random, style));
  const weights = onInputs.weights.map((row) =>
    roles.map((role, i) => {
      if (i < inputs) return row[i];
      // What is still has no part in the Jacobian.
      return role === 'still' ? drawNumber(random, style) : shared[i];
    }),
  );
  return networkOf(setting, [...layers, { ...onInputs, weights }]);
}

/**
 * A network with a unit whose pre-activation germ is exactly (0, 0) on its ray: it lies on a
 * polytope boundary for ever.
 */
export function drawBoundaryNetwork(setting: NetworkSetting): NetworkFile {
  const { random, style, ray, classes } = setting;
  const before = drawHiddenLayers(
    random,
    style,
    inputsAlong(ray),
    pick(random, [0, 0, 1, 2, 2, 3]),
  );
  const units = random.nextInt(1, 4);
  const layer = drawDense(random, style, before.values.length, units);
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
  const head = drawDense(random, style, units, classes);
  return networkOf(setting, [...before.layers, layer, activation, head]);
}

/** Which classes share the largest slope. */
function drawTopSet(random: fc.Random, classes: number, size: number): number[] {
  const first = random.nextInt(0, classes - 1);
  return drawMany(size, (n) => (first + n) % classes);
}

function networkOf({ ray }: NetworkSetting, layers: Layer[]): NetworkFile {
  return { format: 'farfield-network', version: 1, inputs: ray.origin.length, layers };
}

function headOf(network: NetworkFile): DrawnDense {
  return network.layers[network.layers.length - 1] as DrawnDense;
}

const RELU: Layer = { type: 'relu' };
