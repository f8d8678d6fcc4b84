import { type Command, InvalidArgumentError, type Option } from 'commander';
import { InputError } from '../errors/inputError.js';
import type { AuditConfig } from './configFile.js';

/** What a configuration calls otherwise than the command line. */
const RENAMED: Readonly<Record<string, string>> = { policies: 'failOn' };

/**
 * The options of a command with those of a configuration in the place of what the command line does
 * not give: the command line wins. Values are read as the command line's are.
 *
 * @param from - the configuration's file, for messages
 * @throws InputError for a value that the option does not take
 */
export function withConfig<Options extends object>(
  command: Command,
  config: AuditConfig,
  from: string,
): Options {
  const options: Record<string, unknown> = { ...command.opts() };
  for (const [key, value] of Object.entries(config)) {
    const name = RENAMED[key] ?? key;
    const option = command.options.find((one) => one.attributeName() === name);
    const source = command.getOptionValueSource(name);
    if (!option || source === 'cli' || isReplaced(command, name)) continue;
    options[name] = read(option, value, `${from}: audit.${key}`);
  }
  return options as Options;
}

/** Options that say the same in two ways: one on the command line replaces the other of a file. */
const ALIKE: readonly (readonly string[])[] = [
  ['rays', 'directions', 'scaleAll'],
  ['exec', 'module'],
];

function isReplaced(command: Command, name: string): boolean {
  return ALIKE.some(
    (names) =>
      names.includes(name) && names.some((other) => command.getOptionValueSource(other) === 'cli'),
  );
}

function read(option: Option, value: unknown, where: string): unknown {
  if (typeof value === 'boolean') return value;
  const typed = Array.isArray(value) ? value.join(',') : String(value);
  if (!option.parseArg) return typed;
  try {
    return option.parseArg(typed, undefined);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    const rule = error.message.replace(/\.$/, '');
    throw new InputError(where, [
      { code: 'malformed', path: 'value', value, rule, remedy: 'mend it' },
    ]);
  }
}
