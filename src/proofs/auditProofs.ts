import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Coq, runCoq } from './coq.js';
import { hashSources } from './hashSources.js';
import { type Answer, queryTheorems } from './queryTheorems.js';
import { AUDIT_VERSION, type Audit, type AuditedTheorem } from './readAudit.js';
import { scanNames } from './scanNames.js';
import { type Finding, scanSources } from './scanSources.js';
import { sourceFiles } from './sourceFiles.js';
import { type MappedTheorem, theoremMap } from './theoremMap.js';
import { type TheoremPlace, theoremPlaces } from './theoremPlaces.js';
import { theoremUses } from './theoremUses.js';
import { hashVocabulary } from './vocabulary.js';

/**
 * The axioms of the classical real numbers of Coq's standard library, and where it states them.
 *
 * A proof may rest on these and on nothing else.
 */
export const ALLOWED_AXIOMS: ReadonlyMap<string, string> = new Map([
  ['classic', 'Logic.Classical_Prop'],
  ['functional_extensionality_dep', 'Logic.FunctionalExtensionality'],
  ['sig_forall_dec', 'Reals.ClassicalDedekindReals'],
  ['sig_not_dec', 'Reals.ClassicalDedekindReals'],
]);

/** How strict an audit is, and who is told about its steps. */
export interface AuditSettings {
  /** Accept statements and definitions that differ from the recorded audit. */
  readonly accept?: boolean;
  /** Told about each step. */
  readonly note?: (step: string) => void;
}

/** What an audit found; `audit` only if it found nothing wrong. */
export interface AuditResult {
  readonly findings: readonly Finding[];
  readonly audit?: Audit;
}

/**
 * Compiles a development from scratch and audits what it proves.
 *
 * In order: the sources are searched for gaps and for names that say nothing; the theorems are compared with `theorems.json`,
 * both ways; everything is compiled in a temporary folder; Coq is asked for every theorem's
 * statement and axioms; both are compared with the audit that the folder records, so that no
 * statement is weakened unnoticed; `coqchk` re-checks the compiled files independently.
 *
 * @throws InputError if the folder's list of files or its map of theorems is malformed
 */
