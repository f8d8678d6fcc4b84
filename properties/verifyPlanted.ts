import { exitCodeOf } from '../src/cli/verify.js';
import { type Fault, PlantedSources } from './plantedSources.js';

/**
 * What `verify` ends with when faults stand in the sources: claims are checked in turn until one of
 * them notices.
 *
 * @param claims - ids of the claims to check
 * @param runs - cases of each
 * @returns 0 if no claim notices, 1 for a finding, 3 for an internal error
 */
export async function verifyPlanted(
  faults: readonly Fault[],
  claims: readonly string[],
  runs: number,
): Promise<number> {
  const { verifyClaims } = new PlantedSources(...faults).load<
    typeof import('../src/check/verifyClaims.js')
  >('check/verifyClaims.ts');
  for (const claim of claims) {
    try {
      const evidence = await verifyClaims({ claims: [claim], runs, workers: 0 });
      if (exitCodeOf(evidence) !== 0) return exitCodeOf(evidence);
    } catch (error) {
      // As the command line ends.
      return (error as { exitCode?: number }).exitCode ?? 3;
    }
  }
  return 0;
}
