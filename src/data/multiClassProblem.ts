import type { DataSet } from './dataSet.js';
import { RandomNumbers } from './randomNumbers.js';

/** Centres and standard deviations of the clusters; cluster k belongs to class k. */
const CLUSTERS = [
  { center: [-2, 2], deviation: 0.6 },
  { center: [2, 2], deviation: 0.6 },
  { center: [0, -2], deviation: 0.6 },
] as const;

/**
 * A small synthetic problem of three classes in the plane, one Gaussian cluster each: easier than the
 * nine of paper A's Figure 1, which are `nineClusters`.
 *
 * @param options - `rows` (750), alternating between the classes; `seed`
 */
export function multiClassProblem(options: {
  readonly seed: number;
  readonly rows?: number;
}): DataSet {
  const { seed, rows = 750 } = options;
  const random = new RandomNumbers(seed, 'multi-class');
  const values = new Float64Array(2 * rows);
  const y = Int32Array.from({ length: rows }, (_, i) => i % CLUSTERS.length);
  for (let i = 0; i < rows; i++) {
    const { center, deviation } = CLUSTERS[y[i]];
    values[2 * i] = center[0] + deviation * random.normal();
    values[2 * i + 1] = center[1] + deviation * random.normal();
  }
  return {
    name: 'multi-class',
    features: ['x1', 'x2'],
    classes: ['0', '1', '2'],
    x: { rows, columns: 2, values },
    y,
    source: 'generated',
    fingerprint: `multi-class rows=${rows} seed=${seed}`,
    notes: [],
  };
}
