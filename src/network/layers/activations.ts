import { number, oneOf, optional, type Shape } from '../../schema/shape.js';
import {
  type ActivationFields,
  type ActivationName,
  activationByName,
} from '../activationByName.js';
import { type LayerKind, layerKind } from './layerKind.js';

/** What an activation may say besides its name. ELU takes any α of at least 0; CELU divides by its. */
const FIELDS: Partial<Record<ActivationName, Readonly<Record<string, Shape<unknown>>>>> = {
  gelu: { approximate: optional(oneOf('none', 'tanh')) },
  softplus: { beta: optional(number({ above: 0 })) },
  elu: { alpha: optional(number({ minimum: 0 })) },
  celu: { alpha: optional(number({ above: 0 })) },
};

/** A layer for each activation by name. */
export const ACTIVATIONS = Object.fromEntries(
  (Object.keys(activationByName) as ActivationName[]).map((name) => [name, activation(name)]),
) as Readonly<Record<ActivationName, LayerKind>>;

function activation(name: ActivationName): LayerKind {
  return layerKind<ActivationFields>((FIELDS[name] ?? {}) as never, (layer) => {
    return (builder, input, path) => builder.activation(activationByName[name](layer), input, path);
  });
}
