import { slopesIgnoreInput } from '../../src/claims/slopesIgnoreInput.js';
import { describeClaim } from './describeClaim.js';
import { areFlat, areTied, saturate, share } from './shares.js';

describeClaim(slopesIgnoreInput, {
  asPrinted: 'every network and direction, from two origins',
  notVacuous: [
    saturate(20),
    areTied(20),
    areFlat(20),
    share(30, 'have hidden layers', ({ file }) => file.layers.length > 1),
  ],
});
