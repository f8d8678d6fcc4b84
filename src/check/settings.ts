import { InputError } from '../errors/inputError.js';

/** What a run of the suite depends on: the same settings give the same evidence. */
export interface Settings {
  /** A whole number, 0 … 2^32 − 1. */
  readonly seed: number;
  /** Cases generated for each claim. */
  readonly runs: number;
  /**
   * Cases a search may try for a counterexample to a statement expected to be refuted, if that is
   * more than `runs`; `SEARCH_RUNS` if absent.
   */
  readonly candidates?: number;
  /**
   * Whether a check ends with the first thing that is not as expected: a contradiction, a missed
   * control, a counterexample to what is to hold, which is then not shrunk. The evidence is cut short, and what is not
   * as expected in it would not be so in the whole either.
   */
  readonly untilUnexpected?: boolean;
}

/** The seed of the published evidence. */
export const DEFAULT_SEED = 20211211;
/** Enough for every hypothesis to be met often, and done within a minute. */
export const DEFAULT_RUNS = 1000;
/** Candidates a search for a counterexample may try, however few runs are asked for. */
export const SEARCH_RUNS = 10_000;
/** Digits of the high-precision oracle. */
export const PRECISE_DIGITS = 64;
/** Decisions of each reading that the high-precision oracle confirms. */
export const PRECISE_CASES = 40;
/** Decisions of each reading that the float64 oracle confirms, before it takes samples. */
export const FLOAT64_CASES = 1000;

/**
 * Checks settings.
 *
 * @throws InputError `out_of_range`
 */
export function checkSettings(where: string, { seed, runs }: Settings): void {
  const bounds = [
    { path: 'seed', value: seed, least: 0, most: 2 ** 32 - 1 },
    { path: 'runs', value: runs, least: 1, most: 1e9 },
  ];
  const problems = bounds
    .filter(({ value, least, most }) => !Number.isInteger(value) || value < least || value > most)
    .map(({ path, value, least, most }) => ({
      code: 'out_of_range' as const,
      path,
      value,
      rule: `must be a whole number from ${least} to ${most}`,
      remedy: `pass for example --${path} ${path === 'seed' ? DEFAULT_SEED : DEFAULT_RUNS}`,
    }));
  if (problems.length > 0) throw new InputError(where, problems);
}

/**
 * The seed of one search, so that a claim's evidence does not depend on which others
 * run. FNV-1a over the name, mixed with the run's seed.
 */
export function seedFor(seed: number, name: string): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash | 0;
}
