import fc from 'fast-check';

/** Runs per property: FARFIELD_RUNS, or 200. */
export const RUNS = runsFrom(process.env.FARFIELD_RUNS);

/**
 * Checks a property on `RUNS` inputs from a fixed seed, so that a failure can be seen again.
 *
 * @param share - of RUNS, for properties whose single run is dear or cheap
 */
export function holdsAlways<Ts>(property: fc.IPropertyWithHooks<Ts>, share = 1): void {
  fc.assert(property, { numRuns: Math.max(1, Math.ceil(RUNS * share)), seed: SEED });
}

/** The seed of every property here. */
export const SEED = 20240;

function runsFrom(text: string | undefined): number {
  const runs = text === undefined || text === '' ? 200 : Number(text);
  if (!Number.isSafeInteger(runs) || runs < 1) {
    throw new RangeError(`FARFIELD_RUNS=${text} must be a whole number of at least 1`);
  }
  return runs;
}
