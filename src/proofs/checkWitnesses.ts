import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Coq, type CoqOutput, runCoq } from './coq.js';
import { proofsFolder } from './proofsFolder.js';
import { type SourceFiles, sourceFiles } from './sourceFiles.js';

/**
 * Lets Coq check files that {@link coqWitness} wrote.
 *
 * The part of the development they rest on is compiled once, in a temporary folder.
 *
 * @param witnesses - texts of Coq files
 * @returns what Coq says about each, in order: `ok` means proved
 * @throws Error if the development itself does not compile
 */
export async function checkWitnesses(
  coq: Coq,
  witnesses: readonly string[],
  folder = proofsFolder(),
): Promise<readonly CoqOutput[]> {
  const work = mkdtempSync(join(tmpdir(), 'farfield-witness-'));
  try {
    for (const name of filesBehind('Counterexamples.v', sourceFiles(folder))) {
      copyFileSync(join(folder, name), join(work, name));
      const { ok, stderr } = await runCoq(coq.compiler, work, [name]);
      if (!ok) throw new Error(`${name} does not compile: ${stderr}`);
    }
    const outputs: CoqOutput[] = [];
    for (const [n, text] of witnesses.entries()) {
      writeFileSync(join(work, `Witness${n}.v`), text);
      outputs.push(await runCoq(coq.compiler, work, [`Witness${n}.v`]));
    }
    return outputs;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** A file and all it requires, in the order in which they compile. */
function filesBehind(file: string, { names, text }: SourceFiles): string[] {
  const needed = new Set([file]);
  // Later files require earlier ones, so one pass from the end sees every dependency.
  for (const name of [...names].reverse()) {
    if (!needed.has(name)) continue;
    for (const [, modules] of text.get(name)!.matchAll(/From Farfield Require Import ([^.]+)\./g)) {
      for (const module of modules!.trim().split(/\s+/)) needed.add(`${module}.v`);
    }
  }
  return names.filter((name) => needed.has(name));
}
