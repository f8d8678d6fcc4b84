import { expect } from 'vitest';
import { limitOfWave } from '../../src/claims/curveAnalysis.js';
import { penultimateDivergesAny } from '../../src/claims/penultimateDivergesAny.js';
import { describeClaim } from './describeClaim.js';
import { decidedAsPrinted, meetHypotheses, share } from './shares.js';

describeClaim(penultimateDivergesAny, {
  asPrinted: {
    witnessWith: 'two units that take turns',
    witness: ({ units }) => {
      expect(units).toHaveLength(2);
      for (const { linear, oscillating } of units) {
        expect(oscillating).not.toBe(0);
        expect(Math.abs(linear)).toBeLessThanOrEqual(Math.abs(oscillating));
      }
    },
  },
  repaired: 'every curve with a linear head along which some probability tends to 1',
  notVacuous: [
    meetHypotheses(40),
    decidedAsPrinted(20, 'holds'),
    decidedAsPrinted(1, 'fails'),
    share(40, 'have a unit without a limit', ({ units }) =>
      units.some((wave) => limitOfWave(wave) === null),
    ),
  ],
});
