import { Command, InvalidArgumentError } from 'commander';
import { Terminal } from './terminal.js';

/** Options every command takes. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly seed?: number;
}

/**
 * A command with the common options and an example in its help.
 *
 * @param example - what a user would type, without `farfield`
 */
export function newCommand(name: string, description: string, example: string): Command {
  return new Command(name)
    .description(description)
    .option('--json', 'write the result to stdout as JSON, and nothing else there')
    .option('--seed <number>', 'seed of everything random', wholeNumber)
    .option('--quiet', 'no progress and no notes')
    .addHelpText('after', `\nExample:\n  $ farfield ${example}`);
}

/** The terminal that the common options ask for. */
export function terminalOf({ json, quiet }: CommonOptions): Terminal {
  return new Terminal(json === true, quiet === true);
}

/** Reads a whole number option. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new InvalidArgumentError('must be a whole number of at least 0.');
}

/** Reads a whole number option of which 0 makes no sense. */
export function positiveNumber(text: string): number {
  if (/^\s*0+\s*$/.test(text))
    throw new InvalidArgumentError('must be a whole number of at least 1.');
  return wholeNumber(text);
}

/** Reads a finite number option. */
export function finiteNumber(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('must be a finite number.');
}

/** Reads `1,-2.5,3e4` as numbers. */
export function numberList(text: string): number[] {
  return text.split(',').map((part) => {
    const value = Number(part);
    if (part.trim() !== '' && Number.isFinite(value)) return value;
    throw new InvalidArgumentError(
      `must be finite numbers separated by commas; ${JSON.stringify(part)} is not one.`,
    );
  });
}

/** Reads a number between 0 and 1. */
export function share(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && value < 1) return value;
  throw new InvalidArgumentError('must be a number between 0 and 1, such as 0.01.');
}

/** Reads `a,b` as names. */
export function nameList(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
