import type { BehaviourAtInfinity } from '../../detectors/infinity/behaviourAtInfinity.js';

/** What sort of case each end of a novelty score is, in the coverage of claims about detectors. */
export const ENDING_SORTS: Readonly<Record<BehaviourAtInfinity['kind'], string>> = {
  'diverges-up': 'ends flagged',
  'diverges-down': 'ends blind',
  converges: 'ends at a limit',
  bounded: 'ends at a limit',
  unknown: 'not known within rounding',
  undefined: 'undefined',
};
