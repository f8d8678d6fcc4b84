import { describe, expect, it } from 'vitest';
import { withChangedReading } from '../../properties/changedReading.js';
import { verifyOne } from '../../properties/verifyPlanted.js';
import type { CaseKind } from '../claims/cases.js';
import type { AnyClaim, Claim, Reading } from '../claims/claim.js';
import { guarded } from '../claims/condition.js';
import { HOLDS, type Outcome } from '../claims/outcome.js';
import { CLAIMS } from '../claims/registry.js';
import { missedControls } from './controls.js';

/** As many as a quick run of `verify`. */
const RUNS = 200;

type Name = 'asPrinted' | 'repaired';
type Check = (subject: never) => Outcome;

/** Every reading of the catalogue, with its kind forgotten. */
const READINGS = CLAIMS.flatMap((claim) =>
  (claim.repaired ? (['asPrinted', 'repaired'] as const) : (['asPrinted'] as const)).map(
    (name) => ({
      id: claim.id,
      name,
      claim: claim as unknown as Claim<CaseKind>,
      reading: claim[name] as unknown as Reading<CaseKind>,
    }),
  ),
);

/** Every hypothesis of every reading. */
const HYPOTHESES = READINGS.flatMap((one) =>
  (one.reading.given ?? []).map((condition, n) => ({ ...one, n, words: condition.words })),
);

/** What `verify` ends with for a claim one of whose checks is replaced by a weaker one. */
function verifyWith({ claim, name }: { claim: Claim<CaseKind>; name: Name }, check: Check): number {
  const known = claim as unknown as AnyClaim;
  const weakened = withChangedReading(known, name, (reading) => ({ ...reading, check }));
  return verifyOne(weakened, { runs: RUNS, candidates: RUNS }).exitCode;
}

describe('every check', () => {
  it.each(READINGS)('of $id $name tells its controls', ({ claim, reading }) => {
    expect(reading.controls?.length ?? 0).toBeGreaterThan(0);
    expect(missedControls(claim, reading)).toEqual([]);
  });

  it.each(READINGS)('of $id $name has a name for each control', ({ reading }) => {
    const names = reading.controls!.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('verify at 200 runs ends with a finding', () => {
  it.each(READINGS)('when the check of $id $name always says that it holds', (one) => {
    expect(verifyWith(one, () => HOLDS)).toBe(1);
  });

  it.each(READINGS)(
    'when the check of $id $name says that it holds unless it is outside',
    (one) => {
      const check: Check = (subject) => {
        const outcome = one.reading.check(subject);
        return outcome.status === 'skipped' ? outcome : HOLDS;
      };
      expect(verifyWith(one, check)).toBe(1);
    },
  );

  it.each(HYPOTHESES)('when the check of $id $name does not ask that $words', (one) => {
    const { given, conclude } = one.reading;
    const { check } = guarded(
      given!.filter((_, n) => n !== one.n),
      (subject) => conclude!(subject as never),
    );
    expect(verifyWith(one, check as Check)).toBe(1);
  });
});
