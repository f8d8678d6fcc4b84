import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Coq, type CoqOutput, runCoq } from './coq.js';
import { proofsFolder } from './proofsFolder.js';
import { type SourceFiles, sourceFiles } from './sourceFiles.js';

const REQUIRE = /^From Farfield Require Import [^.]+\.$/gm;

/** The file that is checked, of a name that no file of the development has. */
const TOGETHER = 'WitnessesTogether';

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
    const outputs: CoqOutput[] = new Array(witnesses.length);
    for (const [required, group] of byRequired(witnesses)) {
      await checkTogether(coq, work, required, witnesses, group, outputs);
    }
    return outputs;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The numbers of the texts that require the same files, by the lines that require them. */
function byRequired(texts: readonly string[]): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const [n, text] of texts.entries()) {
    const required = (text.match(REQUIRE) ?? []).join('\n');
    groups.set(required, [...(groups.get(required) ?? []), n]);
  }
  return groups;
}

/**
 * Checks texts in one file, each a module of it, for Coq takes longer to read what they require than to
 * check one. It stops at the first that is wrong: those after it are checked in a file of their own.
 */
async function checkTogether(
  coq: Coq,
  work: string,
  required: string,
  texts: readonly string[],
  group: readonly number[],
  outputs: CoqOutput[],
): Promise<void> {
  let rest = group;
  while (rest.length > 0) {
    const modules = rest.map(
      (n) => `Module Witness${n}.\n${texts[n].replaceAll(REQUIRE, '')}\nEnd Witness${n}.\n`,
    );
    writeFileSync(join(work, `${TOGETHER}.v`), `${required}\n${modules.join('')}`);
    const output = await runCoq(coq.compiler, work, ['-vok', `${TOGETHER}.v`]);
    const wrong = output.ok ? rest.length : moduleAt(lineOf(output), required, modules);
    for (const n of rest.slice(0, wrong)) outputs[n] = { ok: true, stdout: '', stderr: '' };
    if (wrong < rest.length) outputs[rest[wrong]] = output;
    rest = rest.slice(wrong + 1);
  }
}

/** The line of the error that Coq ended with, counted from 1. */
function lineOf({ stderr }: CoqOutput): number {
  const places = [...stderr.matchAll(new RegExp(`^File "./${TOGETHER}.v", line (\\d+)`, 'gm'))];
  if (places.length === 0) throw new Error(`Coq did not say where it stopped: ${stderr}`);
  return Number(places.at(-1)![1]);
}

/** Which module a line of the file is in: modules follow the lines that require. */
function moduleAt(line: number, required: string, modules: readonly string[]): number {
  let first = required.split('\n').length + 1;
  if (line < first) throw new Error(`what witnesses require cannot be read: line ${line}`);
  for (const [n, module] of modules.entries()) {
    first += module.split('\n').length - 1;
    if (line < first) return n;
  }
  throw new Error(`no witness has the line ${line}`);
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
