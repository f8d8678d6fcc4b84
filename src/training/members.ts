import { RandomNumbers } from '../data/index.js';
import { InputError } from '../errors/inputError.js';
import type { ParameterisedModel } from './observeModel.js';
import { copyParameters, mapParameters, type Parameters } from './parameters.js';
import { softplus } from './regularisation.js';

/**
 * One draw of a network from its dropout distribution: the units that stay on are scaled up, the
 * others are cut off, in the weights that read them. The draw is itself piecewise affine, so an MC
 * dropout ensemble has exact tails like any other.
 *
 * @throws InputError `unsupported` for models other than MLPs
 *
 * Source: Gal and Ghahramani 2016.
 */
export function dropoutMember(model: ParameterisedModel, seed: number): ParameterisedModel {
  const { architecture } = model;
  if (architecture.kind !== 'mlp') {
    throw new InputError('dropoutMember', [
      {
        code: 'unsupported',
        path: 'architecture',
        value: architecture.kind,
        rule: 'must be an MLP',
        remedy: 'use an ensemble',
      },
    ]);
  }
  const random = new RandomNumbers(seed, 'dropout member');
  const parameters = copyParameters(model.parameters);
  const kept = 1 / (1 - architecture.dropout);
  architecture.hidden.forEach((size, l) => {
    const { values, shape } = parameters[`layer${l + 1}.weights`];
    const outputs = shape[1];
    for (let unit = 0; unit < size; unit++) {
      const factor = random.uniform() < architecture.dropout ? 0 : kept;
      for (let o = 0; o < outputs; o++) {
        values[unit * outputs + o] = values[unit * outputs + o] * factor;
      }
    }
  });
  return { ...model, parameters };
}

/**
 * One draw of a network from the posterior that Bayes by Backprop trained.
 *
 * @throws InputError `wrong_type` for a model that was trained otherwise
 */
export function bayesianMember(model: ParameterisedModel, seed: number): ParameterisedModel {
  const random = new RandomNumbers(seed, 'bayesian member');
  const drawn: Record<string, Parameters[string]> = {};
  for (const [name, parameter] of Object.entries(model.parameters)) {
    if (!name.startsWith('mean:')) continue;
    const rho = model.parameters[`rho:${name.slice('mean:'.length)}`]?.values;
    const { value } = mapParameters({ value: parameter }, ({ values }) =>
      values.map((mean, i) => (rho ? mean + softplus(rho[i]) * random.normal() : mean)),
    );
    drawn[name.slice('mean:'.length)] = value;
  }
  if (Object.keys(drawn).length > 0) return { ...model, parameters: drawn };
  throw new InputError('bayesianMember', [
    {
      code: 'wrong_type',
      path: 'parameters',
      rule: 'must be means and deviations',
      remedy: 'train with bayesByBackprop',
    },
  ]);
}
