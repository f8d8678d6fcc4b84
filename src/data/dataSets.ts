import { didYouMean } from '../errors/didYouMean.js';
import { InputError } from '../errors/inputError.js';
import { fileNameOf } from './dataFile.js';
import type { DataSet } from './dataSet.js';
import { diabeticRetinopathy } from './diabeticRetinopathy.js';
import { dryBean } from './dryBean.js';
import { halfMoons } from './halfMoons.js';
import { eicu, mimicIv } from './intensiveCare.js';
import { mnist } from './mnist.js';
import { multiClassProblem } from './multiClassProblem.js';
import { nineClusters } from './nineClusters.js';
import { ownTable, parseTableName } from './ownTable.js';
import { sharedCareData } from './sharedCareData.js';
import { wineColor } from './wineColor.js';
import { wineQuality } from './wineQuality.js';

/** A data set that can be loaded by name. */
export interface DataSetEntry {
  readonly name: string;
  readonly title: string;
  /** The factors of paper B's synthetic out-of-distribution inputs. */
  readonly alphas: readonly number[];
  /** The name to `farfield data pull` it by; null if generated or behind credentials. */
  readonly pull: string | null;
  load(seed: number): Promise<DataSet>;
}

const MILD = [2, 3, 4];
const WIDE = [10, 100, 1000];

/** All data sets. Generated ones depend on the seed, the others do not. */
export const DATA_SETS: readonly DataSetEntry[] = [
  {
    name: 'wine-color-with-quality',
    title: 'Wine Quality, colour, 12 inputs',
    alphas: MILD,
    pull: 'wine-quality',
    load: () => wineColor(true),
  },
  {
    name: 'wine-color',
    title: 'Wine Quality, colour, 11 inputs',
    alphas: MILD,
    pull: 'wine-quality',
    load: () => wineColor(false),
  },
  {
    name: 'white-wine',
    title: 'White wines, quality',
    alphas: MILD,
    pull: 'wine-quality',
    load: () => wineQuality('white'),
  },
  {
    name: 'red-wine',
    title: 'Red wines, quality',
    alphas: MILD,
    pull: 'wine-quality',
    load: () => wineQuality('red'),
  },
  { name: 'dry-bean', title: 'Dry Bean', alphas: MILD, pull: 'dry-bean', load: dryBean },
  {
    name: 'diabetic-retinopathy',
    title: 'Diabetic Retinopathy Debrecen',
    alphas: WIDE,
    pull: 'diabetic-retinopathy',
    load: diabeticRetinopathy,
  },
  { name: 'eicu', title: 'eICU', alphas: WIDE, pull: null, load: eicu },
  { name: 'mimic-iv', title: 'MIMIC-IV', alphas: WIDE, pull: null, load: mimicIv },
  {
    name: 'eicu-shared',
    title: 'eICU, variables shared with MIMIC-IV',
    alphas: WIDE,
    pull: null,
    load: async () => sharedCareData(await eicu(), 'eicu-shared'),
  },
  {
    name: 'mimic-iv-shared',
    title: 'MIMIC-IV, variables shared with eICU',
    alphas: WIDE,
    pull: null,
    load: async () => sharedCareData(await mimicIv(), 'mimic-iv-shared'),
  },
  { name: 'mnist', title: 'MNIST', alphas: [10], pull: 'mnist', load: () => mnist() },
  {
    name: 'fashion-mnist',
    title: 'Fashion-MNIST',
    alphas: [10],
    pull: 'fashion-mnist',
    load: () => mnist('fashion-'),
  },
  {
    name: 'half-moons',
    title: 'Half-moons',
    alphas: WIDE,
    pull: null,
    load: async (seed) => halfMoons({ seed }),
  },
  {
    name: 'nine-clusters',
    title: 'Nine clusters',
    alphas: WIDE,
    pull: null,
    load: async (seed) => nineClusters({ seed }),
  },
  {
    name: 'multi-class',
    title: 'Three clusters',
    alphas: WIDE,
    pull: null,
    load: async (seed) => multiClassProblem({ seed }),
  },
];

/**
 * The entry of a data set, or of a user's own table, whose name is its path and the column of labels.
 *
 * @throws InputError `unknown_value`, listing the names there are
 */
export function dataSetNamed(name: string): DataSetEntry {
  const entry = DATA_SETS.find((candidate) => candidate.name === name);
  if (entry) return entry;
  const table = parseTableName(name);
  if (table) {
    const { path, label } = table;
    const title = fileNameOf(path);
    return { name, title, alphas: WIDE, pull: null, load: () => ownTable(path, label) };
  }
  const names = DATA_SETS.map((candidate) => candidate.name);
  throw new InputError('data', [
    {
      code: 'unknown_value',
      path: 'name',
      value: name,
      rule: 'must be the name of a data set',
      remedy: `${didYouMean(name, names)}one of ${names.join(', ')}`,
    },
  ]);
}
