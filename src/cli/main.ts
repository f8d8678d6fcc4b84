#!/usr/bin/env node
import { runCommandLine } from './runCommandLine.js';

// A reader that goes away (`farfield list | head -1`) is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
// Not awaited: commands, loaded by it, import what stands in one file with this module.
void runCommandLine(process.argv.slice(2)).then((exitCode) => {
  process.exitCode = exitCode;
});
