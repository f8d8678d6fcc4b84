import type { AnyLayer } from '../../network/networkFile.js';
import { asymptotesOf } from './asymptotes.js';

/** `‖f(x′ + t·v) − t·f₀(v)‖ ≤ base + lipschitz·‖x′‖` in the maximum norm, for every t ≥ 0. */
export interface DistanceBound {
  /** B₀. */
  readonly base: number;
  /** A bound of the Lipschitz constant of f₀. */
  readonly lipschitz: number;
}

/**
 * A bound of how far a network of affine maps, maxima and activations with asymptotes may ever be
 * from t·f₀(v): values within δ of those of f₀ are, after `W z + b`, within ‖W‖·δ + ‖b‖, and after σ
 * within Lip(σ₀)·δ + sup|σ − σ₀|.
 *
 * Arithmetic: float64, rounded up.
 *
 * @param layers - without norms
 *
 * @example
 * ```ts
 * distanceBound([{ type: 'elu' }]); // base 1, lipschitz 1, both rounded up
 * ```
 */
export function distanceBound(layers: readonly AnyLayer[]): DistanceBound {
  return layers.reduce(through, { base: 0, lipschitz: 1 });
}

function through({ base, lipschitz }: DistanceBound, layer: AnyLayer): DistanceBound {
  switch (layer.type) {
    case 'dense': {
      const sums = layer.weights.map((row) =>
        row.reduce((sum, weight) => sum + Math.abs(weight), 0),
      );
      return {
        base: up(Math.max(...sums.map((sum, o) => sum * base + Math.abs(layer.bias[o])))),
        lipschitz: up(Math.max(...sums) * lipschitz),
      };
    }
    case 'maximum':
      return { base, lipschitz };
    case 'residual': {
      const inner = distanceBound(layer.layers);
      // The inner layers start from values within `base` of f₀'s.
      return {
        base: up(inner.base + (inner.lipschitz + 1) * base),
        lipschitz: up((inner.lipschitz + 1) * lipschitz),
      };
    }
    case 'layer-norm':
    case 'rms-norm':
      throw new RangeError('distanceBound: a norm has no slopes to stay near to');
    default: {
      const { left, right, bend } = asymptotesOf(layer);
      const steepest = Math.max(...[left, right].map(({ slope }) => Math.abs(slope.toNumber())));
      return { base: up(steepest * base + bend), lipschitz: up(steepest * lipschitz) };
    }
  }
}

/** For a few thousand roundings. */
function up(value: number): number {
  return value === 0 ? 0 : value * (1 + 2 ** -38) + Number.MIN_VALUE;
}
