import { layerNormCeiling } from '../../src/claims/beyond/layerNormCeiling.js';
import { topOf } from '../../src/claims/beyond/layersOf.js';
import { describeClaim } from './describeClaim.js';
import { meetHypotheses, share } from './shares.js';

describeClaim(layerNormCeiling, {
  asPrinted:
    'heads on layer norms, RMS norms and rectified norms, along the ray in both directions',
  notVacuous: [
    meetHypotheses(20),
    share(2, 'have a rectified norm', ({ file }) => topOf(file.layers)?.rectified === true),
  ],
});
