import { checkArguments } from '../../errors/checkArguments.js';
import { text } from '../../errors/kinds.js';
import { FAR_RAYS, rowsAlong } from '../farAway/rays.js';
import type { Law, NotChecked, Violation } from '../law.js';
import { demonstrate } from '../observedDetector.js';
import { firstDifference, fitOn, fitUnlessRefused, scoresOf } from '../scoring.js';
import { MANY_CLASSES } from '../situations/manyClasses.js';
import type { Situation } from '../situations/situation.js';
import { HARD_SITUATIONS, ORDINARY, VARIATIONS } from '../situations/situations.js';
import type { DetectorUnderTest } from '../subject.js';
import { BETWEEN_MANY, BETWEEN_THREE } from './betweenClasses.js';
import { type BuiltIn, builtInNamed } from './builtIn.js';
import { type Concordance, concordance } from './concordance.js';

/** Rows of a situation on which two detectors are compared. */
interface Comparison {
  readonly situation: Situation;
  readonly rows: readonly (readonly number[])[];
}

/**
 * The agreement asked for, as a share of the pairs of rows the built-in detector clearly orders, at
 * the setting of its hyper-parameters that agrees best.
 *
 * Not 1, for what a method leaves open: which rows a threshold is taken from, a divisor of n − 1, a
 * small ridge, float32, a square root. What is another method in truth (one mean for all classes, no
 * normalisation, a cut from the wrong side, scores clamped or turned into decisions) agrees in less
 * than 85 % of the pairs of at least one of the three kinds of rows. Both are tested, on correct
 * detectors of other hands and on faulty ones.
 */
export const AGREEMENT = 0.9;

/**
 * The share of clearly ordered pairs that may have one score: beyond it scores end at a wall, a clamp or a
 * sigmoid in float32, however well the others are ordered.
 */
const TIED = 0.1;

/** So few clearly ordered pairs say nothing: the detector's scores are all alike there. */
const FEW_PAIRS = 10;

const ordinary: Comparison = {
  situation: ORDINARY,
  rows: [...ORDINARY.inside, ...ORDINARY.validation.x.slice(0, 24), ...ORDINARY.boundary],
};

const hard: readonly Comparison[] = [
  { situation: ORDINARY, rows: BETWEEN_THREE },
  { situation: MANY_CLASSES, rows: BETWEEN_MANY },
  ...[
    HARD_SITUATIONS.constantFeature,
    HARD_SITUATIONS.zeroFeatures,
    HARD_SITUATIONS.ties,
    HARD_SITUATIONS.narrow,
    HARD_SITUATIONS.farFromOrigin,
    MANY_CLASSES,
  ].map((situation) => ({
    situation,
    rows: [...situation.inside, ...situation.boundary, ...situation.far.slice(0, 4)],
  })),
];

const far: Comparison = {
  situation: ORDINARY,
  rows: [
    ...ORDINARY.inside.slice(0, 4),
    ...ORDINARY.far,
    ...FAR_RAYS.flatMap((ray) => rowsAlong(ray, [10, 1e3, 1e6, 1e9])),
  ],
};

/**
 * The laws that hold a detector to a built-in one of the same name: `farfield detect --like`.
 *
 * @param spec - `knn`, or with options `knn:k=1`
 * @throws InputError for a detector or an option there is not
 *
 * @example
 * ```ts
 * (await runLaws('MDS', subjectOf(mds), likeLaws('mds'))).failed; // 0
 * ```
 */
export function likeLaws(spec: string): readonly Law<DetectorUnderTest>[] {
  checkArguments('likeLaws', { spec: [spec, text] });
  const builtIn = builtInNamed(spec);
  const asOn = (kind: string, where: string, comparisons: readonly Comparison[]) => ({
    id: `like-${kind}`,
    statement: `it puts ${where} in the order in which ${builtIn.name} does`,
    likelyCause:
      'another method under the same name: another mean, covariance or normalisation, the other end of a sort, a sign, a clamp, a decision',
    check: (subject: DetectorUnderTest) => compared(subject, builtIn, comparisons),
  });
  return [
    asOn('ordinary', 'ordinary rows', [ordinary]),
    asOn('hard', 'rows of hard situations', hard),
    asOn('far', 'rows far away', [far]),
    replicated(builtIn),
  ];
}

