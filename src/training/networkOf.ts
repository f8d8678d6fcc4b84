import type { Network } from '../network/network.js';
import { readNetwork } from '../network/networkFile.js';
import { ftTransformerNetwork } from './ftTransformerNetwork.js';
import { meanParameters, type ParameterisedModel } from './observeModel.js';
import { toNetworkFile } from './toNetworkFile.js';

/**
 * A trained model of any architecture as a network, so that everything the suite decides applies to
 * it: weights are the float32 values as doubles, dropout is off.
 *
 * Of a Bayesian result the mean network is made.
 */
export function networkOf(model: ParameterisedModel): Network {
  const { architecture, inputs } = model;
  return architecture.kind === 'ft-transformer'
    ? ftTransformerNetwork(architecture, meanParameters(model.parameters), inputs)
    : readNetwork(toNetworkFile(model));
}
