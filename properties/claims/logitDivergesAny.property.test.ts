import { expect } from 'vitest';
import { limitOfWave } from '../../src/claims/curveAnalysis.js';
import { logitDivergesAny } from '../../src/claims/logitDivergesAny.js';
import { describeClaim } from './describeClaim.js';
import { decidedAsPrinted, meetHypotheses, share } from './shares.js';

describeClaim(logitDivergesAny, {
  asPrinted: {
    witnessWith: 'two logits that take turns',
    witness: ({ units, weights }) => {
      expect(weights).toHaveLength(2);
      expect(units.some(({ oscillating }) => oscillating !== 0)).toBe(true);
      for (const { linear, oscillating } of units) {
        expect(Math.abs(linear)).toBeLessThanOrEqual(Math.abs(oscillating));
      }
    },
  },
  repaired: 'every curve along which a component of the softmax tends to 1',
  notVacuous: [
    meetHypotheses(40),
    decidedAsPrinted(20, 'holds'),
    decidedAsPrinted(1, 'fails'),
    share(40, 'have a logit without a limit', ({ logits }) =>
      logits.some((wave) => limitOfWave(wave) === null),
    ),
  ],
});
