import { basename, dirname } from 'node:path';
import type { Command } from 'commander';
import { refuteRobustly } from '../check/checkGeneric.js';
import { type Refutation, refute } from '../check/refute.js';
import { DEFAULT_RUNS, DEFAULT_SEED, SEARCH_RUNS } from '../check/settings.js';
import type { AnyClaim } from '../claims/claim.js';
import { claimById } from '../claims/claimById.js';
import { InputError } from '../errors/inputError.js';
import type { ArguedEvidence } from '../evidence/evidence.js';
import { isUnexpectedGeneric } from '../evidence/warnings.js';
import { writeTogether } from '../files/writeTogether.js';
import { theoremsOf } from '../proofs/theoremsOf.js';
import {
  coqWitness,
  type LogitCounterexample,
  type RayCounterexample,
  WITNESSED_CLAIMS,
} from '../proofs/witness.js';
import { genericCases, genericWords } from '../report/genericWords.js';
import { type CommonOptions, newCommand, positiveNumber, terminalOf } from './command.js';
import type { Terminal } from './terminal.js';

interface RefuteOptions extends CommonOptions {
  readonly candidates?: number;
  readonly robust?: boolean;
  readonly coq?: string;
}

/** `farfield refute`: searches for a counterexample from scratch. */
export function refuteCommand(): Command {
  return newCommand(
    'refute',
    'Search from scratch for a counterexample to a claim as printed, shrink it, verify it exactly.',
    'refute gradient-vanishes',
  )
    .argument('<claim>', 'a claim of the catalogue; see farfield list')
    .option('--candidates <number>', `how many cases to try (${SEARCH_RUNS})`, positiveNumber)
    .option('--robust', 'ask for a counterexample all of whose neighbours are counterexamples too')
    .option('--coq <file>', 'also write the counterexample as a theorem for Coq to check')
    .action(async (id: string, options: RefuteOptions) => {
      const terminal = terminalOf(options);
      const claim = claimById(id);
      if (options.robust) {
        robustly(claim, options, terminal);
        return;
      }
      const found = refute(claim, options.seed ?? DEFAULT_SEED, options.candidates ?? SEARCH_RUNS);
      if (options.coq !== undefined) await writeCoq(options.coq, id, found);
      terminal.result(found, () => {
        if (!found.counterexample) {
          return [`None of ${found.candidates} candidates is a counterexample to ${id}.`];
        }
        return [
          terminal.paint('bold', `${claim.title} (${claim.source.paper}, ${claim.source.label})`),
          claim.asPrinted.plain,
          '',
          terminal.paint('bold', 'A counterexample'),
          ...found.explanation.map((line) => `  ${line}`),
          '',
          `Found after ${found.candidates} candidates, shrunk in ${found.shrinks} steps, and ${found.verifiedExactly ? 'verified in exact arithmetic from its recorded values' : terminal.paint('red', 'NOT VERIFIED')}.`,
        ];
      });
      const asExpected =
        claim.asPrinted.expected === 'refuted'
          ? found.counterexample !== null && found.verifiedExactly
          : found.counterexample === null;
      process.exitCode = asExpected ? 0 : 1;
    });
}

/** The third reading: a box of counterexamples, or the hyperplanes they live on. */
function robustly(claim: AnyClaim, options: RefuteOptions, terminal: Terminal): void {
  if (options.coq !== undefined) {
    throw new InputError('refute', [
      {
        code: 'inconsistent',
        path: '--coq',
        value: options.coq,
        rule: 'writes a counterexample as printed, and --robust asks for another',
        remedy: 'leave one of the two out',
      },
    ]);
  }
  const found = refuteRobustly(
    claim,
    options.seed ?? DEFAULT_SEED,
    options.candidates ?? (claim.generic?.kind === 'heads' ? DEFAULT_RUNS : SEARCH_RUNS),
  );
  terminal.result(found, () => [
    terminal.paint('bold', `${claim.title} (${claim.source.paper}, ${claim.source.label})`),
    claim.asPrinted.plain,
    '',
    terminal.paint('bold', `In general: ${genericWords(found)}`),
    ...(found.witness?.explanation ?? []).map((line) => `  ${line}`),
    ...(found.radius === null
      ? []
      : [`  θ_0: the numbers above. For every θ with ‖θ − θ_0‖_∞ ≤ ${found.radius}:`]),
    `  ${found.statement}`,
    ...found.hyperplanes.map((plane) => `  The counterexample as printed lies on ${plane}.`),
    ...arguedLines(found.asArgued),
    '',
    genericCases(found),
  ]);
  process.exitCode = isUnexpectedGeneric(found) ? 1 : 0;
}

function arguedLines(found: ArguedEvidence | undefined): string[] {
  if (!found) return [];
  const near = found.radius === null ? 'no such box was found' : `r = ${found.radius}`;
  return [
    '',
    `As its proof argues (${near}): ${found.statement}`,
    ...(found.witness?.explanation ?? []).map((line) => `  ${line}`),
  ];
}

/**
 * Writes the counterexample as a Coq file whose one theorem says that it is one.
 *
 * @throws InputError `unsupported` for a claim without a formal check of counterexamples, `missing`
 *   if none was found
 */
async function writeCoq(path: string, id: string, found: Refutation): Promise<void> {
  const claim = WITNESSED_CLAIMS.find((witnessed) => witnessed === id);
  if (!claim || !found.counterexample) {
    throw new InputError('refute', [
      {
        code: claim ? 'missing' : 'unsupported',
        path: '--coq',
        value: id,
        rule: claim
          ? 'has no counterexample to write'
          : `has no formal check of its counterexamples: ${whyNot(id)}`,
        remedy: claim ? 'try more candidates' : insteadOf(id),
      },
    ]);
  }
  const counterexample = found.counterexample as unknown as RayCounterexample | LogitCounterexample;
  const text = coqWitness(claim, counterexample);
  await writeTogether(dirname(path), [{ name: basename(path), text }]);
}

/** Why Coq cannot check what a search finds against a claim. */
function whyNot(id: string): string {
  const { kind, asPrinted } = claimById(id);
  if (asPrinted.expected !== 'refuted') return 'it holds as printed';
  switch (kind) {
    case 'curve':
      return 'they are curves, and the check is of networks along rays';
    case 'detector':
      return 'they are data that a detector is fitted to, and the check is of networks along rays';
    default:
      return 'none has been written';
  }
}

function insteadOf(id: string): string {
  const refuted = theoremsOf(id).find(
    ({ reading, theorem }) => reading === 'as-printed' && theorem.endsWith('_false'),
  );
  return refuted
    ? `leave the option out; ${refuted.theorem} (proofs/${refuted.file}) proves another`
    : 'leave the option out';
}
