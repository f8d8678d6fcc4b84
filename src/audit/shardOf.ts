import { InputError } from '../errors/inputError.js';

/** Part `index` of `of`, from 1. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/**
 * The directions of a shard: next to each other, as many as the others have or one more.
 *
 * @param total - how many directions there are
 * @throws InputError `out_of_range` for a part there is not, or one that would be empty
 */
export function shardRange({ index, of }: Shard, total: number): { first: number; end: number } {
  const place = { path: '--shard', value: `${index}/${of}` };
  if (!(of >= 1 && index >= 1 && index <= of)) {
    throw new InputError('audit', [
      {
        code: 'out_of_range',
        ...place,
        rule: 'must be i/n with i from 1 to n',
        remedy: 'count parts from 1',
      },
    ]);
  }
  if (of > total) {
    throw new InputError('audit', [
      {
        code: 'empty',
        ...place,
        rule: `leaves parts without a direction: there are ${total}`,
        remedy: `take at most ${total} parts`,
      },
    ]);
  }
  const start = (part: number) => Math.floor((part * total) / of);
  return { first: start(index - 1), end: start(index) };
}
