import { type Interpretation, walkFile } from '../../claims/plain/walkFile.js';
import type { Layer } from '../../network/networkFile.js';
import type { DrawnRay } from './drawRay.js';

/** A value of a network along a ray: at the origin, and the line it is on far out. Float64. */
export interface Followed {
  readonly start: number;
  readonly slope: number;
  readonly intercept: number;
}

/** The inputs of a network along a ray, shape [D]. */
export function inputsAlong({ origin, direction }: DrawnRay): Followed[] {
  return origin.map((start, d) => ({ start, slope: direction[d], intercept: start }));
}

/**
 * What layers make of values along a ray, in plain float64: near enough to place kinks where the ray
 * will cross them. Nothing is decided with it.
 */
export function follow(layers: readonly Layer[], values: readonly Followed[]): Followed[] {
  if (layers.length === 0) return [...values];
  const inputs = values.length;
  return [
    ...walkFile({ format: 'farfield-network', version: 1, inputs, layers }, values, IN_FLOAT64)
      .logits,
  ];
}

/** The sign of a value far out; 0 if it is 0 there. */
export function signFarOut({ slope, intercept }: Followed): number {
  return Math.sign(slope) || Math.sign(intercept);
}

const IN_FLOAT64: Interpretation<Followed> = {
  combine: (weights, values, bias) =>
    weights.reduce((sum, weight, i) => add(sum, times(values[i], weight)), constant(bias)),
  add,
  rectify,
  clip: (x, lower, upper) => {
    const within = (value: number) => Math.min(Math.max(value, lower), upper);
    if (x.slope === 0) return { ...x, start: within(x.start), intercept: within(x.intercept) };
    return { ...constant(x.slope > 0 ? upper : lower), start: within(x.start) };
  },
  largest: (values) => values.reduce((best, x) => add(best, rectify(add(x, times(best, -1)), 0))),
};

function rectify(x: Followed, negativeSlope: number): Followed {
  const start = x.start > 0 ? x.start : negativeSlope * x.start;
  const factor = signFarOut(x) > 0 ? 1 : negativeSlope;
  return { start, slope: factor * x.slope, intercept: factor * x.intercept };
}

function add(x: Followed, y: Followed): Followed {
  return {
    start: x.start + y.start,
    slope: x.slope + y.slope,
    intercept: x.intercept + y.intercept,
  };
}

function times({ start, slope, intercept }: Followed, factor: number): Followed {
  return { start: factor * start, slope: factor * slope, intercept: factor * intercept };
}

function constant(value: number): Followed {
  return { start: value, slope: 0, intercept: value };
}
