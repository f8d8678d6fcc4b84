import { InvalidArgumentError } from 'commander';

/** Reads `i/n`, part i of n. */
export function shardOption(text: string): { index: number; of: number } {
  const parts = /^(\d+)\/(\d+)$/.exec(text);
  if (parts) return { index: Number(parts[1]), of: Number(parts[2]) };
  throw new InvalidArgumentError('must be i/n, for example 1/2.');
}
