import type { CaseKind } from '../src/claims/cases.js';
import type { AnyClaim, Claim, Reading } from '../src/claims/claim.js';
import { HOLDS } from '../src/claims/outcome.js';

/**
 * A claim with one reading changed, and nothing else that could be noticed: the other reading misses a
 * control, as is expected of it, and so decides nothing, and there is none in general.
 */
export function withChangedReading(
  claim: AnyClaim,
  name: 'asPrinted' | 'repaired',
  change: (reading: Reading<CaseKind>) => Reading<CaseKind>,
): AnyClaim {
  // The kinds of the union are alike to the checker; it never mixes them.
  const known = claim as unknown as Claim<CaseKind>;
  const { latex, plain } = known.asPrinted;
  const others =
    name === 'asPrinted'
      ? { repaired: null }
      : {
          asPrinted: {
            latex,
            plain,
            expected: 'inconclusive',
            check: () => HOLDS,
            controls: [{ ...known.repaired!.controls![0], expected: 'fails' }],
          },
        };
  return {
    ...known,
    ...others,
    generic: undefined,
    [name]: change(known[name]!),
  } as unknown as AnyClaim;
}
