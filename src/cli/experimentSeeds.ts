import { InputError } from '../errors/inputError.js';

/** More repetitions than anybody has the time for. */
const MOST_SEEDS = 1000;

/**
 * The seeds of an experiment's repetitions, counting from the first.
 *
 * @param where - the command, for the message
 * @throws InputError `out_of_range` for more than a thousand
 */
export function experimentSeeds(where: string, repetitions: number, first = 0): number[] {
  if (repetitions <= MOST_SEEDS) return Array.from({ length: repetitions }, (_, k) => first + k);
  throw new InputError(where, [
    {
      code: 'out_of_range',
      path: 'seeds',
      value: repetitions,
      rule: `must be at most ${MOST_SEEDS}`,
      remedy: 'pass for example --seeds 3',
    },
  ]);
}
