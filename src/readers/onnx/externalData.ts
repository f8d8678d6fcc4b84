import type { Beside } from '../beside.js';
import { Refusal } from '../lowering/refusal.js';
import type { TensorProto } from './decodeModel.js';

/** The largest tensor read, half a thousand million float32 numbers. */
const MOST_BYTES = 2 ** 31;

/**
 * Reads the numbers a tensor keeps in a file beside the model.
 *
 * @param beside - the files that belong to the model
 * @param size - the number of bytes the tensor needs
 * @throws Refusal when the file is elsewhere, missing or too short
 */
export function readExternalData(tensor: TensorProto, beside: Beside, size: number): Uint8Array {
  const entries = new Map(tensor.externalData.map(({ key, value }) => [key, value]));
  const path = `initializer "${tensor.name}".external_data`;
  const offset = Number(entries.get('offset') ?? 0);
  const length = Number(entries.get('length') ?? size);
  if (!Number.isSafeInteger(offset) || offset < 0 || length !== size) {
    throw new Refusal(
      'inconsistent',
      `has offset ${entries.get('offset')} and length ${entries.get('length')}; its shape needs ${size} bytes`,
      'export the model again',
      { path },
    );
  }
  const part = { location: entries.get('location') ?? '', offset, length };
  return beside(part, MOST_BYTES, `${path}.location`);
}
