import { DenseMap } from '../network/denseMap.js';
import type { Network } from '../network/network.js';
import { SparseMap } from '../network/sparseMap.js';

/**
 * The yardstick of every ratio: two forward passes through the dense layers of a network, each a
 * plain double loop in JavaScript over float64 arrays, with rectifiers between.
 *
 * Two, because a ray has two parts, where it starts and where it goes. It is kept naive on purpose:
 * a yardstick that gets faster measures nothing.
 *
 * @throws RangeError if the network is not a chain of dense layers and functions of one variable
 */
export function referenceLoop(network: Network): () => number {
  const layers = network.nodes.flatMap(({ operation }) => {
    if (operation.kind === 'activation') return [];
    const [map] = operation.kind === 'affine' ? operation.maps : [];
    // What moves or scales entries is no matrix.
    if (map instanceof SparseMap) return [];
    if (!(map instanceof DenseMap)) {
      throw new RangeError('referenceLoop: the network must be a chain of dense layers');
    }
    return [{ rows: map.rows, columns: map.columns, values: map.values }];
  });
  const start = Float64Array.from({ length: layers[0].columns }, (_, i) => Math.sin(i));
  return () => naivePass(layers, start) + naivePass(layers, start);
}

interface DenseLayer {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

function naivePass(layers: readonly DenseLayer[], start: Float64Array): number {
  let x = start;
  for (const { rows, columns, values } of layers) {
    const y = new Float64Array(rows);
    for (let i = 0; i < rows; i++) {
      let sum = 0;
      for (let j = 0; j < columns; j++) sum += values[i * columns + j] * x[j];
      y[i] = sum > 0 ? sum : 0;
    }
    x = y;
  }
  return x[0];
}
