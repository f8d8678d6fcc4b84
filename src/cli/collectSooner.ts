import { setFlagsFromString } from 'node:v8';

/**
 * Lets the heaps of this process grow by a fifth before old objects are collected, where V8 may let
 * them grow fourfold. What an audit makes lives shortly, so that this costs no time that could be
 * measured, and every thread takes less memory. For a command, whose process is its own.
 */
export function collectSooner(): void {
  setFlagsFromString('--heap-growing-percent=20');
}
