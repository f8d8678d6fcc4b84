import type { Law } from '../law.js';
import { ObservedDetector, startAnew } from '../observedDetector.js';
import { firstDifference, fitOn, scoresOf } from '../scoring.js';
import { ORDINARY, VARIATIONS } from '../situations/situations.js';
import type { DetectorUnderTest } from '../subject.js';

const ROWS = [...ORDINARY.inside, ...ORDINARY.far, ...ORDINARY.boundary];

/**
 * Comes before every law that compares scores, and tells them what to make of a difference: none
 * may be if scores repeat, and the comparison is void if they do not although they should.
 */
export const DETERMINISM: Law<DetectorUnderTest> = {
  id: 'deterministic',
  statement: 'the same data give the same scores, unless it declares to be stochastic',
  likelyCause:
    'a random subset or initial value without a seed, dropout left on while scoring, or statistics that a fit adds to those of the one before',
  async check(subject) {
    if (subject.declares?.stochastic) {
      setNoise(subject, await measuredNoise(subject));
      return null;
    }
    setNoise(subject, 0);
    const first = await scoresOf(await fitOn(subject, ORDINARY), ROWS);
    const again = await scoresOf(await fitOn(subject, ORDINARY), ROWS);
    const at = firstDifference(subject, first, again);
    if (at === -1) return null;
    setNoise(subject, Number.NaN);
    return {
      message: `${JSON.stringify(ROWS[at])} scores ${first[at]} after one fit and ${again[at]} after the same fit again`,
      input: { situation: ORDINARY.name, rows: [ROWS[at]] },
    };
  },
};

/**
 * The largest difference of a row's scores over fits on the same rows in other orders, and with the
 * hidden units in other orders, relative to max(1, |score|). Other orders, because a seed makes
 * chance repeat itself; of units too, because a tree that cuts a feature of chance cuts another one
 * then. Each fit is the first of its module where that can be had: what an earlier fit left
 * behind is not chance.
 */
async function measuredNoise(subject: DetectorUnderTest): Promise<number> {
  const runs: number[][] = [];
  for (const data of [ORDINARY, ...VARIATIONS.rowsShuffled, ...VARIATIONS.unitsShuffled]) {
    await startAnew(subject);
    runs.push(await scoresOf(await fitOn(subject, data), ROWS));
  }
  const differences = ROWS.map((_, i) => {
    const scores = runs.map((run) => run[i]).filter(Number.isFinite);
    if (scores.length === 0) return 0;
    const [least, most] = [Math.min(...scores), Math.max(...scores)];
    return (most - least) / Math.max(1, Math.abs(least), Math.abs(most));
  });
  return Math.max(...differences);
}

function setNoise(subject: DetectorUnderTest, noise: number): void {
  if (subject instanceof ObservedDetector) subject.noise = noise;
}
