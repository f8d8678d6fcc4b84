import { cea } from '../../src/detectors/methods/cea.js';
import { ebo } from '../../src/detectors/methods/ebo.js';
import { mds } from '../../src/detectors/methods/mds.js';
import { msp } from '../../src/detectors/methods/msp.js';
import { DETECTORS } from '../../src/detectors/registry.js';
import { subjectOf } from '../../src/testing/builtInSubject.js';
import type { Declarations } from '../../src/testing/declarations.js';
import type { DetectorUnderTest } from '../../src/testing/subject.js';

/** What farfield's own detectors declare, by id; nothing where an id is missing. */
const DECLARATIONS: Readonly<Record<string, Declarations>> = {
  mds: { replication: true, rescaling: true },
  rmds: { orientation: 'boundary', replication: true, rescaling: true },
  knn: { options: { k: { values: [1, 20] } } },
  vim: { replication: true, options: { dimension: { values: [2, 5] } } },
  'she-inner-product': { orientation: 'boundary', replication: true },
  'she-euclidean': { replication: true },
  klm: { replication: true },
  openmax: {
    orientation: 'none',
    options: { alpha: { values: [1, 3] }, tailSize: { values: [5, 20] } },
  },
  'temp-scale': { replication: true },
  ebo: { replication: true, options: { temperature: { values: [1, 10] } } },
  gram: { replication: true },
  react: { options: { percent: { values: [90, 50], unit: 'percent' } } },
  dice: { options: { percent: { values: [90, 5], unit: 'percent' } } },
  ash: { replication: true, options: { percent: { values: [90, 50], unit: 'percent' } } },
  odin: { replication: true, options: { temperature: { values: [1000, 1] } } },
  gen: { replication: true, options: { gamma: { values: [0.1, 0.5] } } },
  nci: { replication: true, options: { alpha: { values: [1e-4, 0.1] } } },
  fdbd: { replication: true, options: { regularizer: { values: ['distance to mean', 'norm'] } } },
  nnguide: { options: { neighbours: { values: [10, 2] } } },
  scale: { replication: true, options: { percent: { values: [85, 50], unit: 'percent' } } },
  'ash-s': { replication: true, options: { percent: { values: [90, 50], unit: 'percent' } } },
  'ash-p': { replication: true, options: { percent: { values: [90, 50], unit: 'percent' } } },
  residual: { replication: true, options: { dimension: { values: [2, 5] } } },
  relation: { options: { power: { values: [1, 8] } } },
  neco: { replication: true, options: { factor: { values: ['largest logit', 'none'] } } },
  'nearest-neighbour': { options: { k: { values: [1, 20] } } },
  'she-cosine': { replication: true },
  'gram-layers': { replication: true },
  variance: { orientation: 'none', constant: true },
  'mutual-information': { orientation: 'none', constant: true },
};

/** Every detector of farfield, and CEA over three of them, with what it declares. */
export function builtInSubjects(): DetectorUnderTest[] {
  const plain = DETECTORS.map((detector) => subjectOf(detector, DECLARATIONS[detector.id]));
  const wrapped = [msp, ebo, mds].map((base) =>
    subjectOf(cea(base), {
      options: {
        percent: { values: [99, 50], unit: 'percent' },
        gamma: { values: [10, 1] },
        norm: { values: [2, 1] },
        layers: { values: ['penultimate', 'all'] },
      },
    }),
  );
  return [...plain, ...wrapped];
}
