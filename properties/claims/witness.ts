import { expect } from 'vitest';
import type { NetworkFile } from '../../src/network/networkFile.js';

/** A network a person can evaluate by hand: affine, of these sizes, with small whole numbers. */
export function expectSmall(
  { inputs, layers }: NetworkFile,
  shape: { readonly classes: number; readonly inputs: number },
): void {
  expect(layers).toHaveLength(1);
  const [layer] = layers;
  if (layer?.type !== 'dense') throw new Error(`a ${layer?.type} layer is no affine map`);
  expect({ classes: layer.weights.length, inputs }).toEqual(shape);
  for (const value of [...layer.weights.flat(), ...layer.bias]) {
    expect([-2, -1, 0, 1, 2]).toContain(value);
  }
}
