import { InputError } from '../../../errors/inputError.js';
import type { Shape } from '../lowering/tensor.js';
import { toNumber, type ValueInfoProto } from './decodeModel.js';

/** How the network's input is read. */
export interface GraphInput {
  readonly name: string;
  /** With the batch, if there is one, as 1. */
  readonly shape: Shape;
  /** The batch size the file fixes; 1 if it fixes none. */
  readonly batch: number;
}

/**
 * The ways to read an input's shape, the likelier first.
 *
 * The first of several axes is the batch: unknown, 1, or a fixed number that is read as 1. Only
 * when such a fixed number is not also the first length of the output may the axis be none, as in
 * models that multiply a column vector from the left.
 *
 * @param outputLength - the declared first length of the output, 0 if unknown
 * @throws InputError `missing`, `out_of_range` when a length cannot be known
 */
export function readingsOf(
  input: ValueInfoProto,
  outputLength: number,
  where: string,
): readonly GraphInput[] {
  const { name } = input;
  const dimensions = input.type?.tensorType?.shape?.dim;
  if (!dimensions) {
    throw new InputError(where, [
      {
        code: 'missing',
        path: `graph.input "${name}".shape`,
        rule: 'must be given: without it the number of inputs is unknown',
        remedy: 'export the model with the shape of its input',
      },
    ]);
  }
  const lengths = dimensions.map(({ dimValue, dimParam }) => (dimParam ? -1 : toNumber(dimValue)));
  const batched = lengths.length > 1;
  const problems = lengths.flatMap((length, axis) =>
    (axis === 0 && batched) || length >= 1
      ? []
      : [
          {
            code: 'out_of_range' as const,
            path: `graph.input "${name}".shape[${axis}]`,
            value: dimensions[axis].dimParam || length,
            rule: 'must be a fixed length of at least 1; only the batch may be open',
            remedy: 'export the model with a fixed input size',
          },
        ],
  );
  if (problems.length > 0) throw new InputError(where, problems.slice(0, 50));
  if (!batched) return [{ name, shape: lengths, batch: 1 }];
  const batch = Math.max(1, lengths[0]);
  const withBatch = { name, shape: [1, ...lengths.slice(1)], batch };
  const whole = { name, shape: lengths, batch: 1 };
  if (batch === 1) return [withBatch];
  return outputLength === batch ? [withBatch] : [withBatch, whole];
}
