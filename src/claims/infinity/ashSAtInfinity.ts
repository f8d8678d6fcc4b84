import { ashS } from '../../detectors/methods/ashS.js';
import { largestOf } from '../shared/expectedEnd.js';
import { headLines } from './headLines.js';
import { infinityClaim } from './infinityClaim.js';
import { keptLines, limitRatio, orderOfLines } from './largestLines.js';
import { isChoiceOfSort } from './tiesAtCut.js';

/** ASH-S: the slope of what is kept, times a power of e. */
export const ashSAtInfinity = infinityClaim({
  id: 'ash-s-at-infinity',
  detector: ashS,
  row: 'SCALE, ASH-S',
  section: 8,
  blindness: 'blind iff the top logit of the kept units does not fall',
  latex:
    '-\\ln \\sum_c e^{(W s(z) + \\beta)_c} \\sim -e^{r_\\infty} \\max_c\\, (W \\Delta_K)_c\\, t, \\qquad r_\\infty = \\frac{\\sum_j \\Delta_j}{\\sum_{j \\in K} \\Delta_j}',
  plain:
    'Only the units that end largest are read, multiplied by a power of e that settles: the novelty goes against the largest slope the head makes of them, which need not be that of the network’s top class.',
  rectified: true,
  hypotheses: [
    'undecided where units tie at the cut and the head reads them differently, or the slope is 0',
  ],
  kept: ({ parameters }) => parameters.kept as number,
  end({ activations }, { parameters }, subject) {
    const count = parameters.kept as number;
    const order = orderOfLines(activations);
    if (isChoiceOfSort(activations, order, count, subject.data.head, false)) return null;
    const kept = order.slice(0, count);
    const ratio = limitRatio(activations, kept);
    const top = largestOf(headLines(subject, keptLines(activations, kept)).slope);
    if (ratio === null || top.sign === 0) return null;
    return { kind: 'grows', power: 1, coefficient: -Math.exp(ratio) * top.toNumber() };
  },
  patience: () => 2 ** 20,
});
