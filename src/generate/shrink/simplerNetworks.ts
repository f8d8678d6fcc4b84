import type { Layer, NetworkFile } from '../../network/networkFile.js';
import { numbersOf } from './networkNumbers.js';
import { fieldComplexity } from './numberField.js';
import { layerComplexity, simplerLayers } from './simplerLayers.js';
import { withoutUnit } from './withoutUnits.js';

/** Networks of the same inputs and classes with less structure: fewer layers, then fewer units. */
export function* simplerNetworks(network: NetworkFile): Generator<NetworkFile> {
  yield* simplerLayers(network);
  const { layers } = network;
  for (let k = 0; k + 1 < layers.length; k++) {
    const layer = layers[k];
    if (layer.type !== 'dense') continue;
    for (let i = 0; i < layer.weights.length; i++) {
      const smaller = withoutUnit(network, k, i);
      if (smaller) yield smaller;
    }
  }
}

/** The size of networks: their layers, their units, their numbers. */
export function networkSize(networks: readonly NetworkFile[]): [number, number, number] {
  let layers = 0;
  let units = 0;
  let numbers = 0;
  for (const network of networks) {
    layers += layerComplexity(network.layers);
    units += network.inputs + unitsOf(network.layers);
    numbers += fieldComplexity(numbersOf(network).values);
  }
  return [layers, units, numbers];
}

/** Units of dense layers, and the entries that maxima compare. */
function unitsOf(layers: readonly Layer[]): number {
  let sum = 0;
  for (const layer of layers) {
    if (layer.type === 'dense') sum += layer.weights.length;
    else if (layer.type === 'maximum') sum += layer.groups.flat().length;
    else if (layer.type === 'residual') sum += unitsOf(layer.layers);
  }
  return sum;
}
