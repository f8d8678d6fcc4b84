import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { proofsFolder } from './proofsFolder.js';
import { sourceFiles } from './sourceFiles.js';

/**
 * Hashes everything an audit depends on: the sources in their order, and the map of theorems.
 *
 * @returns SHA-256 in hexadecimal; equal for equal sources, wherever they lie
 *
 * @example
 * ```ts
 * hashSources() === readAudit().sourceHash; // true unless the proofs changed since the audit
 * ```
 */
export function hashSources(folder = proofsFolder()): string {
  const { names, text } = sourceFiles(folder);
  const hash = createHash('sha256');
  // The length before each text keeps "ab" + "c" apart from "a" + "bc".
  const add = (name: string, content: string) =>
    hash.update(`${name} ${Buffer.byteLength(content)}\n${content}`);
  for (const name of names) add(name, text.get(name)!);
  add('theorems.json', readFileSync(join(folder, 'theorems.json'), 'utf8'));
  return hash.digest('hex');
}
