/**
 * `npm run mutation [-- exact uncertainty …]`: how many small faults the tests of a folder notice.
 *
 * Each folder has its report, `reports/mutation/FOLDER.html`, and its record of what was killed,
 * `reports/mutation/FOLDER.json`, from which the next run goes on.
 */
import { join } from 'node:path';
import { Stryker } from '@stryker-mutator/core';
import { FOLDERS } from './folders.mjs';

const named = process.argv.slice(2);
const unknown = named.filter((folder) => !(folder in FOLDERS));
if (unknown.length > 0) {
  process.stderr.write(`mutation: ${unknown} must be among ${Object.keys(FOLDERS).join(', ')}\n`);
  process.exit(2);
}
for (const folder of named.length > 0 ? named : Object.keys(FOLDERS)) {
  const reports = join('reports', 'mutation');
  process.env.MUTATION_FOLDER = folder;
  await new Stryker({
    configFile: join('scripts', 'mutation', 'stryker.config.json'),
    mutate: [...FOLDERS[folder].mutate, '!src/**/*.test.ts', '!src/**/fixtures/**'],
    incrementalFile: join(reports, `${folder}.json`),
    htmlReporter: { fileName: join(reports, `${folder}.html`) },
    jsonReporter: { fileName: join(reports, `${folder}.json`) },
    tempDirName: `.stryker-tmp/${folder}`,
  }).runMutationTest();
}
