import type { Law } from '../law.js';
import type { DetectorUnderTest } from '../subject.js';
import { BATCH_LAWS } from './batchLaws.js';
import { FINITE_LAWS } from './finiteScores.js';
import { INPUT_LAWS } from './inputLaws.js';
import { OPTION_LAWS } from './optionLaws.js';
import { ORIENTATION } from './orientation.js';
import { SHAPE_LAWS } from './shapeLaws.js';
import { STATE_LAWS } from './stateLaws.js';
import { SYMMETRY_LAWS } from './symmetryLaws.js';

/** Every law about detectors. */
export const DETECTOR_LAWS: readonly Law<DetectorUnderTest>[] = [
  ...SHAPE_LAWS,
  ORIENTATION,
  ...FINITE_LAWS,
  ...BATCH_LAWS,
  ...STATE_LAWS,
  ...SYMMETRY_LAWS,
  ...OPTION_LAWS,
  ...INPUT_LAWS,
];
