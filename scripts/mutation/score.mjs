import { readFileSync } from 'node:fs';

/** Mutants that change nothing anybody can see, each with the reason. */
const EQUIVALENT = JSON.parse(readFileSync(new URL('equivalent.json', import.meta.url), 'utf8'));

const NOTICED = new Set(['Killed', 'Timeout']);
const UNNOTICED = new Set(['Survived', 'NoCoverage']);

/**
 * What the tests noticed of the mutants of some files.
 *
 * Mutants that do not compile or load, and those of prose, are no faults. One that lives and is
 * listed as equivalent is none either; one that is listed and was killed is not equivalent.
 *
 * @param results - of a run of Stryker
 * @returns counts for each file and in all, the survivors, and entries of the list that are wrong
 */
export function scoreOf(results) {
  const files = new Map();
  const survivors = [];
  const wrong = [];
  for (const mutant of results) {
    if (!NOTICED.has(mutant.status) && !UNNOTICED.has(mutant.status)) continue;
    const row = files.get(mutant.fileName) ?? { noticed: 0, unnoticed: 0, equivalent: 0 };
    files.set(mutant.fileName, row);
    const listed = EQUIVALENT.find((entry) => isSame(entry, mutant));
    if (NOTICED.has(mutant.status)) {
      row.noticed++;
      if (listed) wrong.push({ ...listed, why: 'a test notices it' });
    } else if (listed) {
      row.equivalent++;
    } else {
      row.unnoticed++;
      survivors.push(mutant);
    }
  }
  return { files, survivors, wrong };
}

/** `93.5 %`, of the mutants that are not equivalent; cut, not rounded. */
export function percent({ noticed, unnoticed }) {
  return `${(Math.floor((1000 * noticed) / Math.max(1, noticed + unnoticed)) / 10).toFixed(1)} %`;
}

/** `88.0 to 95.4 %`: Wilson's interval of 95 % for the share that a sample estimates. */
export function interval({ noticed, unnoticed }) {
  const n = noticed + unnoticed;
  if (n === 0) return '0 to 100 %';
  const [share, z] = [noticed / n, 1.959963984540054];
  const middle = (share + z ** 2 / (2 * n)) / (1 + z ** 2 / n);
  const half = (z * Math.sqrt((share * (1 - share)) / n + (z / (2 * n)) ** 2)) / (1 + z ** 2 / n);
  const [low, high] = [middle - half, middle + half].map((end) => (100 * end).toFixed(1));
  return `${low} to ${high} %`;
}

function isSame({ file, original, replacement }, mutant) {
  return (
    mutant.fileName.replaceAll('\\', '/').endsWith(file) &&
    mutant.replacement === replacement &&
    originalOf(mutant) === original
  );
}

/** The text that a mutant replaces. Lines and columns count from 1. */
export function originalOf({ fileName, location: { start, end } }) {
  const lines = readFileSync(fileName, 'utf8')
    .split('\n')
    .slice(start.line - 1, end.line);
  lines[lines.length - 1] = lines.at(-1).slice(0, end.column - 1);
  lines[0] = lines[0].slice(start.column - 1);
  return lines.join('\n');
}
