import { InputError } from '../../errors/inputError.js';
import type { Problem } from '../../errors/problem.js';
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
 * The two ways to read the inputs: the first of several axes as the batch, read as 1, or as an axis
 * like the others. A batch that is open or 1 is read as 1 either way.
 *
 * @throws InputError `missing`, `out_of_range` when a length cannot be known, `inconsistent` when
 *   inputs have different batches
 */
export function readingsOf(
  inputs: readonly ValueInfoProto[],
  where: string,
): readonly [batched: readonly GraphInput[], whole: readonly GraphInput[]] {
  const problems: Problem[] = [];
  const shapes = inputs.map((input) => lengthsOf(input, problems));
  const batches = new Set(shapes.map((lengths) => (lengths.length > 1 ? batchOf(lengths) : 1)));
  if (batches.size > 1) {
    problems.push({
      code: 'inconsistent',
      path: 'graph.input',
      value: [...batches],
      rule: 'must have one batch size',
      remedy: 'export the model with an open batch',
    });
  }
  if (problems.length > 0) throw new InputError(where, problems.slice(0, 50));
  const read = (batched: boolean) =>
    inputs.map(({ name }, k): GraphInput => {
      const lengths = shapes[k];
      if (lengths.length < 2) return { name, shape: lengths, batch: 1 };
      const batch = batchOf(lengths);
      return batched || batch === 1
        ? { name, shape: [1, ...lengths.slice(1)], batch }
        : { name, shape: lengths, batch: 1 };
    });
  return [read(true), read(false)];
}

/** A first axis that is open, which is stored as a name, 0 or nothing, is one point. */
function batchOf(lengths: Shape): number {
  return Math.max(1, lengths[0]);
}

/** The lengths of an input's axes, −1 for those that are open. */
function lengthsOf(input: ValueInfoProto, problems: Problem[]): Shape {
  const { name } = input;
  const dimensions = input.type?.tensorType?.shape?.dim;
  if (!dimensions) {
    problems.push({
      code: 'missing',
      path: `graph.input "${name}".shape`,
      rule: 'must be given: without it the number of inputs is unknown',
      remedy: 'export the model with the shape of its input',
    });
    return [];
  }
  const lengths = dimensions.map(({ dimValue, dimParam }) => (dimParam ? -1 : toNumber(dimValue)));
  lengths.forEach((length, axis) => {
    if ((axis === 0 && lengths.length > 1) || length >= 1) return;
    problems.push({
      code: 'out_of_range',
      path: `graph.input "${name}".shape[${axis}]`,
      value: dimensions[axis].dimParam || length,
      rule: 'must be a fixed length of at least 1; only the batch may be open',
      remedy: 'export the model with a fixed input size',
    });
  });
  return lengths;
}
