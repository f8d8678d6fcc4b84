import { join } from 'node:path';
import type { Command } from 'commander';
import { mergeEvidence } from '../evidence/mergeEvidence.js';
import { parseEvidence } from '../evidence/parseEvidence.js';
import { readJsonFile } from '../files/readJsonFile.js';
import { writeReports } from '../report/evidenceReports.js';
import { type CommonOptions, newCommand, terminalOf } from './command.js';
import { exitCodeOf, verdictLines } from './verify.js';

/** `farfield merge`: joins the evidence of shards. */
export function mergeCommand(): Command {
  return newCommand(
    'merge',
    'Join the evidence of shards into one, as if run at once.',
    'merge reports-1 reports-2 --out reports',
  )
    .argument('<folders...>', 'folders that hold an evidence.json')
    .requiredOption('--out <folder>', 'where the joined reports go')
    .action(async (folders: string[], options: CommonOptions & { out: string }) => {
      const terminal = terminalOf(options);
      const parts = await Promise.all(
        folders.map(async (folder) => {
          const name = join(folder, 'evidence.json');
          return { name, evidence: parseEvidence(await readJsonFile(name), name) };
        }),
      );
      const evidence = mergeEvidence(parts);
      await writeReports(options.out, evidence);
      terminal.result(evidence, () => verdictLines(evidence, terminal, options.out));
      process.exitCode = exitCodeOf(evidence);
    });
}
