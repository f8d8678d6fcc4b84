import { Rational } from '../../exact/rational.js';
import { interchangeable, largestUnits, TIE_NOTE } from '../activationShaping.js';
import { isConstant } from '../infinity/germVector.js';
import { headGerms } from '../infinity/headGerms.js';
import { energyGerm } from '../infinity/logitGerms.js';
import { constantGerm } from '../infinity/noveltyGerm.js';
import { penultimateGerms } from '../infinity/scoreTail.js';
import { shapingDetector } from '../shapingDetector.js';

/**
 * Activation shaping, variant P: all but the k largest features become 0; the novelty is the energy
 * of the logits of that.
 *
 * At infinity the slope is minus the top slope that the head makes of the kept slopes, `−max_c
 * (W Δ_K)_c`; its class need not be the network's.
 *
 * Source: Djurisic et al. 2023, algorithm 1. `k = D − round(percent·D)`. `paper`: at least 1.
 * `authors`: 0 in narrow layers, where every score is the energy of the bias.
 */
export const ashP = shapingDetector({
  id: 'ash-p',
  name: 'ASH-P',
  source: 'Djurisic et al. 2023',
  published: 'authors',
  percent: 90,
  shape: (value, j, { stays }) => (stays[j] ? value : 0),
  germ(head, tail, kept) {
    const x = penultimateGerms(tail);
    const { stays, tied } = largestUnits(x, kept);
    const zeros = tied.every((j) => x.slope[j].sign === 0 && x.intercept[j].sign === 0);
    if (!zeros && !interchangeable(head.weights, tied)) {
      return constantGerm(Number.NaN, TIE_NOTE);
    }
    const pruned = (values: readonly Rational[]) =>
      values.map((value, j) => (stays[j] ? value : Rational.zero));
    const germ = energyGerm(
      headGerms(head, { slope: pruned(x.slope), intercept: pruned(x.intercept) }),
    );
    return isConstant(x) ? { ...germ, approach: { kind: 'constant' } } : germ;
  },
});
