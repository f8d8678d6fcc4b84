import { unknownKind } from '../../errors/unknownKind.js';
import type { Layer, NetworkFile } from '../../network/networkFile.js';

/** All numbers of a network in one list, and which belong to a row, column, bias or layer. */
export function numbersOf(network: NetworkFile): { values: number[]; groups: number[][] } {
  const values: number[] = [];
  const groups: number[][] = [];
  const walk = (layers: readonly Layer[]) => {
    for (const layer of layers) {
      switch (layer.type) {
        case 'dense': {
          const places = layer.weights.map((row) =>
            row.map((weight) => {
              values.push(weight);
              return values.length - 1;
            }),
          );
          const bias = layer.bias.map((value) => {
            values.push(value);
            return values.length - 1;
          });
          const columns = places[0].map((_, j) => places.map((row) => row[j]));
          groups.push([...places.flat(), ...bias], places.flat(), bias, ...columns, ...places);
          break;
        }
        case 'leaky-relu':
          values.push(layer.slope);
          break;
        case 'clip':
          values.push(layer.lower, layer.upper);
          break;
        case 'residual':
          walk(layer.layers);
          break;
        case 'relu':
        case 'maximum':
          break;
        default:
          unknownKind(layer);
      }
    }
  };
  walk(network.layers);
  const all = values.map((_, k) => k);
  return { values, groups: [all, ...groups.filter((group) => group.length > 1)] };
}

/** The network with other numbers, listed as `numbersOf` lists them. */
export function withNumbers(network: NetworkFile, values: readonly number[]): NetworkFile {
  let next = 0;
  const rebuild = (layer: Layer): Layer => {
    switch (layer.type) {
      case 'dense':
        return {
          type: 'dense',
          weights: layer.weights.map((row) => row.map(() => values[next++])),
          bias: layer.bias.map(() => values[next++]),
        };
      case 'leaky-relu':
        return { type: 'leaky-relu', slope: values[next++] };
      case 'clip':
        return { type: 'clip', lower: values[next++], upper: values[next++] };
      case 'residual':
        return { type: 'residual', layers: layer.layers.map(rebuild) };
      case 'relu':
      case 'maximum':
        return layer;
      default:
        return unknownKind(layer);
    }
  };
  return { ...network, layers: network.layers.map(rebuild) };
}
