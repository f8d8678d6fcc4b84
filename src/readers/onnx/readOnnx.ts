import { InputError } from '../../errors/inputError.js';
import type { Network } from '../../network/network.js';
import { type Beside, besideGiven } from '../beside.js';
import type { ReadOptions } from '../readOptions.js';
import { BatchMixed } from './batchAxis.js';
import { toNumber } from './decodeModel.js';
import { type GraphInput, readingsOf } from './graphInput.js';
import { lowerGraph } from './lowerGraph.js';
import { namesProbabilities } from './namesProbabilities.js';
import { openModel } from './openModel.js';

/**
 * Reads an ONNX model as a network.
 *
 * Weights are the exact numbers stored; what follows from them is kept as it is. The batch is one
 * point. A softmax or a sigmoid at the end is taken off, label outputs are passed over; `notes` says
 * so, and everything else that was changed.
 *
 * @param bytes - the file's content
 * @param where - the name for messages
 * @param beside - the files with external weights; none if absent
 * @throws InputError with every operator that is not read, or every fault found
 *
 * @example
 * ```ts
 * const network = readOnnx(await readFile('model.onnx'), 'model.onnx');
 * network.inputSize; // the entries of one point, without the batch
 * ```
 */
export function readOnnx(
  bytes: Uint8Array,
  where: string,
  beside: Beside = besideGiven({}),
  options: ReadOptions = {},
): Network {
  const { proto, graph, chosen, head, ordered, inputs } = openModel(bytes, where, options);
  const notes = [...chosen.notes, ...head.notes];
  if (inputs.length > 1) {
    const names = inputs.map(({ name }) => `"${name}"`).join(', ');
    notes.push(`The inputs ${names} were joined in this order.`);
  }
  const output = proto.output.find(({ name }) => name === chosen.name);
  const declared = toNumber(output?.type?.tensorType?.shape?.dim[0]?.dimValue ?? 0);
  const isProbability = head.link === 'none' && namesProbabilities(graph, chosen.name);
  const work = { graph, ordered, head, isProbability, notes, beside, where, options };
  const lower = (reading: readonly GraphInput[], follow: boolean) =>
    lowerGraph({ ...work, inputs: reading, follow });
  const [batched, whole] = readingsOf(inputs, where);
  const fixed = batched[0].batch > 1;
  if (options.batch === 'none') return lower(whole, false);
  if (options.batch === 'first' || !fixed) return lower(batched, false);
  return readFixedBatch(
    () => lower(batched, true),
    () => lower(whole, false),
    declared === 0 || declared === batched[0].batch,
  );
}

/**
 * A first axis of fixed length is a batch if nothing mixes it and the output has as many rows;
 * otherwise the whole input is one point.
 */
function readFixedBatch(
  batched: () => Network,
  whole: () => Network,
  fitsOutput: boolean,
): Network {
  let found: { readonly network: Network } | { readonly error: InputError };
  try {
    found = { network: batched() };
  } catch (error) {
    if (error instanceof BatchMixed) return whole();
    if (!(error instanceof InputError)) throw error;
    found = { error };
  }
  if ('network' in found && fitsOutput) return found.network;
  try {
    return whole();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    if ('network' in found) return found.network;
    // The error of a reading that only does not fit its shapes hides nothing of the other's.
    throw error.problems.every(({ code }) => code === 'shape_mismatch') ? found.error : error;
  }
}
