import type { DataSet } from './dataSet.js';
import { RandomNumbers } from './randomNumbers.js';

/** The middle of each class. */
const CENTERS: readonly (readonly [number, number])[] = [
  [0.5, -0.5],
  [0, -1.5],
  [-1.3, -1],
  [-1.5, 0],
  [-0.1, 0.5],
  [-2.5, 0.5],
  [1.5, 0],
  [2, 1.1],
  [2, -1.5],
];

/** The range of the variances, one of which is drawn for each cluster. */
const VARIANCE = { least: 0.02, most: 0.1 } as const;

/**
 * The data of paper A's Figure 1: nine isotropic Gaussian clusters in the plane, one a class, their
 * variances drawn uniformly from 0.02 to 0.1.
 *
 * @param options - `rows` (450, fifty a class), alternating between the classes; `seed`
 *
 * Source: github.com/Pacmed/ehr_ood_detection, the notebook on multi-class uncertainty, whose pictures
 * the paper shows.
 */
export function nineClusters(options: { readonly seed: number; readonly rows?: number }): DataSet {
  const { seed, rows = 50 * CENTERS.length } = options;
  const random = new RandomNumbers(seed, 'nine clusters');
  const { least, most } = VARIANCE;
  const deviations = CENTERS.map(() => Math.sqrt(least + (most - least) * random.uniform()));
  const values = new Float64Array(2 * rows);
  const y = Int32Array.from({ length: rows }, (_, i) => i % CENTERS.length);
  y.forEach((c, i) => {
    values[2 * i] = CENTERS[c][0] + deviations[c] * random.normal();
    values[2 * i + 1] = CENTERS[c][1] + deviations[c] * random.normal();
  });
  return {
    name: 'nine-clusters',
    features: ['x1', 'x2'],
    classes: CENTERS.map((_, c) => String(c)),
    x: { rows, columns: 2, values },
    y,
    source: 'generated, the data of Figure 1 of paper A',
    fingerprint: `nine-clusters rows=${rows} seed=${seed}`,
    notes: [],
  };
}
