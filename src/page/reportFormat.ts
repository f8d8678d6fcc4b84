import { InputError } from '../errors/inputError.js';
import type { NamedText } from '../files/writeTogether.js';

/** Writes a result in one format. A pure function of it: the same result gives the same bytes. */
export interface ReportFormat<Result> {
  readonly fileName: string;
  write(result: Result): string | Promise<string>;
}

/**
 * A result in several formats, for `writeTogether` to write all or none of them.
 *
 * @param only - names of the files wanted; all if absent
 * @throws InputError `unknown_value` for the name of a file that there is none of
 */
export async function reportFiles<Result>(
  result: Result,
  formats: readonly ReportFormat<Result>[],
  only: readonly string[] = formats.map(({ fileName }) => fileName),
): Promise<NamedText[]> {
  const names = formats.map(({ fileName }) => fileName);
  const unknown = only.filter((name) => !names.includes(name));
  if (unknown.length > 0 || only.length === 0) {
    throw new InputError('reports', [
      {
        code: only.length === 0 ? 'empty' : 'unknown_value',
        path: 'only',
        value: unknown[0] ?? only,
        rule: `must be among ${names.join(', ')}`,
        remedy: 'leave it out for all',
      },
    ]);
  }
  const files: NamedText[] = [];
  for (const { fileName, write } of formats) {
    if (only.includes(fileName)) files.push({ name: fileName, text: await write(result) });
  }
  return files;
}
