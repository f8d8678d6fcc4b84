import type { FaultyDetector } from './faulty.js';

/** Detectors that do not get as far as a score. */
export const START_FAULTS: readonly FaultyDetector[] = [
  {
    fault: 'the labels are required one-hot, and class indices refused',
    seenIn: 'wrappers written for one data loader',
    law: 'answers',
    subject: {
      name: 'refuses-class-indices',
      fit() {
        throw new Error('labels must have shape [n, classes]');
      },
    },
  },
];
