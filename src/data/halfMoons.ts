import type { DataSet } from './dataSet.js';
import { RandomNumbers } from './randomNumbers.js';

/**
 * Two interleaved half-circles in the plane with Gaussian noise: half-moons.
 *
 * @param options - `rows` (750), alternating between the classes; `noise` (0.125), its standard
 *   deviation; `seed`
 *
 * Source: the final version of paper A (github.com/Kaleidophon/know-your-limits), whose numbers of rows
 * and noise the defaults are; make_moons of scikit-learn.
 */
export function halfMoons(options: {
  readonly seed: number;
  readonly rows?: number;
  readonly noise?: number;
}): DataSet {
  const { seed, rows = 750, noise = 0.125 } = options;
  const random = new RandomNumbers(seed, 'half-moons');
  const values = new Float64Array(2 * rows);
  const y = Int32Array.from({ length: rows }, (_, i) => i % 2);
  for (let i = 0; i < rows; i++) {
    const angle = Math.PI * random.uniform();
    const lower = y[i] === 1;
    values[2 * i] = (lower ? 1 - Math.cos(angle) : Math.cos(angle)) + noise * random.normal();
    values[2 * i + 1] = (lower ? 0.5 - Math.sin(angle) : Math.sin(angle)) + noise * random.normal();
  }
  return {
    name: 'half-moons',
    features: ['x1', 'x2'],
    classes: ['upper', 'lower'],
    x: { rows, columns: 2, values },
    y,
    source: 'generated',
    fingerprint: `half-moons rows=${rows} noise=${noise} seed=${seed}`,
    notes: [],
  };
}
