/** The kernels by the names of their files. */
export const KERNELS: readonly string[];

/** The module that carries the bytes of an assembled kernel, as text. */
export function kernelModule(kernel: string): Promise<string>;
