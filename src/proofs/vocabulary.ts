import { createHash } from 'node:crypto';
import type { SourceFiles } from './sourceFiles.js';
import { stripComments } from './stripComments.js';

/**
 * Hashes the vocabulary of a development: every definition, with its body, and every hypothesis of
 * a section, without comments and spacing.
 *
 * Statements are pinned one by one as Coq prints them. A statement can also be weakened without a
 * change of its text, by changing what its words mean; that changes this hash. Lemmas, theorems
 * and proofs do not.
 *
 * @returns SHA-256 in hexadecimal
 */
export function hashVocabulary({ names, text }: SourceFiles): string {
  const hash = createHash('sha256');
  for (const name of names) {
    const words = definitions(stripComments(text.get(name)!)).join('\n');
    hash.update(`${name} ${Buffer.byteLength(words)}\n${words}`);
  }
  return hash.digest('hex');
}

/** The sentences that are neither part of a lemma or theorem nor of its proof. */
function definitions(code: string): string[] {
  const kept: string[] = [];
  let skipping = false;
  for (const sentence of code.split(/\.(?=\s|$)/).map((text) => text.replace(/\s+/g, ' ').trim())) {
    if (/^(?:Local |Global )?(?:Lemma|Theorem|Corollary|Fact|Remark)\b/.test(sentence)) {
      skipping = true;
    }
    if (!skipping && sentence !== '') kept.push(sentence);
    if (/^(?:Qed|Defined)$|^Proof .*exact/.test(sentence)) skipping = false;
  }
  return kept;
}
