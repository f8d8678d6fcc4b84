#!/usr/bin/env node
import { CommanderError } from 'commander';
import { FarfieldError } from '../errors/farfieldError.js';
import { createProgram } from './program.js';

/** Runs the command line and turns whatever is thrown into a message and an exit code. */
async function main(): Promise<void> {
  // A reader that goes away (`farfield list | head -1`) is no error of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  try {
    const program = await createProgram(process.argv.slice(2));
    await program.parseAsync(process.argv);
  } catch (error) {
    process.exitCode = report(error);
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

// Not awaited: commands, loaded by it, import what stands in one file with this module.
void main();
