import type fc from 'fast-check';
import type { Layer } from '../../network/networkFile.js';
import { chance, drawMany, pick, pickWeighted } from './choice.js';
import { drawNumber, type NumberStyle } from './numberStyle.js';

/** A dense layer that may still be changed. */
export interface DrawnDense {
  readonly type: 'dense';
  readonly weights: number[][];
  readonly bias: number[];
}

/** Layers and the number of values they make. */
export interface DrawnLayers {
  readonly layers: Layer[];
  readonly size: number;
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
  return { type: 'dense', weights, bias };
}

/** The biases of a layer: all zero in four of ten. */
export function drawBias(random: fc.Random, style: NumberStyle, outputs: number): number[] {
  const zero = chance(random, 40);
  return drawMany(outputs, () => (zero ? 0 : drawNumber(random, style)));
}

/** Draws `depth` hidden layers of one to four units, each with its activation. */
export function drawHiddenLayers(
  random: fc.Random,
  style: NumberStyle,
  inputs: number,
  depth: number,
): DrawnLayers {
  const layers: Layer[] = [];
  let size = inputs;
  for (let k = 0; k < depth; k++) {
    const units = random.nextInt(1, 4);
    layers.push(drawDense(random, style, size, units));
    const made = drawActivation(random, style, units);
    layers.push(...made.layers);
    size = made.size;
  }
  return { layers, size };
}

/** How many hidden layers: none to three. */
export function drawDepth(random: fc.Random): number {
  return pickWeighted(random, [
    [36, 0],
    [42, 1],
    [15, 2],
    [7, 3],
  ]);
}

function drawActivation(random: fc.Random, style: NumberStyle, units: number): DrawnLayers {
  const kind = pickWeighted(random, [
    [74, 'relu'],
    [8, 'leaky-relu'],
    [6, 'clip'],
    [6, 'maximum'],
    [6, 'residual'],
  ] as const);
  switch (kind) {
    case 'relu':
      return { layers: [{ type: 'relu' }], size: units };
    case 'leaky-relu':
      return { layers: [{ type: 'leaky-relu', slope: pick(random, LEAKS) }], size: units };
    case 'clip': {
      const [lower, upper] = pick(random, CLIPS);
      return { layers: [{ type: 'clip', lower, upper }], size: units };
    }
    case 'maximum': {
      const groups = drawGroups(random, units);
      return { layers: [{ type: 'maximum', groups }], size: groups.length };
    }
    case 'residual': {
      const inner: Layer[] = chance(random, 50)
        ? [drawDense(random, style, units, units), { type: 'relu' }]
        : [
            drawDense(random, style, units, 2),
            { type: 'relu' },
            drawDense(random, style, 2, units),
          ];
      return { layers: [{ type: 'residual', layers: inner }, { type: 'relu' }], size: units };
    }
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
const LEAKS = [0.5, 0.25, 0.01, 0.1, -1];
const CLIPS = [
  [-1, 1],
  [0, 6],
  [0, 1],
  [-2, 0],
  [1, 1],
] as const;
