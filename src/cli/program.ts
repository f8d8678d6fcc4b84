import { Command } from 'commander';
import { TOOL_VERSION } from '../evidence/toolVersion.js';
import { COMMANDS } from './commands.js';

/**
 * The command line, with the commands that are named among the arguments loaded and the others as
 * help lists them; throws instead of ending the process.
 *
 * @param named - the arguments; all commands are loaded if absent
 */
export async function createProgram(named?: readonly string[]): Promise<Command> {
  const program = new Command('farfield')
    .description(
      'Decides, exactly, what piecewise-affine classifiers and their out-of-distribution detectors do infinitely far from the data, and checks every claim of the theory.',
    )
    .version(TOOL_VERSION)
    .configureHelp({ subcommandTerm: (command) => `${command.name()} ${command.usage()}`.trim() })
    .addHelpText(
      'after',
      '\nExit codes: 0 as expected, 1 a finding, 2 bad input or usage, 3 internal error.\n\nExample:\n  $ farfield verify --out reports',
    );
  for (const { name, usage, description, load } of COMMANDS) {
    const asked = named === undefined || named.includes(name);
    program.addCommand(
      asked ? await load(createProgram) : new Command(name).usage(usage).description(description),
    );
  }
  throwInsteadOfExit(program);
  return program;
}

function throwInsteadOfExit(command: Command): void {
  const words = `${command.parent ? 'farfield ' : ''}${command.name()}`;
  command
    .exitOverride()
    .showHelpAfterError(
      `usage: ${words} ${command.usage()}\n\`${words} --help\` explains the options and shows an example`,
    );
  for (const inner of command.commands) throwInsteadOfExit(inner);
}
