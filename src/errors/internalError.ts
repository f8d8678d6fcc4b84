import { FarfieldError } from './farfieldError.js';

/** Something that cannot happen did: a fault of farfield's, not of its input. */
export class InternalError extends FarfieldError {
  override readonly name = 'InternalError';
  readonly exitCode = 3;
  readonly code = 'internal';
}
