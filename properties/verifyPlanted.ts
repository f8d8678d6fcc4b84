import { checkClaim } from '../src/check/checkClaim.js';
import { DEFAULT_SEED, type Settings } from '../src/check/settings.js';
import { SharedCases } from '../src/check/sharedCases.js';
import type { AnyClaim } from '../src/claims/claim.js';
import { exitCodeOf } from '../src/cli/verify.js';
import type { ClaimEvidence } from '../src/evidence/evidence.js';
import { type Fault, PlantedSources } from './plantedSources.js';

/**
 * What `verify` ends with when faults stand in the sources: claims are checked in turn until one of
 * them notices, each until the first thing that is not as expected. `verify` would go on, but not end
 * otherwise: what is unexpected stays so.
 *
 * @param claims - ids of the claims to check
 * @param runs - cases of each
 * @returns 0 if no claim notices, 1 for a finding, 3 for an internal error
 */
export function verifyPlanted(
  faults: readonly Fault[],
  claims: readonly string[],
  runs: number,
): number {
  const planted = new PlantedSources(...faults);
  const faulty = planted.load<typeof import('../src/check/checkClaim.js')>('check/checkClaim.ts');
  const shared = planted.load<typeof import('../src/check/sharedCases.js')>('check/sharedCases.ts');
  const cases = new shared.SharedCases();
  const { claimById } =
    planted.load<typeof import('../src/claims/claimById.js')>('claims/claimById.ts');
  for (const id of claims) {
    try {
      const { exitCode } = verifyOne(claimById(id), { runs }, (claim, settings) =>
        faulty.checkClaim(claim, settings, cases),
      );
      if (exitCode !== 0) return exitCode;
    } catch (error) {
      // As the command line ends.
      return (error as { exitCode?: number }).exitCode ?? 3;
    }
  }
  return 0;
}

/** Those of the right sources, the same for all tests that ask. */
const SHARED = new SharedCases();

/**
 * One claim, checked until the first thing that is unexpected unless `settings` say otherwise, and
 * what `verify` ends with.
 */
export function verifyOne(
  claim: AnyClaim,
  settings: Omit<Settings, 'seed'>,
  check: typeof checkClaim = (one, asked) => checkClaim(one, asked, SHARED),
): { readonly exitCode: number; readonly evidence: ClaimEvidence } {
  const evidence = check(claim, { seed: DEFAULT_SEED, untilUnexpected: true, ...settings });
  return { exitCode: exitCodeOf({ claims: [evidence] }), evidence };
}
