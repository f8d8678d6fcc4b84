/** An error of farfield's own. `exitCode` is what the command line ends with. */
export abstract class FarfieldError extends Error {
  abstract readonly code: string;
  abstract readonly exitCode: number;
}
