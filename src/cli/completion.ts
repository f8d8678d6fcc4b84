import { Argument, type Command } from 'commander';
import { type CommonOptions, newCommand, terminalOf } from './command.js';
import { SHELLS } from './completionScripts.js';
import { completionWords } from './completionWords.js';

/**
 * `farfield completion`: commands and options for the Tab key of a shell.
 *
 * @param whole - makes the command line with all its commands
 */
export function completionCommand(whole: () => Promise<Command>): Command {
  return newCommand(
    'completion',
    'Print what lets a shell complete commands and options.',
    'completion bash >> ~/.bashrc',
  )
    .addArgument(new Argument('<shell>', 'the shell').choices(Object.keys(SHELLS)))
    .action(async (shell: string, options: CommonOptions) => {
      const text = SHELLS[shell](completionWords(await whole()));
      terminalOf(options).result({ schemaVersion: 1, shell, text }, () => [text.trimEnd()]);
    });
}
