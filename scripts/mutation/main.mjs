/**
 * `npm run mutation [-- exact src/uncertainty/softmax.ts … [--sample 200] [--seed 1]]`: how many small
 * faults in a folder, or in one file of it, its tests notice: all there are, or a sample of them.
 *
 * Each has its report, `reports/mutation/NAME.html`, and its record of what was killed,
 * `reports/mutation/NAME.json`, from which the next run of all goes on. Ends with 1 where an entry of
 * the list of equivalent mutants is wrong.
 */
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { FOLDERS } from './folders.mjs';
import { mutateOnly } from './ignorers.mjs';
import { isOf, rangesOf, sampleOf, sourcesOf } from './sample.mjs';
import { interval, originalOf, percent, scoreOf } from './score.mjs';

const folderOf = (name) => (name in FOLDERS ? name : /^src\/(\w+)\/.+\.ts$/.exec(name)?.[1]);
const { positionals: named, values } = givenArguments();
const unknown = named.filter((name) => !(folderOf(name) in FOLDERS));
if (unknown.length > 0) {
  const known = Object.keys(FOLDERS).join(', ');
  refuse(`${unknown} must be among ${known}, or a file in one of them`);
}
for (const option of ['sample', 'seed']) {
  if (!/^([1-9]\d*)?$/.test(values[option] ?? '')) {
    refuse(`--${option} must be a whole number from 1, and is ${values[option]}`);
  }
}
for (const name of named.length > 0 ? named : Object.keys(FOLDERS)) {
  const folder = folderOf(name);
  const files = name === folder ? sourcesOf(folder) : [name];
  const size = values.sample;
  const sample = size ? await sampleOf(files, Number(size), values.seed) : null;
  const record = join(
    ...['reports', 'mutation', name.replaceAll('/', '-') + (size ? `-sample-${values.seed}` : '')],
  );
  process.env.MUTATION_FOLDER = folder;
  mutateOnly(sample);
  const results = await new Stryker({
    configFile: join('scripts', 'mutation', 'stryker.config.json'),
    mutate: sample ? rangesOf(sample) : files,
    incremental: sample === null,
    incrementalFile: `${record}.json`,
    htmlReporter: { fileName: `${record}.html` },
    jsonReporter: { fileName: `${record}.json` },
    tempDirName: `.stryker-tmp/${record}`,
  }).runMutationTest();
  tell(scoreOf(sample ? results.filter(isOf(sample)) : results), sample !== null);
}

function givenArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { sample: { type: 'string' }, seed: { type: 'string', default: '1' } },
    });
  } catch ({ message }) {
    return refuse(message);
  }
}

function tell({ files, survivors, wrong }, sampled) {
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
  const of = sampled ? `of a sample; of all ${interval(total)} with 95 % confidence` : 'in all';
  say(`${percent(total)}  ${of}: ${words(total)}`);
  for (const { file, original, replacement, why } of wrong) {
    say(`${file}: ${original} replaced by ${replacement} is listed as equivalent, but ${why}`);
    process.exitCode = 1;
  }
}

function words({ noticed, unnoticed, equivalent }) {
  return `${noticed} noticed, ${unnoticed} unnoticed, ${equivalent} equivalent`;
}

function refuse(why) {
  process.stderr.write(`mutation: ${why}\n`);
  process.exit(2);
}

function say(line) {
  process.stdout.write(`${line}\n`);
}
