import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Coq, type CoqOutput, runCoq } from './coq.js';
import { proofsFolder } from './proofsFolder.js';
import { type SourceFiles, sourceFiles } from './sourceFiles.js';

const REQUIRE = /^From Farfield Require Import ([^.]+)\.$/gm;

/** The development as one file, and the file that is checked: of names that no file of it has. */
const DEVELOPMENT = 'DevelopmentTogether';
const TOGETHER = 'WitnessesTogether';

/** How a proof by computing ends: with the value that what is left has for a right witness. */
const END = 'vm_cast_no_check (eq_refl true). Qed.';

/** A text that {@link coqWitness} wrote. */
export interface Witness {
  readonly text: string;
  /** Whether it is thought to prove its theorem. Says how to ask, not what the answer is. */
  readonly thoughtRight: boolean;
}

/** What Coq says about a witness. */
export interface WitnessAnswer {
  /** Whether its theorem is proved, from the theorems of the development. */
  readonly ok: boolean;
  /** What it computes to, if it is wrong and was thought so; else the error, if there is one. */
  readonly says: string;
}

/**
 * Lets Coq check files that {@link coqWitness} wrote.
 *
 * The part of the development they rest on is read once, in a temporary folder: its statements and
 * definitions, not its proofs, which {@link auditProofs} checks, file by file.
 *
 * Coq stops at the first error. A witness that is thought wrong is therefore asked whether what it has
 * to compute fails to be true, and one whose answer is not the one that was thought costs a run of Coq.
 *
 * @returns what Coq says about each, in order
 * @throws Error if the development itself does not compile
 */
export async function checkWitnesses(
  coq: Coq,
  witnesses: readonly Witness[],
  folder = proofsFolder(),
): Promise<readonly WitnessAnswer[]> {
  const work = mkdtempSync(join(tmpdir(), 'farfield-witness-'));
  try {
    const name = `${DEVELOPMENT}.v`;
    writeFileSync(join(work, name), together(witnesses, sourceFiles(folder)));
    const { ok, stderr } = await runCoq(coq.compiler, work, ['-vos', name]);
    if (!ok) throw new Error(`the development does not compile: ${stderr}`);
    const answers: WitnessAnswer[] = new Array(witnesses.length);
    for (const [required, group] of byRequired(witnesses)) {
      await checkGroup(coq, work, required, witnesses, group, answers);
    }
    return answers;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * The files that some texts rest on, each a module of one file: Coq takes longer to read the library of
 * real numbers, which each needs, than to read what one states.
 */
function together(witnesses: readonly Witness[], files: SourceFiles): string {
  return filesBehind(
    witnesses.map(({ text }) => text),
    files,
  )
    .map((name) => {
      const module = name.replace(/\.v$/, '');
      return `Module ${module}.\n${importing(files.text.get(name)!)}\nEnd ${module}.\n`;
    })
    .join('');
}

/** A text that takes the files it requires from the file that has them as modules. */
function importing(text: string): string {
  return text.replaceAll(/From Farfield Require Import ([^.]+)\./g, 'Import $1.');
}

/** The numbers of the texts that require the same files, by the lines that require them. */
function byRequired(witnesses: readonly Witness[]): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const [n, { text }] of witnesses.entries()) {
    const required = (text.match(REQUIRE) ?? []).join('\n');
    groups.set(required, [...(groups.get(required) ?? []), n]);
  }
  return groups;
}

/** Checks texts in one file, each a module of it, and goes on after one that is not what was thought. */
async function checkGroup(
  coq: Coq,
  work: string,
  required: string,
  witnesses: readonly Witness[],
  group: readonly number[],
  answers: WitnessAnswer[],
): Promise<void> {
  const heading = `From Farfield Require Import ${DEVELOPMENT}.\n${importing(required)}`;
  let rest = group.map((n) => ({ n, ...witnesses[n] }));
  while (rest.length > 0) {
    const modules = rest.map(({ n, text, thoughtRight }) => {
      const body = text.replaceAll(REQUIRE, '');
      return `Module Witness${n}.\n${thoughtRight ? body : expectedToFail(n, body)}\nEnd Witness${n}.\n`;
    });
    writeFileSync(join(work, `${TOGETHER}.v`), `${heading}\n${modules.join('')}`);
    const output = await runCoq(coq.compiler, work, ['-vok', `${TOGETHER}.v`]);
    const stop = output.ok ? rest.length : moduleAt(lineOf(output), heading, modules);
    const computed = computedValues(output);
    for (const { n, thoughtRight } of rest.slice(0, stop)) {
      answers[n] = { ok: thoughtRight, says: thoughtRight ? '' : computed.get(n)! };
    }
    if (stop === rest.length) return;
    const { n, text, thoughtRight } = rest[stop];
    if (thoughtRight) answers[n] = { ok: false, says: output.stderr };
    // It did not fail where it was thought to: what it says is not known until it is asked itself.
    const again = thoughtRight ? [] : [{ n, text, thoughtRight: true }];
    rest = [...again, ...rest.slice(stop + 1)];
  }
}

/** The text of a witness that is asked to compute something else than true, after it said what. */
function expectedToFail(n: number, text: string): string {
  if (!text.includes(END)) throw new Error(`witness ${n} is not proved by computing:\n${text}`);
  return text.replace(
    END,
    `vm_compute. match goal with |- ?left => idtac "witness ${n}:" left end. Fail reflexivity. Abort.`,
  );
}

/** What each witness that was thought wrong says it computed to. */
function computedValues({ stdout }: CoqOutput): Map<number, string> {
  return new Map(
    [...stdout.matchAll(/^witness (\d+): (.*)$/gm)].map(([, n, left]) => [Number(n), left]),
  );
}

/** The line of the error that Coq ended with, counted from 1. */
function lineOf({ stderr }: CoqOutput): number {
  const places = [...stderr.matchAll(new RegExp(`^File "./${TOGETHER}.v", line (\\d+)`, 'gm'))];
  if (places.length === 0) throw new Error(`Coq did not say where it stopped: ${stderr}`);
  return Number(places.at(-1)![1]);
}

/** Which module a line of the file is in: modules follow the lines that require. */
function moduleAt(line: number, heading: string, modules: readonly string[]): number {
  let first = heading.split('\n').length + 1;
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
