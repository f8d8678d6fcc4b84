import { checkArguments } from '../errors/checkArguments.js';
import { didYouMean } from '../errors/didYouMean.js';
import { InputError } from '../errors/inputError.js';
import { text } from '../errors/kinds.js';
import type { AnyClaim } from './claim.js';
import { CLAIMS } from './registry.js';

/**
 * The claim of the catalogue with this id.
 *
 * @throws InputError `unknown_value` if there is none
 *
 * @example
 * ```ts
 * claimById('gradient-vanishes').source.label; // 'Lemma 4'
 * ```
 */
export function claimById(id: string): AnyClaim {
  checkArguments('claimById', { id: [id, text] });
  const claim = CLAIMS.find((candidate) => candidate.id === id);
  if (claim) return claim;
  throw new InputError('claim', [
    {
      code: 'unknown_value',
      path: 'id',
      value: id,
      rule: `must be one of ${CLAIMS.map((known) => known.id).join(', ')}`,
      remedy: `${didYouMean(
        id,
        CLAIMS.map((known) => known.id),
      )}\`farfield list\` prints the catalogue`,
    },
  ]);
}
