/** The module that carries the bytes of the assembled kernel, as text. */
export function kernelModule(): Promise<string>;
