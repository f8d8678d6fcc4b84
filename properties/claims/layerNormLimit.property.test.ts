import { layerNormLimit } from '../../src/claims/beyond/layerNormLimit.js';
import { describeClaim } from './describeClaim.js';
import { meetHypotheses, share } from './shares.js';

describeClaim(layerNormLimit, {
  asPrinted: 'norms that every path passes, from two origins',
  notVacuous: [
    meetHypotheses(12),
    share(
      4,
      'have an RMS norm last',
      ({ slopesAtNorm }) => slopesAtNorm?.layer.type === 'rms-norm',
    ),
    share(5, 'have slopes all alike', ({ slopesAtNorm }) =>
      Boolean(slopesAtNorm?.values.every((value) => value.compare(slopesAtNorm.values[0]) === 0)),
    ),
  ],
});
