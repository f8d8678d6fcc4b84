import { all, type BigNumber, create } from 'mathjs';
import type { Layer, SmoothLayer } from '../src/network/networkFile.js';

/**
 * Plain evaluation of a network file in decimals: no graph, no code of the project.
 *
 * 320 digits: at t = 10^120 what is left of an intercept has more than 64.
 */
export const math = create(all!, { number: 'BigNumber', precision: 320 });

export type AnyLayer = Layer | SmoothLayer;

const one = math.bignumber(1);
const two = math.bignumber(2);
/** A double as the number it is. */
export const big = (x: number): BigNumber => {
  // The shortest decimal that reads as a double is not the double itself.
  const [, mantissa = '', exponent = ''] = /^(-?[\d.]+)e([+-]\d+)$/.exec(x.toExponential()) ?? [];
  if (Number.isInteger(x) && Math.abs(x) < 2 ** 53) return math.bignumber(x);
  if (mantissa === '' || exponent === '') throw new RangeError(`big: ${x}`);
  const bits = Math.max(-1022, Math.floor(Math.log2(Math.abs(x)))) - 52;
  // x = whole·2^bits; the division by a power of two is exact in doubles.
  const half = Math.trunc(bits / 2);
  const whole = x / 2 ** half / 2 ** (bits - half);
  return math.bignumber(whole).times(two.pow(bits));
};

const exp = (x: BigNumber): BigNumber => {
  if (x.lt(-20000)) return math.bignumber(0);
  return x.exp();
};
const tanh = (x: BigNumber): BigNumber => {
  const decay = exp(x.abs().times(-2));
  const value = one.minus(decay).div(one.plus(decay));
  return x.isNegative() ? value.neg() : value;
};
/** By its series of positive terms, 2/√π·e^(−x²)·Σ (2x²)^n·x/(2n + 1)!!. */
const erf = (x: BigNumber): BigNumber => {
  if (x.isNegative()) return erf(x.neg()).neg();
  if (x.gt(40)) return one;
  const square = x.times(x);
  let term = x;
  let sum = x;
  for (let n = 1; term.gt(sum.times('1e-330')); n++) {
    term = term
      .times(square)
      .times(2)
      .div(2 * n + 1);
    sum = sum.plus(term);
  }
  return sum
    .times(2)
    .div(math.sqrt(math.bignumber(math.pi)) as BigNumber)
    .times(exp(square.neg()));
};
const sigmoid = (x: BigNumber): BigNumber => {
  const decay = exp(x.abs().neg());
  return (x.isNegative() ? decay : one).div(one.plus(decay));
};
const softplus = (x: BigNumber): BigNumber =>
  (x.isNegative() ? math.bignumber(0) : x).plus(one.plus(exp(x.abs().neg())).ln());

function activate(layer: SmoothLayer, x: BigNumber): BigNumber {
  switch (layer.type) {
    case 'gelu':
      if (layer.approximate === 'tanh') {
        const inner = x.times(one.plus(x.times(x).times('0.044715')));
        const root = math.sqrt(two.div(math.bignumber(math.pi))) as BigNumber;
        return x.div(2).times(one.plus(tanh(inner.times(root))));
      }
      return x.div(2).times(one.plus(erf(x.div(math.sqrt(two) as BigNumber))));
    case 'silu':
      return x.times(sigmoid(x));
    case 'softplus': {
      const beta = big(layer.beta ?? 1);
      return softplus(x.times(beta)).div(beta);
    }
    case 'elu':
      return x.isNegative()
        ? exp(x)
            .minus(1)
            .times(big(layer.alpha ?? 1))
        : x;
    case 'celu': {
      const alpha = big(layer.alpha ?? 1);
      return x.isNegative() ? exp(x.div(alpha)).minus(1).times(alpha) : x;
    }
    case 'selu': {
      const below = exp(x.isNegative() ? x : math.bignumber(0)).minus(1);
      return (x.isNegative() ? below.times(big(1.6732632423543772)) : x).times(
        big(1.0507009873554805),
      );
    }
    case 'mish':
      return x.times(tanh(softplus(x)));
    case 'hard-swish': {
      const share = x.plus(3).div(6);
      return x.times(share.isNegative() ? 0 : share.gt(1) ? 1 : share);
    }
    case 'tanh':
      return tanh(x);
    case 'sigmoid':
      return sigmoid(x);
    case 'erf':
      return erf(x);
    case 'softsign':
      return x.div(one.plus(x.abs()));
    default:
      throw new RangeError(`activate: ${layer.type}`);
  }
}

function normalize(layer: SmoothLayer, x: readonly BigNumber[]): BigNumber[] {
  if (layer.type !== 'layer-norm' && layer.type !== 'rms-norm') throw new RangeError(layer.type);
  const mean = (values: readonly BigNumber[]) =>
    values.reduce((sum, value) => sum.plus(value)).div(values.length);
  const centre = layer.type === 'layer-norm' ? mean(x) : math.bignumber(0);
  const centred = x.map((value) => value.minus(centre));
  const spread = mean(centred.map((value) => value.times(value)));
  const root = spread.plus(big(layer.epsilon ?? 1e-5)).sqrt();
  return centred.map((value, i) => {
    const scale = big(layer.scale?.[i] ?? 1);
    const shift = big((layer.type === 'layer-norm' && layer.shift?.[i]) || 0);
    return value.div(root).times(scale).plus(shift);
  });
}

/** The outputs of layers in a row. */
export function evaluateDecimal(layers: readonly AnyLayer[], x: readonly BigNumber[]): BigNumber[] {
  return layers.reduce<BigNumber[]>(
    (values, layer) => {
      switch (layer.type) {
        case 'dense':
          return layer.weights.map((row, o) =>
            row.reduce(
              (sum, weight, i) => sum.plus(values[i].times(big(weight))),
              big(layer.bias[o]),
            ),
          );
        case 'relu':
          return values.map((value) => (value.isNegative() ? math.bignumber(0) : value));
        case 'leaky-relu':
          return values.map((value) =>
            value.isNegative() ? value.times(big(layer.slope)) : value,
          );
        case 'clip':
          return values.map((value) =>
            value.lt(layer.lower)
              ? big(layer.lower)
              : value.gt(layer.upper)
                ? big(layer.upper)
                : value,
          );
        case 'maximum':
          return layer.groups.map((group) =>
            group.map((i) => values[i]).reduce((a, b) => (b.gt(a) ? b : a)),
          );
        case 'residual': {
          const inner = evaluateDecimal(layer.layers, values);
          return values.map((value, i) => value.plus(inner[i]));
        }
        case 'layer-norm':
        case 'rms-norm':
          return normalize(layer, values);
        default:
          return values.map((value) => activate(layer, value));
      }
    },
    [...x],
  );
}
