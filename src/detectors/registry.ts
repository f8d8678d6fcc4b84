import { InputError } from '../errors/inputError.js';
import { adaScaleA, adaScaleL } from './adaScale.js';
import { ash } from './ash.js';
import { ashP } from './ashP.js';
import { ashS } from './ashS.js';
import { cea } from './cea.js';
import type { Detector, VariantOptions } from './detector.js';
import { dice } from './dice.js';
import { diceReAct } from './diceReAct.js';
import { ebo } from './ebo.js';
import { fdbd } from './fdbd.js';
import { gen } from './gen.js';
import { gradNorm } from './gradNorm.js';
import { gram } from './gram.js';
import { gramLayers } from './gramLayers.js';
import { klm } from './klm.js';
import { knn } from './knn.js';
import { mds } from './mds.js';
import { mdsRidge } from './mdsRidge.js';
import { mls } from './mls.js';
import { msp } from './msp.js';
import { multiMds } from './multiMds.js';
import { nci } from './nci.js';
import { nearestNeighbour } from './nearestNeighbour.js';
import { neco } from './neco.js';
import { nnGuide } from './nnGuide.js';
import { odin } from './odin.js';
import { openMax } from './openMax.js';
import { reAct } from './reAct.js';
import { reActAshS } from './reActAshS.js';
import { relation } from './relation.js';
import { residual } from './residual.js';
import { rmds } from './rmds.js';
import { rmdsRidge } from './rmdsRidge.js';
import { scale } from './scale.js';
import { sheCosine, sheEuclidean, sheInnerProduct } from './she.js';
import { sircEntropyNorm, sircEntropyResidual, sircMspNorm, sircMspResidual } from './sirc.js';
import { tempScale } from './tempScale.js';
import { ensembleMsp, entropy, information, variance } from './uncertaintyDetectors.js';
import { unit } from './unit.js';
import { vim } from './vim.js';
import { vimClipped } from './vimClipped.js';
import { vra } from './vra.js';
import { vraClip } from './vraClip.js';
import { vraPlus } from './vraPlus.js';
import { vraPlusPlus } from './vraPlusPlus.js';

/**
 * The catalogue of detectors: those of paper B in the order of its tables, those after 2022, and the
 * scores of a posterior, paper A's; each says its `family`. Over one network variance and MI are 0.
 *
 * @example
 * ```ts
 * DETECTORS.filter(({ whenCertain }) => whenCertain === 'always blind').map(({ name }) => name);
 * ```
 */
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
  gen,
  nci,
  fdbd,
  nnGuide,
  scale,
  ashS,
  ashP,
  residual,
  vra,
  vraPlus,
  vraPlusPlus,
  vraClip,
  relation,
  neco,
  sircMspNorm,
  sircEntropyNorm,
  sircMspResidual,
  sircEntropyResidual,
  diceReAct,
  reActAshS,
  nearestNeighbour,
  sheCosine,
  vimClipped,
  gramLayers,
  mdsRidge,
  rmdsRidge,
  multiMds,
  adaScaleA,
  adaScaleL,
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
  const plain = [...DETECTORS, unit];
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
