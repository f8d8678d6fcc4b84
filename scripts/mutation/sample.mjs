import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Instrumenter } from '@stryker-mutator/instrumenter';
import { isProse, PROSE } from './prose.mjs';

const nothing = () => {};
/** Nobody listens while mutants are counted. */
const SILENT = {
  ...{ trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing },
  isDebugEnabled: () => false,
};

/** The sources of a folder that are mutated, in the order of their names. */
export function sourcesOf(folder) {
  return readdirSync(join('src', folder), { recursive: true })
    .map((name) => `src/${folder}/${name.replaceAll('\\', '/')}`)
    .filter((name) => /\.ts$/.test(name) && !/\.test\.ts$|\/fixtures\//.test(name))
    .sort();
}

/**
 * A sample of the mutants of some files, each as likely as any other: those whose hashes with the
 * seed are least. A change to one file changes the sample in others by as much as their shares do.
 *
 * @returns mutants as Stryker describes them; lines and columns count from 0
 */
export async function sampleOf(files, size, seed) {
  const { mutants } = await new Instrumenter(SILENT).instrument(
    files.map((name) => ({ name, content: readFileSync(name, 'utf8'), mutate: true })),
    {
      plugins: null,
      excludedMutations: [],
      ignorers: [{ shouldIgnore: (path) => (isProse(path) ? PROSE : undefined) }],
    },
  );
  const seen = new Map();
  return mutants
    .filter(({ status }) => status !== 'Ignored')
    .map((mutant) => {
      const { fileName, replacement, mutatorName, location } = mutant;
      const text = JSON.stringify([fileName, mutatorName, replacement, location]);
      const twin = seen.get(text) ?? 0;
      seen.set(text, twin + 1);
      const rank = createHash('sha256')
        .update(JSON.stringify([seed, text, twin]))
        .digest('hex');
      return { mutant, rank };
    })
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .slice(0, size)
    .map(({ mutant }) => mutant);
}

/** What Stryker is to mutate so that a sample is among it: a range for each place. */
export function rangesOf(sample) {
  return [
    ...new Set(
      sample.map(
        ({ fileName, location: { start, end } }) =>
          `${fileName}:${start.line + 1}:${start.column}-${end.line + 1}:${end.column}`,
      ),
    ),
  ];
}

/** Whether a result of Stryker, whose lines and columns count from 1, is of a sample. */
export function isOf(sample) {
  const keys = new Set(sample.map((mutant) => keyOf(mutant, 1)));
  return (mutant) => keys.has(keyOf({ ...mutant, fileName: relative('.', mutant.fileName) }, 0));
}

/** Whether a part of a file has a place of a sample in it; `loc` has lines from 1, columns from 0. */
export function holdsOneOf(sample, fileName, { start, end }) {
  const file = relative('.', fileName).replaceAll('\\', '/');
  return sample.some(
    ({ fileName, location }) =>
      fileName === file &&
      isBefore(start, { ...location.start, line: location.start.line + 1 }) &&
      isBefore({ ...location.end, line: location.end.line + 1 }, end),
  );
}

function isBefore(a, b) {
  return a.line < b.line || (a.line === b.line && a.column <= b.column);
}

function keyOf({ fileName, mutatorName, replacement, location: { start, end } }, from) {
  const places = [start.line, start.column, end.line, end.column].map((n) => n + from);
  return JSON.stringify([fileName.replaceAll('\\', '/'), mutatorName, replacement, places]);
}
