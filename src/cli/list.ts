import type { Command } from 'commander';
import { proofsOf } from '../proofs/proofsOf.js';
import { catalogue } from './catalogue.js';
import { type CommonOptions, newCommand, terminalOf } from './command.js';
import { sourceOf } from './sourceOf.js';

/** `farfield list`: the catalogue. */
export function listCommand(): Command {
  return newCommand('list', 'List the claims and what is expected of each.', 'list').action(
    async (options: CommonOptions) => {
      const terminal = terminalOf(options);
      const claims = await catalogue();
      const entries = claims.map((claim) => ({ ...claim, proof: proofsOf(claim.id) }));
      terminal.result(entries, () =>
        terminal.table([
          ['claim', 'source', 'as printed', 'as repaired', 'what it says'],
          ...entries.map((entry) => [
            entry.id,
            sourceOf(entry),
            entry.expected.asPrinted,
            entry.expected.repaired ?? '–',
            entry.title,
          ]),
        ]),
      );
    },
  );
}
