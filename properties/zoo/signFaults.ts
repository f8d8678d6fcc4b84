import { ebo } from '../../src/detectors/methods/ebo.js';
import { gram } from '../../src/detectors/methods/gram.js';
import { mds } from '../../src/detectors/methods/mds.js';
import { msp } from '../../src/detectors/methods/msp.js';
import { type FaultyDetector, faultyDetector } from './faulty.js';

/** Scores that point the wrong way. */
export const SIGN_FAULTS: readonly FaultyDetector[] = [
  faultyDetector(
    'inverted-gram',
    {
      fault: 'the Gram deviation is returned as confidence',
      seenIn: "the CEA authors' code and early OpenOOD (issue 173)",
      law: 'orientation',
    },
    (data) => {
      const scorer = gram.fit(data);
      return (observations) => scorer.score(observations).map((score) => -score);
    },
  ),
  faultyDetector(
    'confidence-for-novelty',
    {
      fault: 'MSP returns the probability itself where novelty is asked for',
      seenIn: 'wrappers around libraries of the other convention',
      law: 'orientation',
    },
    (data) => {
      const scorer = msp.fit(data);
      return (observations) => scorer.score(observations).map((score) => -score);
    },
  ),
  faultyDetector(
    'negative-energy',
    {
      fault: 'energy is documented as negative and returned as it is',
      seenIn: "pytorch-ood's energy score, documentation against code",
      law: 'orientation',
    },
    (data) => {
      const scorer = ebo.fit(data);
      return (observations) => scorer.score(observations).map((score) => -score);
    },
  ),
  faultyDetector(
    'similarity-for-distance',
    {
      fault: '1/(1 + distance), a similarity, is returned as novelty',
      seenIn: 'ports between distance and confidence conventions',
      law: 'orientation',
    },
    (data) => {
      const scorer = mds.fit(data);
      return (observations) => scorer.score(observations).map((score) => 1 / (1 + score));
    },
  ),
];
