import type fc from 'fast-check';
import type { UnitLayer } from '../../claims/beyond/activationFormulas.js';
import type { AnyLayer, AnyNetworkFile } from '../../network/networkFile.js';
import { chance, drawMany, pick, pickWeighted } from './choice.js';
import { type DrawnDense, drawDense } from './drawLayers.js';
import type { NetworkSetting } from './networkSetting.js';
import { drawNumber, drawPositive, type NumberStyle, neighbour } from './numberStyle.js';

const ACTIVATIONS: readonly UnitLayer[] = [
  { type: 'gelu' },
  { type: 'gelu', approximate: 'tanh' },
  { type: 'silu' },
  { type: 'softplus', beta: 2 },
  { type: 'elu', alpha: 0.5 },
  { type: 'celu', alpha: 2 },
  { type: 'selu' },
  { type: 'mish' },
  { type: 'hard-swish' },
  { type: 'tanh' },
  { type: 'sigmoid' },
  { type: 'erf' },
  { type: 'softsign' },
  { type: 'relu' },
  { type: 'leaky-relu', slope: 0.25 },
  { type: 'clip', lower: 0, upper: 6 },
];

const isBounded = ({ type }: UnitLayer) =>
  ['tanh', 'sigmoid', 'erf', 'softsign', 'clip'].includes(type);
const BOUNDED = ACTIVATIONS.filter(isBounded);
const RISING = ACTIVATIONS.filter((layer) => !isBounded(layer));

/** A hidden layer of activations with slopes, one unit of which rises along the ray, and a head. */
export function drawRising({ random, style, ray, classes }: NetworkSetting): AnyNetworkFile {
  const inputs = ray.origin.length;
  const units = random.nextInt(1, 4);
  const hidden = drawDense(random, style, inputs, units);
  for (const d of ray.moved) {
    hidden.weights[0][d] = Math.sign(ray.direction[d]) * drawPositive(random, style);
  }
  const head = drawDense(random, style, units, classes);
  return network(inputs, [hidden, pick(random, RISING), head]);
}

/** Activations with asymptotes in one or two hidden layers, and a head. */
export function drawAsymptotic(setting: NetworkSetting): AnyNetworkFile {
  const { random, style, ray, classes } = setting;
  const body = drawBody(
    setting,
    pickWeighted(random, [
      [65, 1],
      [35, 2],
    ] as const),
  );
  const head = drawDense(random, style, body.size, classes);
  return network(ray.origin.length, [...body.layers, head]);
}

/**
 * Slopes that are equal exactly, or one rounding apart: units that move alike, and head rows that
 * differ in the others only.
 */
export function drawTiedSlopes({ random, style, ray, classes }: NetworkSetting): AnyNetworkFile {
  const inputs = ray.origin.length;
  const units = random.nextInt(2, 4);
  const hidden = drawDense(random, style, inputs, units);
  // Some units do not move: what the head makes of them is constant.
  const still = random.nextInt(1, units - 1);
  for (let i = 0; i < still; i++) for (const d of ray.moved) hidden.weights[i][d] = 0;
  const head = drawDense(random, style, units, classes);
  for (let c = 1; c < classes; c++) {
    if (classes > 2 && c === classes - 1 && chance(random, 50)) continue;
    for (let i = still; i < units; i++) head.weights[c][i] = head.weights[0][i];
  }
  if (chance(random, 15)) {
    head.weights[0][units - 1] = neighbour(random, head.weights[0][units - 1]);
  }
  return network(inputs, [hidden, pick(random, ACTIVATIONS), head]);
}

/** No unit moves: everything is what activations make of numbers. */
export function drawStill({ random, style, ray, classes }: NetworkSetting): AnyNetworkFile {
  const inputs = ray.origin.length;
  const units = random.nextInt(1, 3);
  const hidden = drawDense(random, style, inputs, units);
  for (const row of hidden.weights) for (const d of ray.moved) row[d] = 0;
  return network(inputs, [
    hidden,
    pick(random, ACTIVATIONS),
    drawDense(random, style, units, classes),
  ]);
}

