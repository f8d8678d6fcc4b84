import { type InputGradient, inputGradient, type JacobianRows } from './inputGradient.js';
import { predictScaled } from './logitGradient.js';
import {
  classVarianceGradient,
  expectedEntropyGradient,
  mutualInformationGradient,
  predictiveEntropyGradient,
} from './metricGradients.js';
import type { Members } from './prediction.js';
import { maximumGradient, probabilityGradient } from './probabilityGradient.js';

/** The gradients with respect to the input of everything paper A's lemmas speak of. */
export interface UncertaintyGradients {
  /** ∇p̄_c for every class, shape [C]: Lemma 4 for one network, Lemma 6 for an ensemble. */
  readonly meanProbability: readonly InputGradient[];
  /** Lemma 5: the gradient of the maximum, one-sided at ties. */
  readonly maximumSoftmaxProbability: {
    readonly attainedBy: readonly number[];
    /** True also at a tie if all classes that attain the maximum have the same gradient. */
    readonly differentiable: boolean;
    /** One for each class of `attainedBy`. */
    readonly gradients: readonly InputGradient[];
  };
  /** Lemma 7. */
  readonly classVariance: InputGradient;
  /** Lemma 8. */
  readonly predictiveEntropy: InputGradient;
  readonly expectedEntropy: InputGradient;
  /** Lemma 9. */
  readonly mutualInformation: InputGradient;
}

/**
 * The gradients of all metrics with respect to the input. Arithmetic: float64, as each of them.
 *
 * @param members - the members' logits, shape [K][C], finite
 * @param jacobians - each member's Jacobian at the input, shape [K][C][D]
 * @throws InputError as `predict` and `inputGradient`
 *
 * Source: paper A, Lemmas 4 to 9.
 *
 * @example
 * ```ts
 * uncertaintyGradients([[0, 0]], [[[1], [0]]]).meanProbability[0].values; // Float64Array [0.25]
 * ```
 */
export function uncertaintyGradients(
  members: Members,
  jacobians: readonly JacobianRows[],
): UncertaintyGradients {
  const prediction = predictScaled('uncertaintyGradients', members);
  const maximum = maximumGradient(members, prediction);
  const gradients = maximum.gradients.map((gradient) => inputGradient(gradient, jacobians));
  const differentiable = gradients.every(({ values }) =>
    values.every((value, d) => value === gradients[0].values[d]),
  );
  return {
    meanProbability: Array.from(members[0], (_, c) =>
      inputGradient(probabilityGradient(prediction, c), jacobians),
    ),
    maximumSoftmaxProbability: { attainedBy: maximum.attainedBy, differentiable, gradients },
    classVariance: inputGradient(classVarianceGradient(prediction), jacobians),
    predictiveEntropy: inputGradient(predictiveEntropyGradient(prediction), jacobians),
    expectedEntropy: inputGradient(expectedEntropyGradient(prediction), jacobians),
    mutualInformation: inputGradient(mutualInformationGradient(prediction), jacobians),
  };
}
