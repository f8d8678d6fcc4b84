import fc from 'fast-check';

/** Runs per property: FARFIELD_RUNS, or 200. */
export const RUNS = wholeFrom('FARFIELD_RUNS', 200);

/**
 * Checks a property on `RUNS` inputs from a fixed seed, so that a failure can be seen again.
 *
 * @param share - of RUNS, for properties whose single run is dear or cheap
 */
export function holdsAlways<Ts>(property: fc.IPropertyWithHooks<Ts>, share = 1): void {
  fc.assert(property, { numRuns: Math.max(1, Math.ceil(RUNS * share)), seed: SEED });
}

/** The seed of every property here: FARFIELD_SEED, or 20240. */
export const SEED = wholeFrom('FARFIELD_SEED', 20240);

function wholeFrom(name: string, otherwise: number): number {
  const text = process.env[name];
  const value = text === undefined || text === '' ? otherwise : Number(text);
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new RangeError(`${name}=${text} must be a whole number of at least 1`);
  }
  return value;
}
