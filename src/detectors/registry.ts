import { InputError } from '../errors/inputError.js';
import type { Detector, VariantOptions } from './detector.js';
import { adaScaleA, adaScaleL } from './methods/adaScale.js';
import { ash } from './methods/ash.js';
import { ashP } from './methods/ashP.js';
import { ashS } from './methods/ashS.js';
import { cea } from './methods/cea.js';
import { dice } from './methods/dice.js';
import { diceReAct } from './methods/diceReAct.js';
import { ebo } from './methods/ebo.js';
import { fdbd } from './methods/fdbd.js';
import { type FusionRule, fusion } from './methods/fusion.js';
import { gen } from './methods/gen.js';
import { gradNorm } from './methods/gradNorm.js';
import { gram } from './methods/gram.js';
import { gramLayers } from './methods/gramLayers.js';
import { klm } from './methods/klm.js';
import { knn } from './methods/knn.js';
import { laplace } from './methods/laplace.js';
import { mds } from './methods/mds.js';
import { mdsRidge } from './methods/mdsRidge.js';
import { mls } from './methods/mls.js';
import { msp } from './methods/msp.js';
import { multiMds } from './methods/multiMds.js';
import { nci } from './methods/nci.js';
import { nearestNeighbour } from './methods/nearestNeighbour.js';
import { neco } from './methods/neco.js';
import { nnGuide } from './methods/nnGuide.js';
import { odin } from './methods/odin.js';
import { openMax } from './methods/openMax.js';
import { reAct } from './methods/reAct.js';
import { reActAshS } from './methods/reActAshS.js';
import { relation } from './methods/relation.js';
import { residual } from './methods/residual.js';
import { rmds } from './methods/rmds.js';
import { rmdsRidge } from './methods/rmdsRidge.js';
import { scale } from './methods/scale.js';
import { sheCosine, sheEuclidean, sheInnerProduct } from './methods/she.js';
import {
  sircEntropyNorm,
  sircEntropyResidual,
  sircMspNorm,
  sircMspResidual,
} from './methods/sirc.js';
import { tempScale } from './methods/tempScale.js';
import { ensembleMsp, entropy, information, variance } from './methods/uncertaintyDetectors.js';
import { unit } from './methods/unit.js';
import { vim } from './methods/vim.js';
import { vimClipped } from './methods/vimClipped.js';
import { vra } from './methods/vra.js';
import { vraClip } from './methods/vraClip.js';
import { vraPlus } from './methods/vraPlus.js';
import { vraPlusPlus } from './methods/vraPlusPlus.js';

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
  laplace,
];

/**
 * Finds a detector by its id, with or without CEA, or several as one: `ebo`, `cea-ebo`,
 * `fisher-msp+mds`, `ranks-ebo+knn`.
 *
 * @throws InputError `unknown_value`, listing the ids there are; `inconsistent`, `empty` for a fusion
 *   of one detector or of the same twice
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
  const joined = /^(fisher|ranks)-(.+)$/.exec(id);
  if (joined) {
    const members = joined[2].split('+').map((member) => detectorNamed(member));
    return fusion(members, joined[1] as FusionRule) as Detector<object> as Detector<VariantOptions>;
  }
  throw new InputError('detectorNamed', [
    {
      code: 'unknown_value',
      path: 'id',
      value: id,
      rule: 'must be the id of a detector',
      remedy: `one of ${plain.map((detector) => detector.id).join(', ')}, cea- before one, or fisher- or ranks- before several joined by +`,
    },
  ]);
}
