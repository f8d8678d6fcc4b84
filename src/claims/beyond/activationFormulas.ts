import { unknownKind } from '../../errors/unknownKind.js';
import type { AnyLayer, SmoothLayer } from '../../network/networkFile.js';
import { difference, type FileArithmetic, magnitude, smaller } from './fileArithmetic.js';

/** A layer that applies one function to every unit. */
export type UnitLayer =
  | Exclude<SmoothLayer, { type: 'layer-norm' | 'rms-norm' }>
  | Extract<AnyLayer, { type: 'relu' | 'leaky-relu' | 'clip' }>;

/**
 * What an activation makes of a number, by the formula that defines it: written down here once
 * more, since the engines' own descriptions are what is checked.
 */
export function activated<Value>(how: FileArithmetic<Value>, layer: UnitLayer, x: Value): Value {
  const zero = how.of(0);
  const one = how.of(1);
  switch (layer.type) {
    case 'relu':
      return how.larger(x, zero);
    case 'leaky-relu':
      return how.add(how.larger(x, zero), how.multiply(how.of(layer.slope), smaller(how, x, zero)));
    case 'clip':
      return smaller(how, how.larger(x, how.of(layer.lower)), how.of(layer.upper));
    case 'gelu': {
      if (layer.approximate !== 'tanh') {
        const inner = how.divide(x, how.squareRoot(how.of(2)));
        return how.multiply(half(how, x), how.add(one, how.erf(inner)));
      }
      const cube = how.multiply(x, how.multiply(x, x));
      const cubic = how.divide(how.of(44715), how.of(1_000_000));
      const factor = how.squareRoot(how.divide(how.of(2), how.pi()));
      const inner = how.multiply(factor, how.add(x, how.multiply(cubic, cube)));
      return how.multiply(half(how, x), how.add(one, tanh(how, inner)));
    }
    case 'silu':
      return how.multiply(x, sigmoid(how, x));
    case 'softplus': {
      const beta = how.of(layer.beta ?? 1);
      return how.divide(softplus(how, how.multiply(beta, x)), beta);
    }
    case 'elu':
      return exponentialUnit(how, x, 1, layer.alpha ?? 1, 1);
    case 'celu':
      return exponentialUnit(how, x, 1, layer.alpha ?? 1, layer.alpha ?? 1);
    case 'selu': {
      const scaled = exponentialUnit(how, x, 1, SELU_ALPHA, 1);
      return how.multiply(how.of(SELU_LAMBDA), scaled);
    }
    case 'mish':
      return how.multiply(x, tanh(how, softplus(how, x)));
    case 'hard-swish': {
      const shifted = how.add(how.divide(x, how.of(6)), how.of(0.5));
      return how.multiply(x, smaller(how, how.larger(shifted, zero), one));
    }
    case 'tanh':
      return tanh(how, x);
    case 'sigmoid':
      return sigmoid(how, x);
    case 'erf':
      return how.erf(x);
    case 'softsign':
      return how.divide(x, how.add(one, magnitude(how, x)));
    default:
      return unknownKind(layer);
  }
}

/** Klambauer et al. 2017, as the doubles that libraries hold. */
export const SELU_ALPHA = 1.6732632423543772;
export const SELU_LAMBDA = 1.0507009873554805;

/** e^−|x|. */
function decayOf<Value>(how: FileArithmetic<Value>, x: Value): Value {
  return how.exp(how.negate(magnitude(how, x)));
}

/** 1/(1 + e^−x), from either side without a large exponential. */
function sigmoid<Value>(how: FileArithmetic<Value>, x: Value): Value {
  const decay = decayOf(how, x);
  const near = how.divide(how.of(1), how.add(how.of(1), decay));
  return sided(how, x, near, how.multiply(decay, near));
}

function tanh<Value>(how: FileArithmetic<Value>, x: Value): Value {
  const decay = decayOf(how, how.add(x, x));
  const size = how.divide(difference(how, how.of(1), decay), how.add(how.of(1), decay));
  return sided(how, x, size, how.negate(size));
}

/** ln(1 + eˣ) = max(x, 0) + ln(1 + e^−|x|). */
function softplus<Value>(how: FileArithmetic<Value>, x: Value): Value {
  return how.add(how.larger(x, how.of(0)), how.logOnePlus(decayOf(how, x)));
}

/** slope·x for x ≥ 0, depth·(e^(x/width) − 1) below. */
function exponentialUnit<Value>(
  how: FileArithmetic<Value>,
  x: Value,
  slope: number,
  depth: number,
  width: number,
): Value {
  const below = how.exp(how.divide(smaller(how, x, how.of(0)), how.of(width)));
  return how.add(
    how.multiply(how.of(slope), how.larger(x, how.of(0))),
    how.multiply(how.of(depth), difference(how, below, how.of(1))),
  );
}

function half<Value>(how: FileArithmetic<Value>, x: Value): Value {
  return how.multiply(how.of(0.5), x);
}

/** One value for x ≥ 0 and another below; between them where the side is not known. */
function sided<Value>(how: FileArithmetic<Value>, x: Value, right: Value, left: Value): Value {
  const sign = how.sign(x);
  return sign === null ? how.either(left, right) : sign >= 0 ? right : left;
}
