import type { ActivationOperation } from './operations/activation.js';
import type { AffineOperation } from './operations/affine.js';
import type { GeneralOperation } from './operations/general.js';
import type { MaximumOperation } from './operations/maximum.js';

/**
 * The operations a network is made of, one file each in `operations/`.
 *
 * Most layers are one of them or a few in a row: a dense layer, a convolution, batch
 * normalisation, average pooling, concatenation and a residual sum are affine; ReLU, a clip and
 * GELU are activations, functions of one variable; max-pooling is a maximum. All else (products,
 * quotients, softmax, trees) is general: what no engine has a way of its own for. An engine that
 * has a faster way for some operation tells them apart by `kind`, and ends its list with
 * `unknownOperation`.
 */
export type Operation = AffineOperation | ActivationOperation | MaximumOperation | GeneralOperation;

/**
 * Ends an engine's list of operations: does not compile while one is missing from it, and refuses
 * to run on one.
 */
export function unknownOperation(operation: never, engine: string): never {
  const { kind } = operation as { kind: string };
  throw new RangeError(`${engine}: knows no operation of kind ${JSON.stringify(kind)}`);
}