async function compared(
  subject: DetectorUnderTest,
  builtIn: BuiltIn,
  comparisons: readonly Comparison[],
): Promise<Violation | NotChecked | null> {
  let [told, refusal] = [false, ''];
  for (const { situation, rows } of comparisons) {
    const fitted = await fitUnlessRefused(subject, situation);
    if ('notChecked' in fitted) {
      refusal = fitted.notChecked;
      continue;
    }
    const best = await closest(builtIn, situation, rows, await scoresOf(fitted, rows));
    if (best === null) continue;
    told = true;
    const { agreement, pairs, tied, worst, reference, scores } = best;
    if (agreement >= AGREEMENT && tied <= TIED) continue;
    const [i, j] = worst!;
    await demonstrate(subject, () => scoresOf(fitted, [rows[i], rows[j]]));
    return {
      message: `${tied > TIED ? `it scores ${(100 * tied).toFixed(1)} % of the pairs alike that ${builtIn.name} clearly orders; ` : ''}it agrees with ${builtIn.name} in ${(100 * agreement).toFixed(1)} % of ${pairs} pairs of rows in "${situation.name}", expected at least ${100 * AGREEMENT} %: ${JSON.stringify(rows[i])} and ${JSON.stringify(rows[j])} score ${scores[i]} and ${scores[j]}, by ${builtIn.name} ${reference[i]} and ${reference[j]}`,
      input: { situation: situation.name, rows: [rows[i], rows[j]] },
    };
  }
  if (told) return null;
  return { notChecked: refusal || `${builtIn.name} scores these rows alike, or not at all` };
}

interface Closeness extends Concordance {
  readonly reference: readonly number[];
  readonly scores: readonly number[];
}

/** The setting of the built-in detector that agrees best: the first that agrees enough, if one does. */
async function closest(
  builtIn: BuiltIn,
  situation: Situation,
  rows: Comparison['rows'],
  scores: readonly number[],
): Promise<Closeness | null> {
  let best: Closeness | null = null;
  for (const setting of builtIn.settings) {
    const reference = await referenceScores(setting, situation, rows);
    if (reference === null) continue;
    const found = concordance(reference, scores);
    if (found.pairs < FEW_PAIRS) continue;
    if (best === null || found.agreement > best.agreement) best = { ...found, reference, scores };
    if (best.agreement >= AGREEMENT && best.tied <= TIED) break;
  }
  return best;
}

/** The built-in detector's scores; null where it cannot be fitted. */
async function referenceScores(
  builtIn: DetectorUnderTest,
  situation: Situation,
  rows: Comparison['rows'],
): Promise<number[] | null> {
  try {
    return await scoresOf(await fitOn(builtIn, situation), rows);
  } catch {
    return null;
  }
}

/**
 * Orders do not show a factor, and a covariance that is summed, not averaged, is one. Rows that
 * stand twice do: sums double, means stay. A divisor of n − 1 changes scores by 1/(2n), below 1 %.
 */
function replicated({ name, settings }: BuiltIn): Law<DetectorUnderTest> {
  const rows = ordinary.rows;
  const both = async (subject: DetectorUnderTest) => {
    const once = await scoresOf(await fitOn(subject, ORDINARY), rows);
    return [once, await scoresOf(await fitOn(subject, VARIATIONS.rowsTwice), rows)] as const;
  };
  return {
    id: 'like-replication',
    statement: `fitting on every row twice changes scores by less than a tenth, as it does not change ${name}'s`,
    likelyCause: 'a covariance or mean is a sum over rows: a division by n is missing',
    async check(subject) {
      const [own, ownTwice] = await both(settings[0]);
      if (firstDifference(settings[0], own, ownTwice) !== -1) {
        return { notChecked: `fitting on every row twice changes ${name}` };
      }
      const [once, twice] = await both(subject);
      const range = Math.max(...once) - Math.min(...once);
      const at = once.findIndex((score, i) => Math.abs(score - twice[i]) > 0.1 * range);
      return at === -1
        ? null
        : {
            message: `${JSON.stringify(rows[at])} scores ${once[at]}, and ${twice[at]} when every training row stands twice`,
            input: { situation: VARIATIONS.rowsTwice.name, rows: [rows[at]] },
          };
    },
  };
}
