import type { Command } from 'commander';
import { replay } from '../check/replay.js';
import { parseEvidence } from '../evidence/parseEvidence.js';
import { readJsonFile } from '../files/readJsonFile.js';
import { type CommonOptions, newCommand, terminalOf } from './command.js';

/** `farfield replay`: decides a recorded counterexample again. */
export function replayCommand(): Command {
  return newCommand(
    'replay',
    'Decide a recorded counterexample again, from its recorded values alone.',
    'replay reports/evidence.json gradient-vanishes',
  )
    .argument('<evidence>', 'an evidence.json')
    .argument('<claim>', 'a claim it records a counterexample to')
    .action(async (path: string, id: string, options: CommonOptions) => {
      const terminal = terminalOf(options);
      const replays = replay(parseEvidence(await readJsonFile(path), path), id, path);
      terminal.result(replays.length === 1 ? replays[0] : replays, () =>
        replays.flatMap(({ reading, counterexample, verifiedExactly }) => [
          `${id}, ${reading === 'asPrinted' ? 'as printed' : 'as repaired'}: ${
            verifiedExactly
              ? terminal.paint('green', 'fails on the recorded values, decided exactly')
              : terminal.paint('red', 'does not fail on the recorded values')
          }`,
          `  ${counterexample.reason}`,
        ]),
      );
      process.exitCode = replays.every(({ verifiedExactly }) => verifiedExactly) ? 0 : 1;
    });
}
