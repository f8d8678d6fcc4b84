import { oneHotColumn } from '../../src/claims/oneHotColumn.js';
import { describeClaim } from './describeClaim.js';
import { meetHypotheses } from './shares.js';

describeClaim(oneHotColumn, {
  asPrinted: 'every ray along one coordinate whose column has a unique extreme',
  notVacuous: [meetHypotheses(15)],
});
