import { proofsFolder } from './proofsFolder.js';
import { type SourceFiles, sourceFiles } from './sourceFiles.js';
import { stripComments } from './stripComments.js';

/** Where a theorem is stated. */
export interface TheoremPlace {
  /** The file of the development: `Tail.v`. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/**
 * Every `Theorem` of a development with its place: by convention these and only these are on the map.
 *
 * @throws InputError as {@link sourceFiles}
 */
export function theoremPlaces(
  { names, text }: SourceFiles = sourceFiles(proofsFolder()),
): ReadonlyMap<string, TheoremPlace> {
  const places = new Map<string, TheoremPlace>();
  for (const file of names) {
    const code = stripComments(text.get(file)!);
    let line = 1;
    let counted = 0;
    for (const { 1: theorem, index } of code.matchAll(/^[^\S\n]*Theorem\s+(\w+)/gm)) {
      for (; counted < index; counted++) if (code[counted] === '\n') line++;
      places.set(theorem, { file, line });
    }
  }
  return places;
}
