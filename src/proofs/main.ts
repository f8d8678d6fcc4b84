#!/usr/bin/env node
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { FarfieldError } from '../errors/farfieldError.js';
import { auditProofs } from './auditProofs.js';
import { buildVerifiedChecker, canBuildChecker } from './buildVerifiedChecker.js';
import { type Coq, findCoq } from './coq.js';
import { proofsFolder } from './proofsFolder.js';
import type { Audit } from './readAudit.js';
import { renderTheoremGraph } from './renderTheoremGraph.js';

const HELP = `Usage: npm run proofs [-- --check]
       npm run verified-checker [-- --check]

Compiles the formal development from scratch, prints every theorem with its statement and its
axioms, re-checks the compiled files with coqchk, and writes proofs/audit.json and the graph of
which theorem uses which, proofs/theorems.svg. Where ocamlc and js_of_ocaml are installed, the
program made of the verified checker is built again and compared as well.

  --check          leave the files alone and fail if they would change
  --accept         accept statements and definitions that differ from the recorded ones
  --folder FOLDER  audit another copy of proofs/
  --checker-only   no audit, only the verified checker: Coq's extraction and js_of_ocaml

Exit codes: 0 passed; 1 a gap, an unexpected axiom, a missing theorem or a changed statement;
2 no Coq or bad usage.
`;

/** Runs the audit as a command. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      check: { type: 'boolean', default: false },
      accept: { type: 'boolean', default: false },
      folder: { type: 'string', default: proofsFolder() },
      'checker-only': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const coq = findCoq();
  if (!coq) {
    process.stderr.write(
      'proofs: neither coqc nor rocq (with coqchk or rocqchk) is on the PATH; proofs/README.md says how to install them.\n' +
        'The recorded audit, proofs/audit.json, can be read without them.\n',
    );
    return 2;
  }
  if (values['checker-only']) {
    if (canBuildChecker()) return recordChecker(coq, values.folder, values.check);
    process.stderr.write(
      'proofs: ocamlc or js_of_ocaml is not on the PATH; proofs/README.md says how to install them.\n',
    );
    return 2;
  }
  const { findings, audit } = await auditProofs(coq, values.folder, {
    accept: values.accept,
    note: (step) => process.stderr.write(`${step}\n`),
  });
  if (!audit) {
    for (const { place, message } of findings) process.stderr.write(`${place}: ${message}\n`);
    return 1;
  }
  process.stdout.write(listing(audit));
  const status = record(values.folder, audit, values.check);
  if (!canBuildChecker()) {
    process.stderr.write('The verified checker was not built again: no ocamlc or js_of_ocaml.\n');
    return status;
  }
  return Math.max(status, await recordChecker(coq, values.folder, values.check));
}

/** Writes what the audit found, or compares it with what was written. */
function record(folder: string, audit: Audit, check: boolean): number {
  const outputs = {
    'audit.json': `${JSON.stringify(audit, null, 2)}\n`,
    'theorems.svg': renderTheoremGraph(audit),
  };
  const statuses = Object.entries(outputs).map(([name, text]) =>
    recordFile(join(folder, name), text, check, 'npm run proofs'),
  );
  return Math.max(...statuses);
}

/** Builds the verified checker, and writes it or compares it with what was written. */
async function recordChecker(coq: Coq, folder: string, check: boolean): Promise<number> {
  const built = await buildVerifiedChecker(coq, folder);
  if ('problem' in built) {
    process.stderr.write(`verified checker: ${built.problem}\n`);
    return 1;
  }
  const file = join(folder, '..', 'src', 'certificate', 'verified', 'checker.generated.ts');
  if (!existsSync(dirname(file))) return 0;
  return recordFile(file, built.text, check, 'npm run verified-checker');
}

function recordFile(file: string, text: string, check: boolean, command: string): number {
  if (!check) writeFileSync(file, text);
  else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    process.stderr.write(
      `${file}: differs from what its sources give; run "${command}" and commit it\n`,
    );
    return 1;
  }
  return 0;
}

function listing({ theorems }: Audit): string {
  const lines = theorems.flatMap(({ name, file, statement, definition, axioms }) => [
    `${name}  (${file})`,
    ...[statement, ...(definition === undefined ? [] : [definition])]
      .flatMap((text) => text.split('\n'))
      .map((line) => `    ${line}`),
    `  axioms: ${axioms.length === 0 ? 'none' : axioms.join(', ')}`,
    '',
  ]);
  return [...lines, `${theorems.length} theorems, no gaps.`, ''].join('\n');
}

try {
  process.exitCode = await main();
} catch (error) {
  const known =
    error instanceof FarfieldError ||
    (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
  process.stderr.write(`proofs: ${known ? (error as Error).message : (error as Error).stack}\n`);
  process.exitCode = known ? 2 : 3;
}
