import type { Law } from '../law.js';
import type { DetectorUnderTest } from '../subject.js';
import { ANSWERS } from './answers.js';
import { BATCH_LAWS } from './batchLaws.js';
import { DETERMINISM } from './determinism.js';
import { FAR_LAW } from './farLaw.js';
import { FINITE_LAWS } from './finiteScores.js';
import { INPUT_LAWS } from './inputLaws.js';
import { OPTION_LAWS } from './optionLaws.js';
import { ORIENTATION } from './orientation.js';
import { SHAPE_LAWS } from './shapeLaws.js';
import { SMOOTH_SCORES } from './smoothScores.js';
import { STATE_LAWS } from './stateLaws.js';
import { SYMMETRY_LAWS } from './symmetryLaws.js';
import { VARIED_LAWS } from './variedScores.js';

/** Every law about detectors, in the order in which one depends on another. */
export const DETECTOR_LAWS: readonly Law<DetectorUnderTest>[] = [
  ANSWERS,
  ...SHAPE_LAWS,
  DETERMINISM,
  ORIENTATION,
  ...VARIED_LAWS,
  ...FINITE_LAWS,
  SMOOTH_SCORES,
  ...BATCH_LAWS,
  ...STATE_LAWS,
  ...SYMMETRY_LAWS,
  ...OPTION_LAWS,
  ...INPUT_LAWS,
  FAR_LAW,
];
