import { limitAuroc } from '../../src/claims/limitAuroc.js';
import { describeClaim } from './describeClaim.js';
import { meetHypotheses, share } from './shares.js';

describeClaim(limitAuroc, {
  asPrinted: 'MSP, MLS, SHE and MDS, fitted to any data, on every saturating tail',
  notVacuous: [
    meetHypotheses(30),
    share(1, 'differ between reals and float64', (subject) =>
      subject.tail.regime === 'saturating' && subject.tail.penultimate !== null
        ? limitAuroc.asPrinted.sorts!(subject).includes('reals and float64 differ')
        : false,
    ),
  ],
});
