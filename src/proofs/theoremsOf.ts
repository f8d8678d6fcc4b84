import { readAudit } from './readAudit.js';
import { type MappedTheorem, theoremMap } from './theoremMap.js';

/** A theorem with its statement and what it means. */
export interface ExplainedTheorem extends MappedTheorem {
  readonly file: string;
  /** As Coq prints it; for a refutation, followed by the refuted claim. */
  readonly statement: string;
  readonly axioms: readonly string[];
}

/**
 * Lists the theorems about a claim, with their statements and what the formal model leaves out.
 *
 * @param claim - the id of a claim; one without theorems gives an empty list
 * @throws InputError as {@link readAudit}
 *
 * @example
 * ```ts
 * theoremsOf('saturation-rate')[0]!.plain; // 'ln(1 - p_k)/t tends to -gamma, …'
 * ```
 */
export function theoremsOf(claim: string): readonly ExplainedTheorem[] {
  shipped ??= explainedTheorems();
  return shipped.filter((theorem) => theorem.claim === claim);
}

/** Those that the package comes with, read once for all claims. */
let shipped: readonly ExplainedTheorem[] | undefined;

function explainedTheorems(): readonly ExplainedTheorem[] {
  const audited = new Map(readAudit().theorems.map((theorem) => [theorem.name, theorem]));
  return theoremMap()
    .filter(({ theorem }) => audited.has(theorem))
    .map((entry) => {
      const { file, statement, definition, axioms } = audited.get(entry.theorem)!;
      return {
        ...entry,
        file,
        statement: definition === undefined ? statement : `${statement}\nwhere ${definition}`,
        axioms,
      };
    });
}
