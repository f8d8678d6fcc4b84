/**
 * `npm run mutation [-- exact src/uncertainty/softmax.ts …]`: how many small faults in a folder, or in
 * one file of it, its tests notice.
 *
 * Each has its report, `reports/mutation/NAME.html`, and its record of what was killed,
 * `reports/mutation/NAME.json`, from which the next run goes on. Ends with 1 where an entry of the
 * list of equivalent mutants is wrong.
 */
import { join, relative } from 'node:path';
import { Stryker } from '@stryker-mutator/core';
import { FOLDERS } from './folders.mjs';
import { originalOf, percent, scoreOf } from './score.mjs';

const folderOf = (name) => (name in FOLDERS ? name : /^src\/(\w+)\/.+\.ts$/.exec(name)?.[1]);
const named = process.argv.slice(2);
const unknown = named.filter((name) => !(folderOf(name) in FOLDERS));
if (unknown.length > 0) {
  const known = Object.keys(FOLDERS).join(', ');
  process.stderr.write(`mutation: ${unknown} must be among ${known}, or a file in one of them\n`);
  process.exit(2);
}
for (const name of named.length > 0 ? named : Object.keys(FOLDERS)) {
  const folder = folderOf(name);
  const record = join('reports', 'mutation', name.replaceAll('/', '-'));
  process.env.MUTATION_FOLDER = folder;
  const mutate = name === folder ? FOLDERS[folder].mutate : [name];
  const results = await new Stryker({
    configFile: join('scripts', 'mutation', 'stryker.config.json'),
    mutate: [...mutate, '!src/**/*.test.ts', '!src/**/fixtures/**'],
    incrementalFile: `${record}.json`,
    htmlReporter: { fileName: `${record}.html` },
    jsonReporter: { fileName: `${record}.json` },
    tempDirName: `.stryker-tmp/${record}`,
  }).runMutationTest();
  tell(scoreOf(results));
}

function tell({ files, survivors, wrong }) {
  for (const mutant of survivors) {
    const { location, replacement } = mutant;
    const fileName = relative('.', mutant.fileName);
    const [before, after] = [originalOf(mutant), replacement].map((text) => JSON.stringify(text));
    say(`${fileName}:${location.start.line}: ${before} replaced by ${after}: unnoticed`);
  }
  const total = { noticed: 0, unnoticed: 0, equivalent: 0 };
  for (const [file, row] of files) {
    for (const key of Object.keys(total)) total[key] += row[key];
    say(`${percent(row)}  ${relative('.', file)}: ${words(row)}`);
  }
  say(`${percent(total)}  in all: ${words(total)}`);
  for (const { file, original, replacement, why } of wrong) {
    say(`${file}: ${original} replaced by ${replacement} is listed as equivalent, but ${why}`);
    process.exitCode = 1;
  }
}

function words({ noticed, unnoticed, equivalent }) {
  return `${noticed} noticed, ${unnoticed} unnoticed, ${equivalent} equivalent`;
}

function say(line) {
  process.stdout.write(`${line}\n`);
}
