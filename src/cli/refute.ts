import { basename, dirname } from 'node:path';
import type { Command } from 'commander';
import { type Refutation, refute } from '../check/refute.js';
import { DEFAULT_SEED, SEARCH_RUNS } from '../check/settings.js';
import { claimById } from '../claims/claimById.js';
import { InputError } from '../errors/inputError.js';
import { writeTogether } from '../files/writeTogether.js';
import {
  coqWitness,
  type LogitCounterexample,
  type RayCounterexample,
  WITNESSED_CLAIMS,
} from '../proofs/witness.js';
import { type CommonOptions, newCommand, positiveNumber, terminalOf } from './command.js';

interface RefuteOptions extends CommonOptions {
  readonly candidates?: number;
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
    .option('--coq <file>', 'also write the counterexample as a theorem for Coq to check')
    .action(async (id: string, options: RefuteOptions) => {
      const terminal = terminalOf(options);
      const claim = claimById(id);
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
          : `is not among the claims whose counterexamples Coq can check: ${WITNESSED_CLAIMS.join(', ')}`,
        remedy: claim ? 'try more candidates' : 'leave the option out',
      },
    ]);
  }
  const counterexample = found.counterexample as unknown as RayCounterexample | LogitCounterexample;
  const text = coqWitness(claim, counterexample);
  await writeTogether(dirname(path), [{ name: basename(path), text }]);
}
