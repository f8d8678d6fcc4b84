import { regimes } from '../../src/claims/regimes.js';
import { describeClaim } from './describeClaim.js';
import { areFlat, areTied, saturate, share } from './shares.js';

describeClaim(regimes, {
  asPrinted: 'every network and ray',
  notVacuous: [
    saturate(20),
    areTied(20),
    areFlat(20),
    share(20, 'have three classes or more', ({ classes }) => classes > 2),
  ],
});
