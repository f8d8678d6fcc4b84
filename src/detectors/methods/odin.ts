import { InputError } from '../../errors/inputError.js';
import { indexOfLargest } from '../../uncertainty/logSumExp.js';
import { softmax } from '../../uncertainty/softmax.js';
import { zeroBatch } from '../batch.js';
import { defineDetector } from '../defineDetector.js';
import type { VariantOptions } from '../detector.js';
import { softmaxApproach } from '../infinity/logitGerms.js';
import { boundedGerm, convergingGerm } from '../infinity/noveltyGerm.js';
import { optionProblem, positiveOption } from '../options.js';
import { negatedMaxima, probabilities } from '../probabilities.js';

/** The options of `odin`. */
export interface OdinOptions extends VariantOptions {
  readonly temperature: number;
  /** ε, input units. */
  readonly noise: number;
}

/**
 * ODIN: the maximum softmax probability at temperature T of an input moved a step of ε in the
 * direction that raises it; novelty `−max_c softmax(z(x')/T)_c`, `x' = x − ε·sign ∂CE(z(x)/T, ŷ)/∂x`.
 *
 * At infinity: the step stays bounded and slopes do not depend on the input, so on saturating
 * tails the novelty is −1: always blind. On tied and flat tails the limit depends on the piece x'
 * is on; bounds are given.
 *
 * Source: Liang et al. 2018, eq. 2. `paper`: a zero gradient moves nothing. `cea-2024`: a zero
 * gradient counts as +1, so dead inputs are moved too.
 */
export const odin = defineDetector<OdinOptions>({
  id: 'odin',
  name: 'ODIN',
  source: 'Liang et al. 2018',
  reads: 'inputs',
  family: 'paper B',
  whenCertain: 'always blind',
  defaults: { variant: 'paper', temperature: 1000, noise: 0.0014 },
  check: ({ temperature, noise }) => [
    ...positiveOption('temperature', temperature),
    ...optionProblem(
      'noise',
      noise,
      Number.isFinite(noise) && noise >= 0,
      'must be a finite number of at least 0',
      'choose a step in input units',
    ),
  ],
  fit({ classifier }, { variant, temperature, noise }) {
    if (!classifier) throw missing('classifier');
    const signOfZero = variant === 'paper' ? 0 : 1;
    return {
      parameters: { temperature, noise },
      score({ inputs }) {
        if (!inputs) throw missing('inputs');
        const gradients = classifier.inputGradients(inputs, (logits) => {
          // ∂CE(z/T, ŷ)/∂z = (p − e_ŷ)/T; the positive factor 1/T does not change the sign.
          const cotangent = softmax(logits.map((logit) => logit / temperature));
          const predicted = indexOfLargest(logits);
          cotangent[predicted] = cotangent[predicted] - 1;
          return cotangent;
        });
        const moved = zeroBatch(inputs.rows, inputs.columns);
        inputs.values.forEach((value, k) => {
          moved.values[k] = value - noise * (Math.sign(gradients.values[k]) || signOfZero);
        });
        return negatedMaxima(probabilities(classifier.observe(moved).logits, temperature));
      },
      germ(tail) {
        const top = tail.top.length;
        if (top === 1) {
          const germ = convergingGerm(-1, softmaxApproach(tail, temperature));
          return boundedGerm(germ, tail.slope.length > 1);
        }
        return {
          terms: [],
          constant: Number.NaN,
          approach: null,
          constantBounds: { lower: -1, upper: -1 / top },
          notes: ['the limit depends on the piece of the network the perturbed input is on'],
        };
      },
    };
  },
});

function missing(what: 'classifier' | 'inputs'): InputError {
  return new InputError('odin', [
    {
      code: 'missing',
      path: what,
      rule: 'must be given: ODIN takes input gradients',
      remedy:
        what === 'classifier'
          ? 'fit on the result of fittingDataOf'
          : 'score the result of Classifier.observe',
    },
  ]);
}
