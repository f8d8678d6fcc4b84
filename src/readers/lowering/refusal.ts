import type { Problem, ProblemCode } from '../../errors/problem.js';

/**
 * Thrown while one layer of a file is read; the reader catches it, adds where the layer sits and
 * goes on with the others, so that all problems of a file are reported at once.
 */
export class Refusal extends Error {
  /** @param place - replaces the layer's own place when the fault lies in a weight it reads */
  constructor(
    readonly code: ProblemCode,
    readonly rule: string,
    readonly remedy: string,
    readonly place?: { readonly path: string; readonly value?: unknown },
  ) {
    super(rule);
  }

  /** The problem, said of a layer at `path`. */
  at(path: string, value?: unknown): Problem {
    const { code, rule, remedy, place } = this;
    if (place) return { code, rule, remedy, ...place };
    return value === undefined ? { code, path, rule, remedy } : { code, path, value, rule, remedy };
  }
}

/** Refuses a layer whose shapes do not fit. */
export function refuseShape(rule: string): never {
  throw new Refusal('shape_mismatch', rule, 'the file contradicts itself: export it again');
}

/** Refuses a layer that is no piecewise-affine function, or one not read here. */
export function refuseUnsupported(
  rule: string,
  remedy = 'replace the layer by a piecewise-affine one, such as Relu',
): never {
  throw new Refusal('unsupported', rule, remedy);
}

/** Refuses a setting of a layer that makes no sense. */
export function refuseValue(rule: string): never {
  throw new Refusal('out_of_range', rule, 'the file contradicts itself: export it again');
}
