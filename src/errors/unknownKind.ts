import { InternalError } from './internalError.js';

/**
 * The end of a `switch` over kinds: the compiler refuses it where a kind has no case, and a kind that
 * came by another way is never passed over.
 *
 * @throws InternalError always
 */
export function unknownKind(kind: never): never {
  throw new InternalError(`No case is written for ${JSON.stringify(kind) ?? String(kind)}.`);
}
