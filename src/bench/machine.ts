import { availableParallelism, cpus, totalmem } from 'node:os';
import { type KernelName, matrixKernel } from '../kernel/kernelMemory.js';

/** What measurements were made on. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGigabytes: number;
  readonly platform: string;
  readonly node: string;
  /** What matrix products run on. */
  readonly kernel: KernelName;
}

/** The machine this process runs on. */
export function machine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGigabytes: Math.round(totalmem() / 1e9),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
    kernel: matrixKernel(),
  };
}
