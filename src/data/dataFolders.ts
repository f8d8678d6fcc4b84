import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InputError } from '../errors/inputError.js';

/** The folder that `farfield data pull` fills: in the XDG cache, or `~/.cache`. */
export function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'farfield');
}

/** Where Debian's packages of data sets (dataset-fashion-mnist) put them. */
const DEBIAN = '/usr/share/datasets';

/** The folders searched for data files, in order. */
export function dataFolders(): string[] {
  const beside = fileURLToPath(new URL('../../../shared/data', import.meta.url));
  return [
    ...(process.env.FARFIELD_DATA ? [process.env.FARFIELD_DATA] : []),
    join(cacheFolder(), 'data'),
    // Beside a working copy; not there for an installed package.
    beside,
    DEBIAN,
  ];
}

/** Where data that needs credentials is applied for, and how its table is made. */
export interface Credentials {
  readonly address: string;
  readonly table: string;
}

/**
 * The path of a data file.
 *
 * @param names - the file names it may have, in order of preference
 * @param origin - the name to pull it by, or where credentials for it are given
 * @throws InputError `not_found` with the command that fetches it, or where to put it
 */
export function findDataFile(names: readonly string[], origin: string | Credentials): string {
  const folders = dataFolders();
  for (const folder of folders) {
    for (const name of names) {
      const path = join(folder, name);
      if (existsSync(path)) return path;
    }
  }
  const own = folders.slice(0, process.env.FARFIELD_DATA ? 2 : 1);
  throw new InputError(names.join(' or '), [
    {
      code: 'not_found',
      path: 'file',
      rule: `is in none of the data folders (${own.join(' or ')})`,
      remedy:
        typeof origin === 'string'
          ? `run \`farfield data pull ${origin}\`, or point FARFIELD_DATA to a folder that has it`
          : `it needs credentials, to be had at ${origin.address}, so it is not downloaded: write ${origin.table} as ${names[0]} into the data folder, or point FARFIELD_DATA to a folder that has it`,
    },
  ]);
}
