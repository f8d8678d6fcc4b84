import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Coq, runCoq } from './coq.js';
import type { Finding } from './scanSources.js';

/** What Coq answers about a theorem. */
export interface Answer {
  readonly statement: string;
  readonly definition?: string;
  /** Names as Coq qualifies them. */
  readonly axioms: readonly string[];
}

/** Questions are asked in this many processes: most of the time goes into `Print Assumptions`. */
const PROCESSES = 2;

/**
 * Asks Coq for statement and axioms of theorems of a compiled development.
 *
 * @param folder - holds the compiled files; the questions are written there
 * @param modules - the development's files without `.v`
 * @returns the answers by name; a name that Coq does not know gives a finding
 */
export async function queryTheorems(
  coq: Coq,
  folder: string,
  modules: readonly string[],
  theorems: readonly string[],
): Promise<{ answers: ReadonlyMap<string, Answer>; findings: readonly Finding[] }> {
  const shares = Array.from({ length: PROCESSES }, (_, n) =>
    theorems.filter((_, m) => m % PROCESSES === n),
  );
  const outputs = await Promise.all(
    shares.map((share, n) => {
      const file = `Questions${n}.v`;
      writeFileSync(join(folder, file), questions(modules, share));
      return runCoq(coq.compiler, folder, [file]);
    }),
  );
  const answers = new Map(outputs.flatMap(({ stdout }) => parseAnswers(stdout)));
  const findings = outputs
    .filter(({ ok }) => !ok)
    .map(({ stderr }) => ({ place: 'questions about theorems', message: stderr.trim() }));
  return { answers, findings };
}

/** A Coq file that prints each theorem between marks. */
function questions(modules: readonly string[], theorems: readonly string[]): string {
  const mark = (text: string) => `Goal True. idtac "@@ ${text}". exact I. Qed.`;
  return [
    `From Farfield Require Import ${modules.join(' ')}.`,
    'Set Printing Width 100.',
    ...theorems.flatMap((theorem) => [
      mark(`statement ${theorem}`),
      `Check ${theorem}.`,
      ...(theorem.endsWith('_false')
        ? [mark(`definition ${theorem}`), `Print ${theorem.replace(/_false$/, '')}.`]
        : []),
      mark(`axioms ${theorem}`),
      `Print Assumptions ${theorem}.`,
    ]),
    '',
  ].join('\n');
}

function parseAnswers(output: string): [string, Answer][] {
  const parts = new Map<string, string>();
  for (const part of output.split(/^@@ /m).slice(1)) {
    const end = part.indexOf('\n');
    parts.set(part.slice(0, end).trim(), part.slice(end + 1).trimEnd());
  }
  const theorems = [...parts.keys()]
    .filter((key) => key.startsWith('axioms '))
    .map((key) => key.slice('axioms '.length));
  return theorems.map((theorem) => {
    const definition = parts.get(`definition ${theorem}`);
    return [
      theorem,
      {
        statement: outdent(parts.get(`statement ${theorem}`)!.replace(/^\S+\s*:\s*/, '')),
        // Coq adds the definition's type, and the scopes of its arguments after a blank line.
        ...(definition === undefined
          ? {}
          : { definition: outdent(definition.split(/\n\s*\n|\n\s+: Prop/)[0]) }),
        axioms: parseAxioms(parts.get(`axioms ${theorem}`)!),
      },
    ];
  });
}

/** The names at the start of a line; their types are indented or follow a colon. */
function parseAxioms(text: string): string[] {
  if (text.startsWith('Closed under the global context')) return [];
  return text
    .split('\n')
    .filter((line) => /^\S/.test(line) && line.trim() !== 'Axioms:')
    .map((line) => line.split(/\s/)[0]);
}

/** Removes the indentation that all lines after the first share. */
function outdent(text: string): string {
  const [first, ...rest] = text.split('\n');
  const depths = rest.filter((line) => line.trim()).map((line) => line.search(/\S/));
  const depth = Math.min(...depths, Number.MAX_SAFE_INTEGER);
  return [first, ...rest.map((line) => line.slice(Math.min(depth, line.length)))].join('\n').trim();
}
