import type { LinearMap } from './linearMap.js';

/**
 * The four operations every network here is made of.
 *
 * Any piecewise-affine layer is one of them or a few in a row: a dense layer, a convolution, batch
 * normalisation, average pooling, concatenation and a residual sum are affine; ReLU, leaky ReLU,
 * PReLU and abs are rectifiers; hard-tanh and ReLU6 are clips; max-pooling is a maximum. The
 * engines (evaluation, germs, exact germs, Jacobians) therefore know four cases and no layers.
 */
export type Operation = AffineOperation | RectifierOperation | ClipOperation | MaximumOperation;

/** `y = Σ_k maps[k] · x_k + bias`, over one or more inputs. */
export interface AffineOperation {
  readonly kind: 'affine';
  readonly size: number;
  readonly maps: readonly LinearMap[];
  /** Shape [size]. */
  readonly bias: Float64Array;
}

/** `y_i = x_i` where x_i > 0, else `negativeSlope[i] · x_i`. ReLU has slope 0, abs −1. */
export interface RectifierOperation {
  readonly kind: 'rectifier';
  readonly size: number;
  /** Shape [size]. */
  readonly negativeSlope: Float64Array;
}

/** `y_i = min(max(x_i, lower), upper)`, `lower ≤ upper`; either may be infinite. */
export interface ClipOperation {
  readonly kind: 'clip';
  readonly size: number;
  readonly lower: number;
  readonly upper: number;
}

/** `y_g = max over i in groups[g] of x_i`; no group is empty. */
export interface MaximumOperation {
  readonly kind: 'maximum';
  readonly size: number;
  readonly groups: readonly Int32Array[];
}
