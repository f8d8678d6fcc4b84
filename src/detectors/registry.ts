import { InputError } from '../errors/inputError.js';
import { ash } from './ash.js';
import { cea } from './cea.js';
import type { Detector, VariantOptions } from './detector.js';
import { dice } from './dice.js';
import { ebo } from './ebo.js';
import { gradNorm } from './gradNorm.js';
import { gram } from './gram.js';
import { klm } from './klm.js';
import { knn } from './knn.js';
import { mds } from './mds.js';
import { mls } from './mls.js';
import { msp } from './msp.js';
import { odin } from './odin.js';
import { openMax } from './openMax.js';
import { reAct } from './reAct.js';
import { rmds } from './rmds.js';
import { sheEuclidean, sheInnerProduct } from './she.js';
import { tempScale } from './tempScale.js';
import { ensembleMsp, entropy, information, variance } from './uncertaintyDetectors.js';
import { unit } from './unit.js';
import { vim } from './vim.js';

/** The post-hoc detectors of paper B, in the order of its tables. */
export const DETECTORS: readonly Detector<VariantOptions>[] = [
  mds,
  rmds,
  knn,
  vim,
  sheInnerProduct,
  sheEuclidean,
  klm,
  openMax,
  msp,
  mls,
  tempScale,
  ebo,
  gram,
  gradNorm,
  reAct,
  dice,
  ash,
  odin,
];

/** The uncertainty scores of paper A as detectors; over one network variance and MI are 0. */
export const UNCERTAINTY_DETECTORS: readonly Detector<VariantOptions>[] = [
  entropy,
  variance,
  information,
  ensembleMsp,
];

/**
 * Finds a detector by its id, with or without CEA: `ebo`, `cea-ebo`.
 *
 * @throws InputError `unknown_value`, listing the ids there are
 *
 * @example
 * ```ts
 * detectorNamed('cea-msp').name; // 'CEA(MSP)'
 * ```
 */
export function detectorNamed(id: string): Detector<VariantOptions> {
  const plain = [...DETECTORS, ...UNCERTAINTY_DETECTORS, unit];
  const found = plain.find((detector) => detector.id === id);
  if (found) return found;
  const base = plain.find((detector) => `cea-${detector.id}` === id);
  if (base) return cea(base);
  throw new InputError('detectorNamed', [
    {
      code: 'unknown_value',
      path: 'id',
      value: id,
      rule: 'must be the id of a detector',
      remedy: `one of ${plain.map((detector) => detector.id).join(', ')}, or cea- before one`,
    },
  ]);
}
