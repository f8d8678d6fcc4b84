import type { Command } from 'commander';
import { refute } from '../check/refute.js';
import { DEFAULT_SEED, SEARCH_RUNS } from '../check/settings.js';
import { claimById } from '../claims/claimById.js';
import { type CommonOptions, newCommand, terminalOf, wholeNumber } from './command.js';

/** `farfield refute`: searches for a counterexample from scratch. */
export function refuteCommand(): Command {
  return newCommand(
    'refute',
    'Search from scratch for a counterexample to a claim as printed, shrink it, verify it exactly.',
    'refute gradient-vanishes',
  )
    .argument('<claim>', 'a claim of the catalogue; see farfield list')
    .option('--candidates <number>', `how many cases to try (${SEARCH_RUNS})`, wholeNumber)
    .action((id: string, options: CommonOptions & { candidates?: number }) => {
      const terminal = terminalOf(options);
      const claim = claimById(id);
      const found = refute(claim, options.seed ?? DEFAULT_SEED, options.candidates ?? SEARCH_RUNS);
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
