import type fc from 'fast-check';
import { chance, drawMany, pickWeighted } from './choice.js';
import { drawNonZero, drawNumber, type NumberStyle } from './numberStyle.js';

/** A ray and how it came about. */
export interface DrawnRay {
  readonly origin: number[];
  readonly direction: number[];
  /** The coordinates the direction moves. */
  readonly moved: readonly number[];
}

/**
 * Draws a ray: mostly the papers' α-scaling of one coordinate (direction = x'_d·e_d), else along an
 * axis, the scaling of the whole input (direction = x'), or any direction.
 */
export function drawRay(random: fc.Random, style: NumberStyle, inputs: number): DrawnRay {
  const draw = pickWeighted(random, [
    [52, drawScalingRay],
    [12, drawAxisRay],
    [20, drawWholeScaling],
    [16, drawAnyRay],
  ]);
  return draw(random, style, inputs);
}

/** The papers' scaling of one coordinate that is not 0. */
export function drawScalingRay(random: fc.Random, style: NumberStyle, inputs: number): DrawnRay {
  const origin = drawMany(inputs, () => drawNumber(random, style));
  const d = random.nextInt(0, inputs - 1);
  if (origin[d] === 0 || chance(random, 30)) origin[d] = drawNonZero(random, style);
  return withMoved(
    origin,
    origin.map((value, i) => (i === d ? value : 0)),
  );
}

function drawAxisRay(random: fc.Random, style: NumberStyle, inputs: number): DrawnRay {
  const d = random.nextInt(0, inputs - 1);
  return withMoved(
    drawMany(inputs, () => drawNumber(random, style)),
    drawMany(inputs, (i) => (i === d ? drawNonZero(random, style) : 0)),
  );
}

function drawWholeScaling(random: fc.Random, style: NumberStyle, inputs: number): DrawnRay {
  const origin = drawMany(inputs, () => drawNumber(random, style));
  if (!origin.some((value) => value !== 0)) origin[0] = drawNonZero(random, style);
  return withMoved(origin, origin.slice());
}

function drawAnyRay(random: fc.Random, style: NumberStyle, inputs: number): DrawnRay {
  const direction = drawMany(inputs, () => drawNumber(random, style));
  if (!direction.some((value) => value !== 0)) direction[0] = drawNonZero(random, style);
  return withMoved(
    drawMany(inputs, () => drawNumber(random, style)),
    direction,
  );
}

function withMoved(origin: number[], direction: number[]): DrawnRay {
  return { origin, direction, moved: [...direction.keys()].filter((d) => direction[d] !== 0) };
}
