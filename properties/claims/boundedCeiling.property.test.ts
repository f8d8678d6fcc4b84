import { boundedCeiling } from '../../src/claims/beyond/boundedCeiling.js';
import { topOf } from '../../src/claims/beyond/layersOf.js';
import type { SmoothAnalysis } from '../../src/claims/beyond/smoothAnalysis.js';
import { describeClaim } from './describeClaim.js';
import { meetHypotheses, share } from './shares.js';

const hasBox = ({ file }: SmoothAnalysis) => topOf(file.layers)?.box != null;

describeClaim(boundedCeiling, {
  asPrinted: 'heads on bounded activations, along the ray in both directions',
  notVacuous: [
    meetHypotheses(12),
    share(
      6,
      'have a ceiling below 0.999',
      (subject) => hasBox(subject) && subject.ceiling.toNumber() < 0.999,
    ),
  ],
});
