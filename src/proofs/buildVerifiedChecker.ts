import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { INTEGER_OPERATIONS } from '../certificate/verified/integers.js';
import { type Coq, isProgram, runCoq } from './coq.js';

/** What the program is made from, apart from definitions of Coq's standard library. */
const SOURCES = [
  'CertificateChecker.v',
  'GuardChecker.v',
  'extraction/Extract.v',
  'extraction/integers.ml',
  'extraction/bridge.ml',
];
/** The sources name the standard library through this file. */
const LIBRARY = 'Basics.v';

/** Either the program, as the text of a module, or why there is none. */
export type BuiltChecker = { readonly text: string } | { readonly problem: string };

/**
 * Hashes the sources of the verified checker.
 *
 * @param folder - the formal development, `proofs/`
 * @returns SHA-256 in hexadecimal
 */
export function verifiedCheckerHash(folder: string): string {
  const hash = createHash('sha256');
  for (const name of SOURCES) {
    const content = readFileSync(join(folder, name), 'utf8');
    hash.update(`${name} ${Buffer.byteLength(content)}\n${content}`);
  }
  return hash.digest('hex');
}

/** Whether the programs that make JavaScript of the checker are here, beside Coq. */
export function canBuildChecker(path = process.env.PATH ?? ''): boolean {
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  return ['ocamlc', 'js_of_ocaml'].every((program) =>
    folders.some((folder) => isProgram(join(folder, program))),
  );
}

/**
 * Makes the verified checker a module of JavaScript: Coq's extraction to OCaml, then js_of_ocaml,
 * without the runtime of either.
 *
 * The module's `load(runtime)` runs the program over a runtime that has the operations on whole
 * numbers, `INTEGER_OPERATIONS`, and takes what `bridge.ml` provides. A program that needs more is
 * refused. The same sources and tools give the same text.
 *
 * @param folder - the formal development, `proofs/`
 */
export async function buildVerifiedChecker(coq: Coq, folder: string): Promise<BuiltChecker> {
  const work = mkdtempSync(join(tmpdir(), 'farfield-checker-'));
  try {
    for (const name of [LIBRARY, ...SOURCES]) {
      copyFileSync(join(folder, name), join(work, name.replace(/.*\//, '')));
    }
    for (const name of [LIBRARY, 'CertificateChecker.v', 'GuardChecker.v', 'Extract.v']) {
      const { ok, stderr } = await runCoq(coq.compiler, work, [name]);
      if (!ok) return { problem: `${name}: ${stderr.trim()}` };
    }
    const parts = ['integers.ml', 'checker.ml', 'bridge.ml'];
    const program = parts.map((name) => readFileSync(join(work, name), 'utf8')).join('\n');
    writeFileSync(join(work, 'verified.ml'), program);
    // An empty interface: what nothing provides is left out of the program.
    writeFileSync(join(work, 'verified.mli'), '');
    const run = (command: string, ...args: string[]) => runIn(work, command, args);
    await run('ocamlc', '-c', 'verified.mli');
    await run('ocamlc', '-w', '-a', '-c', 'verified.ml');
    await run('js_of_ocaml', ...'--no-runtime --pretty verified.cmo -o verified.js'.split(' '));
    const code = readFileSync(join(work, 'verified.js'), 'utf8').trimEnd();
    const strange = notProvided(code);
    if (strange.length > 0) return { problem: `the program needs ${strange.join(', ')}` };
    const versions = [
      `Coq ${(await run(coq.compiler[0]!, '--version')).match(/version (\S+)/)?.[1]}`,
      `OCaml ${(await run('ocamlc', '-version')).trim()}`,
      `js_of_ocaml ${(await run('js_of_ocaml', '--version')).trim()}`,
    ];
    return { text: moduleOf(code, verifiedCheckerHash(folder), versions.join(', ')) };
  } catch (error) {
    return { problem: (error as Error).message };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * What a program asks of its runtime beyond the operations on whole numbers and the hand-over.
 *
 * @param code - JavaScript, as js_of_ocaml writes it
 * @returns the names, each once
 */
export function notProvided(code: string): string[] {
  const names = [...code.matchAll(/\b(?:runtime\.|caml_)(\w+)/g)].map(([all]) =>
    all.replace('runtime.', ''),
  );
  return [...new Set(names)].filter(
    (name) =>
      !(name in INTEGER_OPERATIONS) &&
      !name.startsWith('provide_') &&
      name !== 'caml_register_global',
  );
}

function moduleOf(code: string, hash: string, tools: string): string {
  return `// @ts-nocheck
// Made from proofs/CertificateChecker.v, GuardChecker.v and extraction by "npm run verified-checker"; not
// to be edited.

/** SHA-256 of the sources. */
export const SOURCE_HASH = '${hash}';

/** What made this program. */
export const TOOLS = '${tools}';

/** Runs the program; it hands what it has to the runtime's functions provide_…. */
export function load(jsoo_runtime: object): void {
const globalThis = { jsoo_runtime };
${code}
}
`;
}

function runIn(cwd: string, command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, args, { cwd, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${command}: ${stderr.trim() || error.message}`));
      else resolve(stdout);
    });
  });
}
