import { expect, it } from 'vitest';
import { float64Oracle } from '../../check/oracles/float64Oracle.js';
import { SMALL } from '../controls/detectorCases.js';
import { DetectorAnalysis } from '../detectorAnalysis.js';
import { diceReactAtInfinity } from './diceReactAtInfinity.js';
import { reactAshSAtInfinity } from './reactAshSAtInfinity.js';
import { reactAtInfinity } from './reactAtInfinity.js';
import { vraAtInfinity } from './vraAtInfinity.js';
import { vraClipAtInfinity } from './vraClipAtInfinity.js';
import { vraPlusAtInfinity } from './vraPlusAtInfinity.js';

/** z_0 rises by 1 for each t, z_1 by `slow`: along (1, slow) from (1, 1). */
const along = (slow: number) => new DetectorAnalysis({ ...SMALL, direction: [1, slow] });

it('waits until the slowest unit that rises has reached what clips it', () => {
  for (const claim of [
    ...[reactAtInfinity, reactAshSAtInfinity, diceReactAtInfinity],
    ...[vraAtInfinity, vraPlusAtInfinity, vraClipAtInfinity],
  ]) {
    const { check, confirm } = claim.asPrinted;
    for (const slow of [2 ** -54, 1 / 4]) {
      const subject = along(slow);
      expect(check(subject).status, claim.id).toBe('holds');
      const { verdict } = confirm!(subject, float64Oracle, 'holds');
      expect(verdict, `${claim.id} ${slow}`).not.toBe('contradicted');
      if (slow === 1 / 4) expect(verdict, claim.id).toBe('confirmed');
    }
  }
});
