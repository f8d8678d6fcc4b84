import { Real } from '../exact/real.js';
import { HARD_SWISH } from './functions.js';
import {
  celu,
  ERF,
  elu,
  GELU,
  GELU_TANH,
  MISH,
  SELU,
  SIGMOID,
  SILU,
  SOFTSIGN,
  softplusOf,
  TANH,
} from './smoothFunctions.js';
import type { UnivariateFunction } from './univariate.js';

/** The parameters that activations of a network file may have. */
export interface ActivationFields {
  readonly approximate?: string;
  readonly alpha?: number;
  readonly beta?: number;
}

/** The activations of a network file by their names there: a new one is one line. */
export const activationByName = {
  gelu: ({ approximate }) => (approximate === 'tanh' ? GELU_TANH : GELU),
  silu: () => SILU,
  softplus: ({ beta = 1 }) => softplusOf(Real.of(beta)),
  elu: ({ alpha = 1 }) => elu(Real.of(alpha)),
  celu: ({ alpha = 1 }) => celu(Real.of(alpha)),
  selu: () => SELU,
  mish: () => MISH,
  'hard-swish': () => HARD_SWISH,
  tanh: () => TANH,
  sigmoid: () => SIGMOID,
  erf: () => ERF,
  softsign: () => SOFTSIGN,
} as const satisfies Record<string, (fields: ActivationFields) => UnivariateFunction>;

export type ActivationName = keyof typeof activationByName;
