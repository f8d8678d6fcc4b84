import { Rational } from '../../exact/rational.js';
import { defineDetector } from '../defineDetector.js';
import type { VariantOptions } from '../detector.js';
import {
  limitProbabilities,
  scaleGerms,
  softmaxApproach,
  steepest,
} from '../infinity/logitGerms.js';
import { boundedGerm, convergingGerm } from '../infinity/noveltyGerm.js';
import { logitErrors } from '../observations.js';
import { negatedMaxima, probabilities, probabilityError } from '../probabilities.js';
import { fittedTemperature, TEMPERATURES, unconvergedTemperature } from '../temperature.js';

/**
 * Temperature scaling: novelty `−max_c softmax(z/T)_c`, T fitted on the validation set.
 *
 * At infinity like MSP: −1 on saturating tails, so always blind.
 *
 * Source: Guo et al. 2017. `paper`: T minimises the validation cross-entropy (bounded where there
 * is no minimiser). `cea-2024`: the unconverged T of the authors' optimiser settings, with its
 * trace; it can be negative, and then the *least* likely class decides. `pytorch-ood`: the same from
 * T = 1.
 */
export const tempScale = defineDetector<VariantOptions>({
  id: 'temp-scale',
  name: 'TempScale',
  source: 'Guo et al. 2017',
  reads: 'logits',
  family: 'paper B',
  whenCertain: 'always blind',
  variants: ['paper', 'cea-2024', 'pytorch-ood'],
  defaults: { variant: 'paper' },
  fit({ validation }, { variant }) {
    const { temperature, trace } =
      variant === 'paper'
        ? { temperature: fittedTemperature(validation.logits, validation.labels), trace: [] }
        : unconvergedTemperature(
            validation.logits,
            validation.labels,
            variant === 'pytorch-ood' ? 1 : 1.5,
          );
    const atEnd = temperature === TEMPERATURES.lowest || temperature === TEMPERATURES.highest;
    return {
      notes:
        variant === 'paper' && atEnd
          ? [
              `no temperature minimises the validation cross-entropy: ${temperature}, the end of what is tried, is taken`,
            ]
          : temperature <= 0
            ? [`the temperature is ${temperature}: the least likely class decides`]
            : [],
      parameters: { temperature, trace },
      score: ({ logits }) => negatedMaxima(probabilities(logits, temperature)),
      error: (observations) =>
        probabilityError(
          observations.logits.columns,
          Math.max(...logitErrors(observations)),
          temperature,
        ),
      germ(tail) {
        const limit = -Math.max(...limitProbabilities(tail, temperature));
        const germ = convergingGerm(limit, softmaxApproach(tail, temperature));
        const ends = temperature > 0 ? tail : scaleGerms(tail, new Rational(-1n, 1n));
        return boundedGerm(germ, steepest(ends).length === 1 && tail.slope.length > 1);
      },
    };
  },
});
