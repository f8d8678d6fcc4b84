import { ashSGerm } from '../ashSGerm.js';
import { penultimateGerms } from '../infinity/scoreTail.js';
import { shapingDetector } from '../shapingDetector.js';

/**
 * Activation shaping, variant S: the k largest features are multiplied by e^{Σ f/Σ kept}, the others
 * become 0; the novelty is the energy of the logits of that.
 *
 * At infinity Σ f/Σ kept tends to the ratio r∞ of the sums of slopes, and the slope is
 * `−e^{r∞} max_c (W Δ_K)_c`: ASH-P's, by a factor; its class need not be the network's.
 *
 * Source: Djurisic et al. 2023, algorithm 3. `k = D − round(percent·D)`. `paper`: at least 1;
 * the ratio is 1 where the kept sum is not above 0. `authors`: there, as at f = 0 or k = 0, NaN.
 */
export const ashS = shapingDetector({
  id: 'ash-s',
  name: 'ASH-S',
  source: 'Djurisic et al. 2023',
  published: 'authors',
  percent: 90,
  shape: (value, j, row, ratio) => (row.stays[j] ? 1 : 0) * value * Math.exp(ratio(row)),
  germ: (head, tail, kept, ratio) => ashSGerm(head, penultimateGerms(tail), kept, ratio),
});
