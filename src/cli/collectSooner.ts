import { setFlagsFromString } from 'node:v8';

/**
 * Lets the heaps of this process grow by a fifth before old objects are collected, where V8 may let
 * them grow fourfold. What an audit makes lives shortly, so that every thread takes less memory, in times
 * that differ by no more than those of one run and the next. For a command, whose process is its own.
 */
export function collectSooner(): void {
  setFlagsFromString('--heap-growing-percent=20');
}
