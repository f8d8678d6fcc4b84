import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Coq, type CoqOutput, runCoq } from './coq.js';
import { proofsFolder } from './proofsFolder.js';
import { type SourceFiles, sourceFiles } from './sourceFiles.js';

/**
 * Lets Coq check files that {@link coqWitness} wrote.
 *
 * The part of the development they rest on is read once, in a temporary folder: its statements and
 * definitions, not its proofs, which {@link auditProofs} checks.
 *
 * @param witnesses - texts of Coq files
 * @returns what Coq says about each, in order: `ok` means proved, from the theorems of the development
 * @throws Error if the development itself does not compile
 */
export async function checkWitnesses(
  coq: Coq,
  witnesses: readonly string[],
  folder = proofsFolder(),
): Promise<readonly CoqOutput[]> {
  const work = mkdtempSync(join(tmpdir(), 'farfield-witness-'));
  try {
    for (const name of filesBehind(witnesses, sourceFiles(folder))) {
      copyFileSync(join(folder, name), join(work, name));
      const { ok, stderr } = await runCoq(coq.compiler, work, ['-vos', name]);
      if (!ok) throw new Error(`${name} does not compile: ${stderr}`);
    }
    const outputs: CoqOutput[] = [];
    for (const [n, text] of witnesses.entries()) {
      writeFileSync(join(work, `Witness${n}.v`), text);
      outputs.push(await runCoq(coq.compiler, work, ['-vok', `Witness${n}.v`]));
    }
    return outputs;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The files that some texts require, and all that those require, in the order of compilation. */
function filesBehind(texts: readonly string[], { names, text }: SourceFiles): string[] {
  const needed = new Set(texts.flatMap(requiredBy));
  // Later files require earlier ones, so one pass from the end sees every dependency.
  for (const name of [...names].reverse()) {
    if (!needed.has(name)) continue;
    for (const file of requiredBy(text.get(name)!)) needed.add(file);
  }
  return names.filter((name) => needed.has(name));
}

function requiredBy(text: string): string[] {
  return [...text.matchAll(/From Farfield Require Import ([^.]+)\./g)].flatMap(([, modules]) =>
    modules
      .trim()
      .split(/\s+/)
      .map((module) => `${module}.v`),
  );
}
