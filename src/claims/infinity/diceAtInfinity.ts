import { dice } from '../../detectors/methods/dice.js';
import { energyEnd } from '../shared/expectedEnd.js';
import { headLines } from './headLines.js';
import { infinityClaim } from './infinityClaim.js';

/** DICE: the energy of a masked head. */
export const diceAtInfinity = infinityClaim({
  id: 'dice-at-infinity',
  detector: dice,
  row: 'DICE, ASH',
  blindness: 'blind iff the top logit of the masked head does not fall',
  latex:
    '-\\ln \\sum_c e^{((M \\odot W) z(t) + \\beta)_c} \\sim -\\max_c\\, ((M \\odot W) \\Delta)_c\\, t',
  plain:
    'The masked head makes logits with slopes of its own; the novelty goes against the largest of them. Where the mask takes away every weight that moves it tends to a finite limit.',
  end: ({ activations }, { parameters }, subject) =>
    energyEnd(
      headLines(subject, activations, parameters.maskedWeights as readonly (readonly number[])[]),
    ),
});