export async function auditProofs(
  coq: Coq,
  folder: string,
  { accept = false, note = () => {} }: AuditSettings = {},
): Promise<AuditResult> {
  const sources = sourceFiles(folder);
  const map = theoremMap(folder);
  const declared = theoremPlaces(sources);
  const before = [...scanSources(sources), ...scanNames(sources), ...compareNames(declared, map)];
  if (before.length > 0) return { findings: before };

  const work = mkdtempSync(join(tmpdir(), 'farfield-proofs-'));
  try {
    for (const name of sources.names) {
      copyFileSync(join(folder, name), join(work, name));
      note(`compiling ${name}`);
      const { ok, stderr } = await runCoq(coq.compiler, work, [name]);
      if (!ok) return { findings: [{ place: name, message: stderr.trim() }] };
    }
    const modules = sources.names.map((name) => name.replace(/\.v$/, ''));
    const names = map.map(({ theorem }) => theorem);
    note('asking for statements and axioms, and checking the compiled files independently');
    const [{ answers, findings }, checked] = await Promise.all([
      queryTheorems(coq, work, modules, names),
      checkCompiled(coq, work, modules),
    ]);
    const vocabularyHash = hashVocabulary(sources);
    const unexpected = [
      ...findings,
      ...map.flatMap((entry) => unexpectedAnswers(entry, answers)),
      ...(accept ? [] : changesOfMeaning(folder, answers, vocabularyHash)),
    ];
    if (unexpected.length > 0) return { findings: unexpected };

    if (checked.length > 0) return { findings: checked };
    const uses = theoremUses(recordedReferences(work, modules), names);
    return {
      findings: [],
      audit: {
        schemaVersion: AUDIT_VERSION,
        sourceHash: hashSources(folder),
        vocabularyHash,
        theorems: map.map((entry) =>
          audited(entry, answers.get(entry.theorem)!, declared, uses.get(entry.theorem)!),
        ),
      },
    };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function compareNames(
  declared: ReadonlyMap<string, TheoremPlace>,
  map: readonly MappedTheorem[],
): Finding[] {
  const mapped = new Set(map.map(({ theorem }) => theorem));
  return [
    ...map
      .filter(({ theorem }) => !declared.has(theorem))
      .map(({ theorem }) => ({
        place: theorem,
        message: 'is named in theorems.json but is no theorem of the development',
      })),
    ...[...declared]
      .filter(([theorem]) => !mapped.has(theorem))
      .map(([theorem, { file }]) => ({
        place: theorem,
        message: `is a theorem of ${file} but is not in theorems.json; a helper is a Lemma`,
      })),
  ];
}

function unexpectedAnswers(
  { theorem, reading }: MappedTheorem,
  answers: ReadonlyMap<string, Answer>,
): Finding[] {
  const answer = answers.get(theorem);
  if (!answer) return [{ place: theorem, message: 'Coq gave no answer about it' }];
  const strange = answer.axioms.filter((axiom) => !isAllowed(axiom));
  return [
    ...strange.map((axiom) => ({
      place: theorem,
      message: `rests on ${axiom}, which is not an axiom of the classical reals`,
    })),
    // A name that promises a refutation must be one, and the other way round.
    ...(theorem.endsWith('_false') !== (answer.statement === `~ ${refutedBy(theorem)}`) ||
    (reading === 'as-printed' && !theorem.endsWith('_false') && isNegation(answer.statement))
      ? [{ place: theorem, message: `its name does not fit its statement, ${answer.statement}` }]
      : []),
  ];
}

/**
 * Where a theorem of the recorded audit now says something else, or its words mean something else.
 *
 * New theorems are welcome; the map already misses those that are gone.
 */
function changesOfMeaning(
  folder: string,
  answers: ReadonlyMap<string, Answer>,
  vocabularyHash: string,
): Finding[] {
  const path = join(folder, 'audit.json');
  if (!existsSync(path)) return [];
  const recorded = JSON.parse(readFileSync(path, 'utf8')) as Partial<Audit>;
  const remedy = 'if that is meant, run "npm run proofs -- --accept" and say so in the change';
  const changed = (recorded.theorems ?? []).flatMap(({ name, statement, definition }) => {
    const answer = answers.get(name);
    return answer && (answer.statement !== statement || answer.definition !== definition)
      ? [{ place: name, message: `its statement differs from the recorded one; ${remedy}` }]
      : [];
  });
  return recorded.vocabularyHash === undefined || recorded.vocabularyHash === vocabularyHash
    ? changed
    : [...changed, { place: 'definitions', message: `differ from the recorded ones; ${remedy}` }];
}

/** What Coq recorded about references while it compiled, by module. */
function recordedReferences(work: string, modules: readonly string[]): Map<string, string> {
  return new Map(
    modules.map((module) => [module, readFileSync(join(work, `${module}.glob`), 'utf8')]),
  );
}

/** Coq qualifies a name only as far as it must, so the end of the path is compared. */
function isAllowed(axiom: string): boolean {
  const parts = axiom.split('.');
  const path = ALLOWED_AXIOMS.get(parts.pop()!);
  return path !== undefined && `.${path}`.endsWith(parts.map((part) => `.${part}`).join(''));
}

/** By convention `some_claim_false` proves `~ some_claim`. */
function refutedBy(theorem: string): string {
  return theorem.replace(/_false$/, '');
}

function isNegation(statement: string): boolean {
  return /^~\s*\w+$/.test(statement);
}

function audited(
  { theorem, claim, reading }: MappedTheorem,
  { statement, definition, axioms }: Answer,
  declared: ReadonlyMap<string, TheoremPlace>,
  uses: readonly string[],
): AuditedTheorem {
  return {
    name: theorem,
    file: declared.get(theorem)!.file,
    statement,
    ...(definition === undefined ? {} : { definition }),
    axioms: axioms.map((axiom) => axiom.split('.').pop()!).sort(),
    uses,
    claim,
    reading,
    verdict: isNegation(statement) ? 'refuted-formally' : 'proved',
  };
}

/** `coqchk` reads the compiled files with a second, smaller kernel and lists all axioms in full. */
async function checkCompiled(
  coq: Coq,
  folder: string,
  modules: readonly string[],
): Promise<Finding[]> {
  const { ok, stdout, stderr } = await runCoq(coq.checker, folder, [
    '-silent',
    '-o',
    ...modules.map((name) => `Farfield.${name}`),
  ]);
  // Coq 8.16 writes the summary to stderr.
  const output = `${stdout}\n${stderr}`.trim();
  const section = output.split(/^\* /m).find((text) => text.startsWith('Axioms:'));
  if (!ok || section === undefined) return [{ place: 'coqchk', message: output }];
  const axioms = section
    .slice('Axioms:'.length)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && line !== '<none>');
  return axioms
    .filter((axiom) => {
      const [library, ...path] = axiom.split('.');
      const name = path.pop() ?? '';
      const home = ALLOWED_AXIOMS.get(name);
      return !['Coq', 'Stdlib', 'Corelib'].includes(library) || home !== path.join('.');
    })
    .map((axiom) => ({ place: 'coqchk', message: `the compiled files rest on ${axiom}` }));
}
