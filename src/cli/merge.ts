import { join } from 'node:path';
import type { Command } from 'commander';
import { InputError } from '../errors/inputError.js';
import { mergeEvidence } from '../evidence/mergeEvidence.js';
import { parseEvidence } from '../evidence/parseEvidence.js';
import { isFile } from '../files/isFile.js';
import { readJsonFile } from '../files/readJsonFile.js';
import { writeReports } from '../report/evidenceReports.js';
import { type CommonOptions, newCommand, terminalOf } from './command.js';
import { type MergeAuditOptions, mergeAuditShards } from './mergeAuditShards.js';
import { exitCodeOf, verdictLines } from './verify.js';
import { writeIndex } from './writeIndex.js';

/** `farfield merge`: joins the evidence of shards, or their audits. */
export function mergeCommand(): Command {
  return newCommand(
    'merge',
    'Join what shards of verify or audit wrote into one, as if run at once.',
    'merge reports-1 reports-2 --out reports',
  )
    .argument('<folders...>', 'folders that hold an evidence.json, or the audit.json of a shard')
    .requiredOption('--out <folder>', 'where the joined reports go')
    .option('--baseline <audit.json>', 'of audits: an older audit, as in audit')
    .option('--accept <file>', 'of audits: regressions that are no finding, as in audit')
    .option('--shape <CxHxW>', 'of audits: the inputs are an image: channels, height, width')
    .action(async (folders: string[], options: CommonOptions & MergeAuditOptions) => {
      if ((await kindOf(folders)) === 'audit') return mergeAuditShards(folders, options);
      refuseAuditOptions(options);
      const terminal = terminalOf(options);
      const parts = await Promise.all(
        folders.map(async (folder) => {
          const name = join(folder, 'evidence.json');
          return { name, evidence: parseEvidence(await readJsonFile(name), name) };
        }),
      );
      const evidence = mergeEvidence(parts);
      await writeReports(options.out, evidence);
      await writeIndex(options.out);
      terminal.result(evidence, () => verdictLines(evidence, terminal, options.out));
      process.exitCode = exitCodeOf(evidence);
    });
}

/** What the folders hold: evidence, unless all of them have audits and none has evidence. */
async function kindOf(folders: readonly string[]): Promise<'evidence' | 'audit'> {
  const has = async (file: string) =>
    (await Promise.all(folders.map((folder) => isFile(join(folder, file))))).filter(Boolean).length;
  const [evidence, audits] = [await has('evidence.json'), await has('audit.json')];
  return evidence === 0 && audits > 0 ? 'audit' : 'evidence';
}

function refuseAuditOptions(options: MergeAuditOptions): void {
  for (const option of ['baseline', 'accept', 'shape'] as const) {
    if (options[option] === undefined) continue;
    throw new InputError('merge', [
      {
        code: 'inconsistent',
        path: `--${option}`,
        rule: 'is about audits, and the folders hold evidence',
        remedy: 'leave it out',
      },
    ]);
  }
}