/** A norm that every path passes: of slopes that differ, of slopes all alike, of none. */
export function drawNormalised(setting: NetworkSetting): AnyNetworkFile {
  const { random, style, ray, classes } = setting;
  const inputs = ray.origin.length;
  const body = drawBeforeNorm(setting);
  const after = pickWeighted<readonly AnyLayer[]>(random, [
    [60, []],
    [20, [{ type: 'relu' }]],
    [20, [drawDense(random, style, body.size, body.size), pick(random, ACTIVATIONS)]],
  ]);
  return network(inputs, [
    ...body.layers,
    drawNorm(random, style, body.size),
    ...after,
    drawDense(random, style, body.size, classes),
  ]);
}

/** A block that normalises inside, with a last norm or (a bypass) without one. */
export function drawNormBlock(setting: NetworkSetting): AnyNetworkFile {
  const { random, style, ray, classes } = setting;
  const body = drawBeforeNorm(setting);
  const block: AnyLayer = {
    type: 'residual',
    layers: [
      drawNorm(random, style, body.size),
      drawDense(random, style, body.size, 2),
      pick(random, ACTIVATIONS),
      drawDense(random, style, 2, body.size),
    ],
  };
  const last = chance(random, 70) ? [drawNorm(random, style, body.size)] : [];
  const head = drawDense(random, style, body.size, classes);
  return network(ray.origin.length, [...body.layers, block, ...last, head]);
}

/** A last layer of bounded activations under a head. */
export function drawBoundedTop(setting: NetworkSetting): AnyNetworkFile {
  const { random, style, ray, classes } = setting;
  const body = drawBody(setting, chance(random, 50) ? 1 : 0);
  const units = random.nextInt(1, 4);
  return network(ray.origin.length, [
    ...body.layers,
    drawDense(random, style, body.size, units),
    pick(random, BOUNDED),
    drawDense(random, style, units, classes),
  ]);
}

interface Body {
  readonly layers: AnyLayer[];
  readonly size: number;
}

function drawBody({ random, style, ray }: NetworkSetting, depth: number): Body {
  const layers: AnyLayer[] = [];
  let size = ray.origin.length;
  for (let k = 0; k < depth; k++) {
    const units = random.nextInt(1, 4);
    layers.push(drawDense(random, style, size, units), pick(random, ACTIVATIONS));
    size = units;
    if (size > 1 && chance(random, 12)) {
      layers.push({ type: 'maximum', groups: [[...Array(size).keys()], [0]] });
      size = 2;
    }
    if (chance(random, 15)) {
      const inner = [drawDense(random, style, size, size), pick(random, ACTIVATIONS)];
      layers.push({ type: 'residual', layers: inner });
    }
  }
  return { layers, size };
}

/** A layer, perhaps with an activation, whose units are two or more and move by a recipe. */
function drawBeforeNorm({ random, style, ray }: NetworkSetting): Body {
  const units = random.nextInt(2, 4);
  const dense = drawDense(random, style, ray.origin.length, units);
  const recipe = pickWeighted(random, [
    [60, 'any'],
    [25, 'alike'],
    [15, 'still'],
  ] as const);
  if (recipe !== 'any') moveAlike(dense, ray.moved, recipe === 'still');
  // An activation would bend slopes that are to stay alike.
  const layers: AnyLayer[] =
    recipe === 'any' && chance(random, 55) ? [dense, pick(random, ACTIVATIONS)] : [dense];
  return { layers, size: units };
}

function moveAlike({ weights }: DrawnDense, moved: readonly number[], still: boolean): void {
  for (const d of moved) {
    const shared = still ? 0 : weights[0][d];
    for (const row of weights) row[d] = shared;
  }
}

function drawNorm(random: fc.Random, style: NumberStyle, size: number): AnyLayer {
  const scale = drawMany(size, () =>
    chance(random, 80) ? drawPositive(random, style) : drawNumber(random, style),
  );
  const epsilon = pick(random, [1e-5, 2 ** -10, 1]);
  if (chance(random, 35)) return { type: 'rms-norm', scale, epsilon };
  const shift = drawMany(size, () => (chance(random, 50) ? 0 : drawNumber(random, style)));
  return { type: 'layer-norm', scale, shift, epsilon };
}

function network(inputs: number, layers: readonly AnyLayer[]): AnyNetworkFile {
  return { format: 'farfield-network', version: 1, inputs, layers };
}
