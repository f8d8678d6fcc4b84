import { temperatureTwoClasses } from '../../src/claims/temperatureTwoClasses.js';
import { describeClaim } from './describeClaim.js';
import { meetHypotheses } from './shares.js';

describeClaim(temperatureTwoClasses, {
  asPrinted: 'two inputs or more of two classes',
  notVacuous: [meetHypotheses(20)],
});
