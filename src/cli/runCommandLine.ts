import { CommanderError } from 'commander';
import { FarfieldError } from '../errors/farfieldError.js';
import { createProgram } from './program.js';

/**
 * Runs the command line, and turns whatever is thrown into a message on stderr and an exit code.
 *
 * @param args - what follows `farfield` in a shell
 * @returns 0 as expected, 1 a finding, 2 bad input or usage, 3 an internal error
 *
 * @example
 * process.exitCode = await runCommandLine(['list', '--json']);
 */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  // Commands say by it that they have a finding.
  process.exitCode = undefined;
  try {
    const program = await createProgram(args);
    await program.parseAsync(args, { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    return report(error);
  }
}

function report(error: unknown): number {
  // Commander has printed its message; help and version are no errors.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof FarfieldError) {
    process.stderr.write(`farfield: ${error.message}\n`);
    return error.exitCode;
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`farfield: internal error, please report it\n${detail}\n`);
  return 3;
}
