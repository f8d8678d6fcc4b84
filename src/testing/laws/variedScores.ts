import { auroc } from '../../metrics/auroc.js';
import type { Law, NotChecked, Violation } from '../law.js';
import { demonstrate } from '../observedDetector.js';
import { fitOn, fitUnlessRefused, scoresOf } from '../scoring.js';
import type { Situation } from '../situations/situation.js';
import { HARD_SITUATIONS, ORDINARY } from '../situations/situations.js';
import type { DetectorUnderTest } from '../subject.js';

/** Of three rows nothing can be learned about spread: equal scores, and any order, are right there. */
const { fewRows: _, ...ENOUGH_ROWS } = HARD_SITUATIONS;
/** The margin between two classes that are always level is 0, wherever a row is. */
const { ties: ____, ...VARIED } = ENOUGH_ROWS;
/**
 * With all features of far rows switched off, a subspace may hold them as well as any other row; and
 * where data are far from the origin, "far away" may be nearer to it: norms are detectors, too.
 */
const { narrow: __, farFromOrigin: ___, ...ORDERED } = ENOUGH_ROWS;

const constant = ({ declares }: DetectorUnderTest): NotChecked | null =>
  declares?.constant ? { notChecked: 'it declares constant scores' } : null;

/** Scores tell rows apart. */
export const VARIED_LAWS: readonly Law<DetectorUnderTest>[] = [
  {
    id: 'varied-scores',
    statement: 'rows that differ do not all have the same score, even in a layer of four features',
    likelyCause:
      'a share of the features is rounded to none of them, as ASH keeps k = 0 of 4 at 90 %',
    applies: constant,
    async check(subject) {
      const { narrow } = HARD_SITUATIONS;
      const fitted = await fitOn(subject, narrow);
      const rows = [...narrow.inside, ...narrow.boundary];
      const scores = await scoresOf(fitted, rows);
      if (scores.some((score) => score !== scores[0])) return null;
      return {
        message: `all ${rows.length} scores are ${scores[0]}`,
        input: { situation: narrow.name, rows: rows.slice(0, 2) },
      };
    },
  },
  {
    id: 'graded-scores',
    statement: 'there are more than two scores: a score, not a decision',
    likelyCause: 'a flag or a class (0/1, −1/+1) is returned where its score is asked for',
    applies: constant,
    async check(subject) {
      const fitted = await fitOn(subject, ORDINARY);
      const rows = [...ORDINARY.inside, ...ORDINARY.boundary, ...ORDINARY.far];
      const distinct = [...new Set(await scoresOf(fitted, rows))];
      if (distinct.length !== 2) return null;
      return {
        message: `the scores of ${rows.length} rows are ${distinct.join(' and ')} only`,
        input: { situation: ORDINARY.name, rows: rows.slice(0, 2) },
      };
    },
  },
  {
    id: 'resolved-scores',
    statement: 'scores differ by more than float32 can lose: by 1e-4 of their size',
    likelyCause: 'a temperature search that diverged, or a large constant that is added',
    applies: constant,
    async check(subject) {
      const fitted = await fitOn(subject, ORDINARY);
      const rows = [...ORDINARY.inside, ...ORDINARY.boundary, ...ORDINARY.far];
      const scores = await scoresOf(fitted, rows);
      const [least, most] = [Math.min(...scores), Math.max(...scores)];
      const size = Math.max(Math.abs(least), Math.abs(most));
      // All equal, infinite or NaN scores are other laws' matter.
      if (!(most > least) || !(most - least < 1e-4 * size)) return null;
      return {
        message: `the scores of ${rows.length} very different rows lie between ${least} and ${most}`,
        input: {
          situation: ORDINARY.name,
          rows: [rows[scores.indexOf(least)], rows[scores.indexOf(most)]],
        },
      };
    },
  },
  {
    id: 'hard-situations-varied',
    statement: 'in hard situations, too, ordinary rows and far ones do not share one score',
    likelyCause: 'NaN, of a singular covariance or of 0/0, is replaced by a number',
    applies: constant,
    check: (subject) =>
      inEach(subject, Object.values(VARIED), async (situation, score) => {
        const inside = await score(situation.inside);
        const far = await score(situation.far);
        const share = (scores: readonly number[], value: number) =>
          scores.filter((other) => other === value).length / scores.length;
        const shared = inside.find(
          (value) => share(inside, value) >= 1 / 4 && share(far, value) >= 1 / 4,
        );
        if (shared === undefined) return null;
        const rows = [situation.inside[inside.indexOf(shared)], situation.far[far.indexOf(shared)]];
        return {
          message: `${percent(share(inside, shared))} of ordinary rows and ${percent(share(far, shared))} of far ones score ${shared} in "${situation.name}"`,
          input: { situation: situation.name, rows },
        };
      }),
  },
  {
    id: 'hard-situations-ordered',
    statement:
      'in hard situations, too, a blob far away does not score lower than the training blob',
    likelyCause:
      'scores that are not finite are replaced by a number, or a class lost its statistics',
    applies: ({ declares }) =>
      (declares?.orientation ?? 'far') === 'far'
        ? null
        : { notChecked: 'it declares another orientation' },
    check: (subject) =>
      inEach(subject, Object.values(ORDERED), async (situation, score) => {
        const inside = await score(situation.inside);
        const far = await score(situation.far);
        const separation = auroc(inside, far, { nan: 'least-novel' });
        if (separation >= 0.5) return null;
        const lowest = far.indexOf(Math.min(...far));
        return {
          message: `AUROC ${separation.toFixed(3)} of far rows against training-like ones in "${situation.name}", expected at least 0.5`,
          input: {
            situation: situation.name,
            rows: [situation.inside[0], situation.far[lowest]],
          },
        };
      }),
  },
];

type Score = (rows: Situation['inside']) => Promise<number[]>;

/** Looks for a violation in every hard situation that the detector does not refuse. */
async function inEach(
  subject: DetectorUnderTest,
  situations: readonly Situation[],
  look: (
    situation: Situation,
    score: Score,
  ) => Promise<(Violation & { readonly input: { readonly rows: Situation['inside'] } }) | null>,
): Promise<Violation | NotChecked | null> {
  const refusals: string[] = [];
  for (const situation of situations) {
    const fitted = await fitUnlessRefused(subject, situation);
    if ('notChecked' in fitted) {
      refusals.push(fitted.notChecked);
      continue;
    }
    const violation = await look(situation, (rows) => scoresOf(fitted, rows));
    if (violation) {
      await demonstrate(subject, () => scoresOf(fitted, violation.input.rows));
      return violation;
    }
  }
  return refusals.length === situations.length ? { notChecked: refusals[0] } : null;
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
