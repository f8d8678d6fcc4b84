import { didYouMean } from '../../errors/didYouMean.js';
import { InputError } from '../../errors/inputError.js';
import type { Experiment } from '../experiment.js';
import { ablation } from './ablation.js';
import { allLayers } from './allLayers.js';
import { architectures } from './architectures.js';
import { calibration } from './calibration.js';
import { ceaTabular } from './ceaTabular.js';
import { figure1 } from './figure1.js';
import { figure2 } from './figure2.js';
import { images } from './images.js';
import { logitNorm } from './logitNorm.js';
import { norms } from './norms.js';
import { otherHospital, otherWine } from './otherData.js';

/** The papers' experiments; add one by adding a line. */
export const EXPERIMENTS: readonly Experiment[] = [
  ceaTabular,
  architectures,
  logitNorm,
  ablation,
  calibration,
  allLayers,
  norms,
  images,
  otherHospital,
  otherWine,
  figure1,
  figure2,
];

/**
 * Finds an experiment by its name.
 *
 * @throws InputError `unknown_value`, listing the names there are
 */
export function experimentNamed(name: string): Experiment {
  const found = EXPERIMENTS.find((experiment) => experiment.name === name);
  if (found) return found;
  const names = EXPERIMENTS.map((experiment) => experiment.name);
  throw new InputError('experiment', [
    {
      code: 'unknown_value',
      path: 'name',
      value: name,
      rule: 'must be the name of an experiment',
      remedy: `${didYouMean(name, names)}one of ${names.join(', ')}`,
    },
  ]);
}
