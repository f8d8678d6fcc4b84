import fc from 'fast-check';

/**
 * Generated cases on which many properties are checked: they are generated once. A property that
 * fails is checked again as fast-check does it, to be shrunk.
 *
 * @example
 * const onEach = sharedCases(fc.double(), { numRuns: 40, seed: 1 });
 * onEach((x) => expect(Math.abs(x)).toBeGreaterThanOrEqual(0));
 */
export function sharedCases<Case>(
  arbitrary: fc.Arbitrary<Case>,
  parameters: { readonly numRuns: number; readonly seed: number },
): (check: (one: Case) => void) => void {
  let cases: readonly Case[] | null = null;
  return (check) => {
    cases ??= fc.sample(arbitrary, parameters);
    try {
      for (const one of cases) check(one);
    } catch (error) {
      fc.assert(fc.property(arbitrary, check), parameters);
      throw error;
    }
  };
}
