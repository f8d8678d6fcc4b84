import { describe, expect, it } from 'vitest';
import { exampleEvidence } from '../../properties/reportExample.js';
import { CLAIMS } from '../claims/registry.js';
import { DETECTORS } from '../detectors/index.js';
import { detectorsAtInfinity } from './detectorsAtInfinity.js';

const { claims } = exampleEvidence();

describe('detectorsAtInfinity', () => {
  it('has a row for each claim about a detector at infinity, and no other', () => {
    expect(detectorsAtInfinity(claims).map(({ id }) => id)).toEqual(['rmds-at-infinity']);
  });

  it('tells detector and blindness, and the repaired statement of a refuted one', () => {
    const [row] = detectorsAtInfinity(claims);
    expect(row).toMatchObject({
      detector: 'RMDS',
      blindness: 'flags iff the gap of the precisions is positive along Δ',
      behaviour: 'The sign of the gap along Δ decides.',
      endings: 'of 1,547 cases 1,402 flagged, 145 blind',
    });
  });

  it('keeps to the printed statement while no repaired one holds', () => {
    const claim = claims.at(-1)!;
    const failed = { ...claim, repaired: { ...claim.repaired!, verdict: 'inconclusive' as const } };
    expect(detectorsAtInfinity([failed])[0].behaviour).toBe('The relative distance never falls.');
  });

  it('has nothing to say of endings where none were counted', () => {
    expect(detectorsAtInfinity([{ ...claims.at(-1)!, coverage: { flat: 3 } }])[0].endings).toBe('');
  });

  it('finds one row in the catalogue for every detector of the table, and CEA', () => {
    const named = CLAIMS.flatMap(({ atInfinity }) => atInfinity?.detector ?? []);
    expect(new Set(named).size).toBe(named.length);
    expect(named).toContain('CEA');
    // Only detectors that read the members of a posterior have no row of their own.
    const without = DETECTORS.filter(({ name }) => !named.includes(name));
    expect(without.map(({ family }) => family)).toEqual(without.map(() => 'posterior'));
  });
});
