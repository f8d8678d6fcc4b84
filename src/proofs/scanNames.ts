import type { Finding } from './scanSources.js';
import type { SourceFiles } from './sourceFiles.js';
import { stripComments } from './stripComments.js';

/** How many hypotheses of the whole development may say nothing by their names. */
const ANONYMOUS_ALLOWED = 9;

/** How many placeholders may stand in a row. */
const PLACEHOLDERS_ALLOWED = 5;

/** What Coq calls a hypothesis that nobody named: `H`, `H0`, `H12`, `H'`. */
const ANONYMOUS = /(?<![\w'])H\d*'*(?![\w'])/g;

const PLACEHOLDERS = new RegExp(`(?<![\\w'])_(?:\\s+_(?![\\w'])){${PLACEHOLDERS_ALLOWED},}`, 'g');

const DECLARATION =
  /^\s*(?:Lemma|Theorem|Corollary|Example|Definition|Fixpoint|Inductive|Record|Fact|Remark|Ltac)\s+(\w+)/gm;

/**
 * Holds a development to its grammar of names: hypotheses are named by what they say, and arguments
 * that Coq can infer are implicit or named rather than rows of placeholders.
 *
 * A name counts once for each declaration that uses it, wherever it is bound: by `intros`,
 * `destruct`, `assert`, a binder of the statement.
 *
 * @param sources - the files of the development, comments and all
 * @returns one finding per row of placeholders; and, if more hypotheses than allowed are anonymous,
 *   one for each of them
 *
 * @example
 * ```ts
 * scanNames({ names: ['A.v'], text: new Map([['A.v', 'Proof. intros H. exact (f _ _ H). Qed.']]) });
 * // []: one is allowed
 * ```
 */
export function scanNames({ names, text }: SourceFiles): Finding[] {
  const rows: Finding[] = [];
  const anonymous: Finding[] = [];
  for (const name of names) {
    const code = stripComments(text.get(name)!);
    const lineOf = (index: number) => code.slice(0, index).split('\n').length;
    for (const match of code.matchAll(PLACEHOLDERS)) {
      const length = match[0].split(/\s+/).length;
      rows.push({
        place: `${name}:${lineOf(match.index)}`,
        message: `${length} placeholders in a row, more than ${PLACEHOLDERS_ALLOWED}: make the arguments implicit, or name the one that is given`,
      });
    }
    for (const { declaration, start, end } of declarationsOf(code)) {
      const seen = new Set<string>();
      for (const match of code.slice(start, end).matchAll(ANONYMOUS)) {
        if (seen.has(match[0])) continue;
        seen.add(match[0]);
        anonymous.push({
          place: `${name}:${lineOf(start + match.index)}`,
          message: `"${match[0]}" in ${declaration} says nothing: name the hypothesis by what it says`,
        });
      }
    }
  }
  return anonymous.length > ANONYMOUS_ALLOWED ? [...rows, ...anonymous] : rows;
}

/** The declarations of a file with their proofs; what stands before the first is one, too. */
function declarationsOf(code: string): { declaration: string; start: number; end: number }[] {
  const starts = [...code.matchAll(DECLARATION)].map(({ index, 1: declaration }) => ({
    declaration,
    start: index,
  }));
  const all = [{ declaration: 'the beginning', start: 0 }, ...starts];
  return all.map((one, n) => ({ ...one, end: all[n + 1]?.start ?? code.length }));
}
