import { holm } from '../../metrics/holm.js';
import { sampleMean, welchTest } from '../../metrics/sampleMean.js';
import type { ResultTable } from '../experiment.js';
import { scaleWords, wordsFor } from '../resultWords.js';
import { AUTHORS_RUNS } from './authorsRuns.js';

/** What the CEA authors' code gave for one detector, data set and scale. */
export interface AuthorsRun {
  readonly dataSet: string;
  /** `msp`, `cea:msp`. */
  readonly detector: string;
  readonly alpha: number;
  /** AUROC × 100, one for each seed. */
  readonly perSeed: readonly number[];
}

/** All runs of the CEA authors' code at hand. */
export function authorsRuns(): AuthorsRun[] {
  return AUTHORS_RUNS.trim()
    .split('\n')
    .map((line) => {
      const [key, values] = line.split('|') as [string, string];
      const [dataSet, detector, alpha] = key.trim().split(' ') as [string, string, string];
      const perSeed = values.trim().split(' ').map(Number);
      return { dataSet, detector, alpha: Number(alpha), perSeed };
    });
}

/** Fewer seeds on either side are shown, but not tested. */
const LEAST = 3;

const LEVEL = 0.05;

/**
 * What is measured here and what the authors' own code gives on the same data, by Welch's test over
 * seeds and Holm's correction over all cells that have three seeds or more on both sides.
 *
 * @param ours - AUROC of a run's cell, one for each seed, or undefined if it was not measured
 * @returns one table; none if nothing can be compared
 */
export function besideAuthors(
  dataSets: readonly string[],
  ours: (run: AuthorsRun) => readonly number[] | undefined,
): ResultTable[] {
  const cells = authorsRuns().flatMap((run) => {
    const own = dataSets.includes(run.dataSet) ? ours(run) : undefined;
    if (!own || own.length === 0) return [];
    const [mine, theirs] = [sampleMean(own.map((x) => 100 * x)), sampleMean(run.perSeed)];
    const tested = Math.min(own.length, run.perSeed.length) >= LEAST;
    return [{ run, mine, theirs, tested, chance: welchTest(mine, theirs) }];
  });
  if (cells.length === 0) return [];
  const tested = cells.filter((cell) => cell.tested);
  const corrected = holm(tested.map(({ chance }) => chance));
  const differ = tested.filter((_, k) => corrected[k] < LEVEL);
  const single = tested.filter(({ chance }) => chance < LEVEL);
  const gaps = cells.map(({ mine, theirs }) => Math.abs(mine.mean - theirs.mean));
  const shown = [...cells]
    .sort((a, b) => (a.tested ? a.chance : 1) - (b.tested ? b.chance : 1))
    .slice(0, SHOWN);
  const words = ({ mean, error, count }: (typeof cells)[number]['mine']) =>
    count < 2
      ? `${mean.toFixed(1)}`
      : `${mean.toFixed(1)} ± ${(error * Math.sqrt(count)).toFixed(1)}`;
  return [
    {
      title: "AUROC × 100 here and by the CEA authors' own code: the cells that differ most",
      head: ['data', 'detector', 'α', 'here', "authors' code", 'p', 'p, Holm'],
      rows: shown.map((cell) => [
        cell.run.dataSet,
        wordsFor(cell.run.detector),
        scaleWords(cell.run.alpha),
        words(cell.mine),
        words(cell.theirs),
        cell.tested ? cell.chance.toPrecision(2) : 'too few seeds',
        cell.tested ? corrected[tested.indexOf(cell)].toPrecision(2) : '–',
      ]),
      note: `Mean ± standard deviation over seeds. Of ${cells.length} cells ${tested.length} have at least ${LEAST} seeds on both sides: ${differ.length} differ by Welch's test after Holm's correction, ${single.length} with p < ${LEVEL} singly, where ${Math.round(LEVEL * tested.length)} are expected by chance. Mean distance of all: ${(gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length).toFixed(1)}.`,
    },
  ];
}

/** How many cells are shown. */
const SHOWN = 12;
