import { setFlagsFromString } from 'node:v8';

/**
 * Has functions of this process run longer before V8 optimizes them, and fewer calls written out within
 * each. Verification calls some two thousand functions, each often but not for long: optimizing them as
 * soon as V8 would took a fifth to a third of all processor time, again on every thread. For a command,
 * whose process is its own.
 */
export function compileLater(): void {
  for (const flag of COMPILE_LATER) setFlagsFromString(flag);
}

/** Node 22 and later count calls instead, and refuse the flag. */
const HAS_BUDGET = Number.parseInt(process.versions.node, 10) < 22;

/** The flags of V8 that it takes: also those of the processes that run tests. */
export const COMPILE_LATER = [
  ...(HAS_BUDGET ? ['--interrupt-budget=1000000'] : []),
  '--max-inlined-bytecode-size=200',
  '--max-inlined-bytecode-size-cumulative=200',
];
