import { InternalError } from '../errors/internalError.js';

/**
 * Does something with a case. Whatever it throws is a fault of the suite, which made the case or has
 * just decided it, and never one of the input.
 *
 * @throws InternalError that names the claim, the reading, the case and what was thrown
 */
export function onCase<Result>(
  claim: string,
  reading: 'asPrinted' | 'repaired',
  source: unknown,
  action: () => Result,
): Result {
  try {
    return action();
  } catch (error) {
    if (error instanceof InternalError) throw error;
    throw new InternalError(
      `${claim}, ${reading === 'asPrinted' ? 'as printed' : 'as repaired'}: ${error instanceof Error ? error.message : String(error)}; case ${JSON.stringify(source)}`,
      { cause: error },
    );
  }
}
