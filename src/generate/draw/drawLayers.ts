import type fc from 'fast-check';
import { unknownKind } from '../../errors/unknownKind.js';
import type { Layer } from '../../network/networkFile.js';
import { chance, drawMany, pick, pickWeighted } from './choice.js';
import { type Followed, follow, signFarOut } from './follow.js';
import { drawNumber, drawPositive, type NumberStyle } from './numberStyle.js';

/** A dense layer that may still be changed. */
export interface DrawnDense {
  readonly type: 'dense';
  readonly weights: number[][];
  readonly bias: number[];
}

/** Layers, and what they make of the ray they were drawn for. */
export interface DrawnLayers {
  readonly layers: Layer[];
  readonly values: readonly Followed[];
}

/**
 * Draws a dense layer. Rows and columns of zeros, and rows that repeat another, are frequent: dead
 * and duplicate units, unread features.
 */
export function drawDense(
  random: fc.Random,
  style: NumberStyle,
  inputs: number,
  outputs: number,
): DrawnDense {
  const weights = drawMany(outputs, () => drawMany(inputs, () => drawNumber(random, style)));
  const bias = drawBias(random, style, outputs);
  if (outputs > 1 && chance(random, 10)) {
    const source = random.nextInt(0, outputs - 1);
    const copy = (source + 1) % outputs;
    weights[copy] = weights[source].slice();
    if (chance(random, 60)) bias[copy] = bias[source];
  }
  if (chance(random, 6)) weights[random.nextInt(0, outputs - 1)].fill(0);
  if (chance(random, 6)) {
    const column = random.nextInt(0, inputs - 1);
    for (const row of weights) row[column] = 0;
  }
  thinOut(random, weights);
  return { type: 'dense', weights, bias };
}

/** The biases of a layer: all zero in four of ten. */
export function drawBias(random: fc.Random, style: NumberStyle, outputs: number): number[] {
  const zero = chance(random, 40);
  return drawMany(outputs, () => (zero ? 0 : drawNumber(random, style)));
}

/** Leaves about four weights in each row of a wide layer, so that its numbers stay readable. */
export function thinOut(random: fc.Random, weights: number[][]): void {
  for (const row of weights) {
    if (row.length <= 6) continue;
    for (let i = 0; i < row.length; i++) {
      if (!chance(random, Math.ceil(400 / row.length))) row[i] = 0;
    }
  }
}

/**
 * Draws `depth` hidden layers of one to four units, rarely of up to twelve, each with its activation.
 * Biases are such that the ray crosses kinks in most layers.
 */
export function drawHiddenLayers(
  random: fc.Random,
  style: NumberStyle,
  inputs: readonly Followed[],
  depth: number,
): DrawnLayers {
  const layers: Layer[] = [];
  let values = inputs;
  for (let k = 0; k < depth; k++) {
    const dense = chance(random, 8)
      ? drawConvolution(random, style, values.length)
      : drawDense(random, style, values.length, drawWidth(random));
    enliven(random, style, dense, values);
    const made = [dense, ...drawActivation(random, style, dense.weights.length)];
    layers.push(...made);
    values = follow(made, values);
  }
  return { layers, values };
}

/** How many hidden layers: none to five. */
export function drawDepth(random: fc.Random): number {
  return pickWeighted(random, [
    [11, 0],
    [19, 1],
    [44, 2],
    [18, 3],
    [5, 4],
    [3, 5],
  ]);
}

/** How many units a hidden layer has: one to four, in one of twenty up to twelve. */
export function drawWidth(random: fc.Random): number {
  return chance(random, 5) ? random.nextInt(5, 12) : random.nextInt(1, 4);
}

/**
 * Moves biases so that units are on one side of 0 at the origin of the ray and on the other far out:
 * their kinks are crossed. Units that would lie on a kink for ever are moved off it, most of the time.
 */
export function enliven(
  random: fc.Random,
  style: NumberStyle,
  dense: DrawnDense,
  values: readonly Followed[],
): void {
  follow([dense], values).forEach((unit, i) => {
    const far = signFarOut(unit);
    if (far === 0) {
      if (chance(random, 80)) dense.bias[i] += pick(random, [1, -1]);
    } else if (unit.slope !== 0 && Math.sign(unit.start) !== -far && chance(random, 65)) {
      move(dense.bias, i, -unit.start - far * drawPositive(random, style));
    }
  });
}

/** Adds to a bias, where the sum is a number. */
export function move(bias: number[], i: number, by: number): void {
  const moved = bias[i] + by;
  if (Number.isFinite(moved)) bias[i] = moved;
}

/** A convolution in one dimension, written out: every row the same weights, one entry further. */
function drawConvolution(random: fc.Random, style: NumberStyle, inputs: number): DrawnDense {
  const width = random.nextInt(1, Math.min(3, inputs));
  const kernel = drawMany(width, () => drawNumber(random, style));
  const bias = drawNumber(random, style);
  const outputs = inputs - width + 1;
  return {
    type: 'dense',
    weights: drawMany(outputs, (o) => drawMany(inputs, (i) => kernel[i - o] ?? 0)),
    bias: new Array<number>(outputs).fill(bias),
  };
}

function drawActivation(random: fc.Random, style: NumberStyle, units: number): Layer[] {
  const kind = pickWeighted(random, [
    [74, 'relu'],
    [8, 'leaky-relu'],
    [6, 'clip'],
    [6, 'maximum'],
    [6, 'residual'],
  ] as const);
  switch (kind) {
    case 'relu':
      return [{ type: 'relu' }];
    case 'leaky-relu':
      return [{ type: 'leaky-relu', slope: pick(random, LEAKS) }];
    case 'clip': {
      const [lower, upper] = pick(random, CLIPS);
      return [{ type: 'clip', lower, upper }];
    }
    case 'maximum':
      return [{ type: 'maximum', groups: drawGroups(random, units) }];
    case 'residual': {
      const inner: Layer[] = chance(random, 50)
        ? [drawDense(random, style, units, units), { type: 'relu' }]
        : [
            drawDense(random, style, units, 2),
            { type: 'relu' },
            drawDense(random, style, 2, units),
          ];
      return [{ type: 'residual', layers: inner }, { type: 'relu' }];
    }
    default:
      return unknownKind(kind);
  }
}

/** Groups that cover all units, possibly overlapping. */
function drawGroups(random: fc.Random, units: number): number[][] {
  const groups = drawMany(random.nextInt(1, Math.max(1, units - 1)), () => [
    random.nextInt(0, units - 1),
  ]);
  for (let i = 0; i < units; i++) {
    const group = pick(random, groups);
    if (!group.includes(i)) group.push(i);
  }
  return groups;
}

/** −1 makes the absolute value. */
export const LEAKS = [0.5, 0.25, 0.01, 0.1, -1];
export const CLIPS = [
  [-1, 1],
  [0, 6],
  [0, 1],
  [-2, 0],
  [1, 1],
] as const;
