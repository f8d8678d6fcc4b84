/** As much of WebAssembly's interface as the kernel needs: no library of types has it for every platform. */
interface WebAssemblyInterface {
  readonly Memory: new (size: { initial: number; maximum: number }) => LinearMemory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) => { readonly exports: unknown };
}

/** The memory of a WebAssembly module. */
export interface LinearMemory {
  readonly buffer: ArrayBuffer;
  /** @param pages - of 65,536 bytes */
  grow(pages: number): number;
}

/** WebAssembly as this platform has it. @throws TypeError, when taken apart, where it has none */
export function webAssembly(): WebAssemblyInterface {
  return (globalThis as unknown as { WebAssembly: WebAssemblyInterface }).WebAssembly;
}
