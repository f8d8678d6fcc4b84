import type { SourceFiles } from './sourceFiles.js';
import { stripComments } from './stripComments.js';

/** Something in the sources or in Coq's answers that an audit does not let pass. */
export interface Finding {
  /** Where: a file with its line, or a theorem. */
  readonly place: string;
  readonly message: string;
}

/**
 * Commands that let a statement stand without a proof, or that weaken what Coq checks.
 *
 * `Print Assumptions` sees most of them too; this scan also covers what no theorem uses.
 */
const FORBIDDEN =
  /\b(Admitted|Axioms?|Parameters?|Conjectures?|admit|give_up|bypass_check|Unset\s+(?:Guard|Positivity|Universe)\s+Checking|Declare\s+ML\s+Module|Extract\s+Constant|type_in_type)\b/g;

/** The standard library is named in one file, so that a new release changes one line. */
const LIBRARY = /^\s*From\s+(?:Coq|Stdlib)\s+Require\b/m;

/**
 * Searches the sources for gaps: `Admitted`, axioms, parameters, switched-off checks.
 *
 * @returns one finding per place, in order
 *
 * @example
 * ```ts
 * scanSources({ names: ['A.v'], text: new Map([['A.v', 'Lemma x : False. Admitted.']]) });
 * // [{ place: 'A.v:1', message: '"Admitted" is not allowed: …' }]
 * ```
 */
export function scanSources({ names, text }: SourceFiles): Finding[] {
  return names.flatMap((name, n) => {
    const code = stripComments(text.get(name)!);
    const gaps = [...code.matchAll(FORBIDDEN)].map((match) => ({
      place: `${name}:${code.slice(0, match.index).split('\n').length}`,
      message: `"${match[0]}" is not allowed: every statement needs a full proof`,
    }));
    const library =
      n > 0 && LIBRARY.test(code)
        ? [{ place: name, message: `names the standard library; only ${names[0]} may` }]
        : [];
    return [...gaps, ...library];
  });
}
