import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { InputError } from '../errors/inputError.js';
import { newCommand, terminalOf } from './command.js';

/** Where each adapter lies, beside `dist` and `src`. */
const FILES: Readonly<Record<string, URL>> = {
  python: new URL('../../python/farfield_adapter.py', import.meta.url),
};

/** `farfield adapter`: what a detector in another language needs, as one file. */
export function adapterCommand(): Command {
  return newCommand(
    'adapter',
    'Print a file that puts a detector in another language under the laws of `farfield detect`.',
    'adapter python > farfield_adapter.py',
  )
    .argument('<language>', 'python')
    .action(async (language: string, options) => {
      const file = Object.hasOwn(FILES, language) ? FILES[language] : undefined;
      if (!file) {
        throw new InputError('adapter', [
          {
            code: 'unknown_value',
            path: 'language',
            value: language,
            rule: `must be one of ${Object.keys(FILES).join(', ')}`,
            remedy:
              'or answer one JSON object a line, as `farfield detect --exec` asks: docs/your-detector.md',
          },
        ]);
      }
      const text = await readFile(file, 'utf8');
      terminalOf(options).result({ schemaVersion: 1, language, text }, () => [text.trimEnd()]);
    });
}
