import { Rational } from '../../exact/rational.js';
import { scaleGerm } from '../infinity/noveltyGerm.js';
import { quadraticGerm, squaredNorm } from '../infinity/quadraticGerm.js';
import { numberOption, positiveOption } from '../options.js';
import { type VraOptions, vraForm } from './vra.js';

/** The options of `vraPlusPlus`. */
export interface VraPlusPlusOptions extends VraOptions {
  /** What the squared distance from `center` weighs. */
  readonly weight: number;
  readonly center: number;
}

/**
 * VRA++: the novelty of `vra` plus `a Σ_j (f_j − m)²` of the features as they are.
 *
 * At infinity the second term is `a‖Δ‖²t²`: never blind.
 *
 * Source: Xu, Lian, Liu and Tao 2023, published code. No difference between the variants.
 */
export const vraPlusPlus = vraForm<VraPlusPlusOptions>({
  id: 'vra-plus-plus',
  name: 'VRA++',
  whenCertain: 'never blind',
  defaults: { variant: 'paper', lowPercent: 50, highPercent: 85, weight: 0.01, center: 4 },
  check: ({ weight, center }) => [
    ...positiveOption('weight', weight),
    ...numberOption('center', center),
  ],
  penalty: {
    score: ({ weight, center }, features) =>
      weight * features.reduce((sum, value) => sum + (value - center) ** 2, 0),
    germ({ weight, center }, { slope, intercept }) {
      const middle = Rational.of(center);
      const moved = { slope, intercept: intercept.map((a) => a.subtract(middle)) };
      return scaleGerm(quadraticGerm(squaredNorm(moved)), weight);
    },
  },
});
