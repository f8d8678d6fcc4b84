import type { Argument, Command, Option } from 'commander';

/** What can follow a command on the command line. */
export interface CompletedCommand {
  readonly name: string;
  readonly description: string;
  readonly options: readonly CompletedOption[];
  /** Words that its first argument may be; empty for any, such as a file. */
  readonly words: readonly string[];
}

/** An option, and what it takes. */
export interface CompletedOption {
  /** With its dashes. */
  readonly flag: string;
  readonly description: string;
  readonly takesValue: boolean;
  /** Words that its value may be; empty for any. */
  readonly choices: readonly string[];
}

/** Every command of a program with its options, as its help lists them. */
export function completionWords(program: Command): CompletedCommand[] {
  return program.commands.map((command) => ({
    name: command.name(),
    description: oneLine(command.description()),
    options: command.options.map(completedOption),
    words: [
      ...command.commands.map((inner) => inner.name()),
      ...wordsOf(command.registeredArguments[0]),
    ],
  }));
}

function completedOption(option: Option): CompletedOption {
  return {
    flag: option.long ?? option.short!,
    description: oneLine(option.description),
    takesValue: option.required || option.optional,
    choices: option.argChoices ?? [],
  };
}

function wordsOf(argument: Argument | undefined): readonly string[] {
  return argument?.argChoices ?? [];
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
