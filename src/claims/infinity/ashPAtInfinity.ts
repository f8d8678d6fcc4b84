import { ashP } from '../../detectors/methods/ashP.js';
import { energyEnd } from '../shared/expectedEnd.js';
import { headLines } from './headLines.js';
import { infinityClaim } from './infinityClaim.js';
import { keptLines, orderOfLines } from './largestLines.js';
import { isChoiceOfSort } from './tiesAtCut.js';

/** ASH-P: the slope of what is kept. */
export const ashPAtInfinity = infinityClaim({
  id: 'ash-p-at-infinity',
  detector: ashP,
  row: 'SCALE, ASH-S',
  section: 8,
  blindness: 'blind iff the top logit of the kept units does not fall',
  latex: '-\\ln \\sum_c e^{(W z_K + \\beta)_c} \\sim -\\max_c\\, (W \\Delta_K)_c\\, t',
  plain:
    'Only the units that end largest are read: the novelty goes against the largest slope the head makes of them, which need not be that of the network’s top class.',
  hypotheses: ['undecided where units tie at the cut and the head reads them differently'],
  kept: ({ parameters }) => parameters.kept as number,
  end({ activations }, { parameters }, subject) {
    const count = parameters.kept as number;
    const order = orderOfLines(activations);
    if (isChoiceOfSort(activations, order, count, subject.data.head, false)) return null;
    return energyEnd(headLines(subject, keptLines(activations, order.slice(0, count))));
  },
});
