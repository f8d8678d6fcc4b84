import type { Real } from '../../exact/real.js';
import type { AnyLayer } from '../../network/networkFile.js';
import type { UnitLayer } from './activationFormulas.js';
import { rangeOf } from './asymptotes.js';
import type { NormLayer } from './walkAnyFile.js';

export type DenseLayer = Extract<AnyLayer, { type: 'dense' }>;

/** The last norm of a row of layers, where none goes around it, with what comes before and after. */
export interface LastNorm {
  readonly before: readonly AnyLayer[];
  readonly norm: NormLayer;
  readonly after: readonly AnyLayer[];
}

/** The last norm that stands in the row itself and not in a residual block; null if there is none. */
export function lastNormOf(layers: readonly AnyLayer[]): LastNorm | null {
  const at = layers.findLastIndex(isNorm);
  if (at === -1) return null;
  return {
    before: layers.slice(0, at),
    norm: layers[at] as NormLayer,
    after: layers.slice(at + 1),
  };
}

function isNorm(layer: AnyLayer): layer is NormLayer {
  return layer.type === 'layer-norm' || layer.type === 'rms-norm';
}

/** What a head reads: a norm, rectified or not, or units between two bounds. */
export interface Top {
  readonly head: DenseLayer;
  readonly norm: NormLayer | null;
  /** Of a norm: whether a ReLU follows it. */
  readonly rectified: boolean;
  /** The bounds of every unit, where an activation gives them. */
  readonly box: { readonly lower: Real; readonly upper: Real } | null;
}

/** The last layers, if they are a linear head on something that may be bounded; else null. */
export function topOf(layers: readonly AnyLayer[]): Top | null {
  const [beforeLast, last, head] =
    layers.slice(-3).length === 3 ? layers.slice(-3) : [null, ...layers.slice(-2)];
  if (head?.type !== 'dense' || !last) return null;
  if (isNorm(last)) return { head, norm: last, rectified: false, box: null };
  if (last.type === 'relu' && beforeLast && isNorm(beforeLast)) {
    return { head, norm: beforeLast, rectified: true, box: null };
  }
  if (!isUnitLayer(last)) return null;
  return { head, norm: null, rectified: false, box: rangeOf(last) };
}

/** Whether the last layers are a head on a norm. */
export function isLayerNormTop(layers: readonly AnyLayer[]): boolean {
  return topOf(layers)?.norm != null;
}

function isUnitLayer(layer: AnyLayer): layer is UnitLayer {
  return !isNorm(layer) && !['dense', 'maximum', 'residual'].includes(layer.type);
}
