import { InputError } from '../errors/inputError.js';
import type { Problem } from '../errors/problem.js';
import { readTextTable, refuse, type TextTable } from './textTable.js';

/**
 * Reads an ARFF file with dense rows: `@attribute` names become columns, cells stay text.
 *
 * @throws InputError `malformed` with the line for a declaration that cannot be read, `missing`
 *   without `@data` or attributes, `unsupported` for sparse rows; as `readTextTable` for the rows
 *
 * @example
 * ```ts
 * readArff('@relation r\n@attribute a numeric\n@data\n1\n', 'r.arff').columns; // ['a']
 * ```
 */
export function readArff(text: string, file: string): TextTable {
  const lines = text.split(/\r?\n/);
  const columns: string[] = [];
  const problems: Problem[] = [];
  let dataLine: number | null = null;
  for (let n = 0; n < lines.length && dataLine === null; n++) {
    const line = lines[n].trim();
    if (line === '' || line.startsWith('%')) continue;
    if (/^@relation\b/i.test(line)) continue;
    if (/^@data\b/i.test(line)) {
      dataLine = n;
      continue;
    }
    const attribute = /^@attribute\s+(?:'([^']+)'|"([^"]+)"|(\S+))\s+\S/i.exec(line);
    if (attribute) columns.push(attribute[1] ?? attribute[2] ?? attribute[3]);
    else {
      problems.push({
        code: 'malformed',
        path: `line ${n + 1}, column 1`,
        value: line,
        rule: 'must be @relation, @attribute NAME TYPE or @data',
        remedy: 'mend the declaration',
      });
    }
  }
  if (dataLine === null || columns.length === 0) {
    problems.push({
      code: 'missing',
      path: dataLine === null ? '@data' : '@attribute',
      rule: 'must be declared',
      remedy: 'fetch the file again: it may be cut short',
    });
  }
  refuse(file, problems);
  const rows = lines.slice(dataLine! + 1).map((line) => (/^\s*%/.test(line) ? '' : line));
  const sparse = rows.findIndex((line) => line.trimStart().startsWith('{'));
  if (sparse !== -1) {
    throw new InputError(file, [
      {
        code: 'unsupported',
        path: `line ${dataLine! + 2 + sparse}, column 1`,
        rule: 'is a sparse row',
        remedy: 'write every value of the row',
      },
    ]);
  }
  return readTextTable(rows.join('\n'), file, {
    delimiter: ',',
    columns,
    firstLine: dataLine! + 2,
  });
}
