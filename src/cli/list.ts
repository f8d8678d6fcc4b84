import type { Command } from 'commander';
import { CLAIMS } from '../claims/registry.js';
import { proofsOf } from '../proofs/proofsOf.js';
import { type CommonOptions, newCommand, terminalOf } from './command.js';
import { sourceOf } from './sourceOf.js';

/** `farfield list`: the catalogue. */
export function listCommand(): Command {
  return newCommand('list', 'List the claims and what is expected of each.', 'list').action(
    (options: CommonOptions) => {
      const terminal = terminalOf(options);
      const entries = CLAIMS.map(({ id, title, source, asPrinted, repaired }) => ({
        id,
        title,
        source,
        expected: { asPrinted: asPrinted.expected, repaired: repaired?.expected ?? null },
        proof: proofsOf(id),
      }));
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
