import { claimForAll } from './claimForAll.js';
import { detectorOf, type Family, PAPER_DETECTORS } from './detectorChoice.js';
import {
  type ClaimWords,
  claimIfMeasured,
  type EmpiricalClaim,
  withRemark,
} from './empiricalClaim.js';
import { average, averageOf, difference, type Estimate, meanOf, shortOf } from './estimate.js';
import { type Quantity, roomBelow } from './quantity.js';
import type { ScoreLabels, ScoreTable } from './scoreTable.js';

/** A loss of AUROC up to this counts as noise even if it is significant: half a point. */
export const NOISE = 0.005;

/** A change of less than a point counts as none. */
const UNAFFECTED = 0.01;

/** "Remain below" allows one row of a hundred. */
const ACTIVE = 0.01;

/**
 * What paper B says of its Figures 2 and 5, checked on one data set.
 *
 * @param kinds - the scales from smallest to largest α, as result tables name them
 */
export function ceaClaims(
  table: ScoreTable,
  labels: ScoreLabels,
  kinds: readonly string[],
  scope: string,
): EmpiricalClaim[] {
  const [smallest, largest] = [kinds[0], kinds.at(-1)!];
  const scored = (id: string, ood: string) => table.estimate(labels, id, ood);
  const over = (ids: readonly string[], f: (id: string) => Estimate | undefined) => {
    const found = ids.map(f).filter((estimate) => estimate !== undefined);
    return found.length === 0 ? undefined : average(found);
  };
  const members = (family: Family) =>
    PAPER_DETECTORS.filter((detector) => detector.family === family).map(({ id }) => id);
  const change = (id: string, from: string, to: string) => {
    const [a, b] = [scored(id, to), scored(id, from)];
    return a && b && difference(a, b);
  };
  const classes = table.classes(labels.dataSet);
  const lift = (id: string, ood: string) => {
    const [a, b] = [scored(`cea:${id}`, ood), scored(id, ood)];
    return a && b && difference(a, b);
  };
  const all = PAPER_DETECTORS.map(({ id }) => id);
  const source = 'B, Fig. 2 and 5';
  const candidates: [ClaimWords, Estimate | Quantity | undefined][] = [
    [
      {
        id: 'probability-auc-falls',
        source,
        scope,
        statement: 'the AUROC of probability-based detectors falls as α grows',
        quantity: `mean AUROC of ${names(members('probability'))} at ${smallest} less that at ${largest}`,
      },
      over(members('probability'), (id) => change(id, largest, smallest)),
    ],
    [
      {
        id: 'distance-auc-rises',
        source,
        scope,
        statement: 'the AUROC of distance-based detectors rises as α grows',
        quantity: `mean AUROC of ${names(members('distance'))} at ${largest} less that at ${smallest}`,
      },
      over(members('distance'), (id) => change(id, smallest, largest)),
    ],
    [
      {
        id: 'cea-net-positive',
        source: 'B, section 4',
        scope,
        statement: 'CEA gives a net improvement',
        quantity: 'mean lift over all detectors and scales',
      },
      averageOf(all.flatMap((id) => kinds.map((kind) => lift(id, kind)))),
    ],
    ...(['mds', 'she-euclidean'] as const).map((id): [ClaimWords, Quantity | undefined] => {
      const lifts = averageOf(kinds.map((kind) => lift(id, kind)));
      return [
        {
          id: `cea-leaves-${id}`,
          source: 'B, section 4',
          scope,
          statement: `${names([id])} is not affected by CEA`,
          quantity: `${UNAFFECTED} less the mean change over the scales`,
        },
        lifts && roomBelow(UNAFFECTED, lifts),
      ];
    }),
    [
      {
        id: 'id-activations-below-tau',
        source: 'B, section 1 and 3.2',
        scope,
        statement: 'in-distribution activations remain below τ, so that CEA acts on outliers alone',
        quantity: `${ACTIVE} less the share of in-distribution test rows that CEA adds novelty to`,
      },
      (() => {
        const share = table.activeShare(labels, 'cea');
        return share && shortOf(ACTIVE, share);
      })(),
    ],
    [
      {
        id: 'cea-auc-rises',
        source,
        scope,
        statement: 'with CEA the AUROC rises as α grows',
        quantity: `mean AUROC of all detectors with CEA at ${largest} less that at ${smallest}`,
      },
      over(all, (id) => change(`cea:${id}`, smallest, largest)),
    ],
    [
      {
        id: 'cea-lifts-probability-most',
        source: 'B, section 5',
        scope,
        statement: 'CEA lifts MSP, EBO and DICE more than MDS, SHE and KLM',
        quantity: `mean lift of the former less that of the latter, ${largest}`,
      },
      (() => {
        const a = over(['msp', 'ebo', 'dice'], (id) => lift(id, largest));
        const b = over(['mds', 'she-euclidean', 'klm'], (id) => lift(id, largest));
        return a && b && difference(a, b);
      })(),
    ],
    [
      {
        id: 'temperature-changes-little',
        source: 'B, appendix E',
        scope,
        statement: 'temperature scaling changes the AUROC of MSP by at most 0.01',
        quantity: `0.01 less the change, ${largest}`,
      },
      (() => {
        const [a, b] = [scored('temp-scale', largest), scored('msp', largest)];
        if (!a || !b) return undefined;
        return roomBelow(0.01, difference(a, b));
      })(),
    ],
  ];
  const exceptions = (ids: readonly string[], f: (id: string) => Estimate | undefined) => {
    const against = ids.filter((id) => {
      const moved = f(id);
      return moved && meanOf(moved) <= 0;
    });
    return against.length > 0 ? `not so: ${names(against)}` : undefined;
  };
  const remarks: Readonly<Record<string, string | undefined>> = {
    'cea-auc-rises': exceptions(all, (id) => change(`cea:${id}`, smallest, largest)),
    'probability-auc-falls': exceptions(members('probability'), (id) =>
      change(id, largest, smallest),
    ),
    'distance-auc-rises': exceptions(members('distance'), (id) => change(id, smallest, largest)),
  };
  return [
    ...candidates.flatMap(([claim, quantity]) =>
      claimIfMeasured(claim, quantity).map((one) =>
        claim.id === 'temperature-changes-little' && classes === 2
          ? identity(one)
          : withRemark(one, remarks[claim.id]),
      ),
    ),
    ...claimForAll(
      {
        id: 'cea-auc-rises-consistently',
        source: 'B, section 4',
        scope,
        statement: 'with CEA every detector is better the larger α',
        quantity: `the worst change from one α to the next; noise is ${NOISE}`,
      },
      all.flatMap((id) =>
        kinds.slice(1).flatMap((kind, k) => {
          const estimate = change(`cea:${id}`, kinds[k], kind);
          return estimate
            ? [{ name: `${detectorOf(id).name} from ${kinds[k]} to ${kind}`, estimate }]
            : [];
        }),
      ),
      -NOISE,
    ),
    ...neverLowers(kinds, lift, { source: 'B, section 4', scope }),
  ];
}

/** On two classes nothing is tested: scaling by T > 0 keeps the order of max p, in reals. */
function identity(claim: EmpiricalClaim): EmpiricalClaim {
  return {
    ...claim,
    verdict: 'inconclusive',
    remark:
      'an identity: with two classes temperature scaling cannot change the order of MSP, so these data cannot test the statement',
  };
}

/** "CEA never lowers the AUROC by more than noise": every detector against every kind. */
export function neverLowers(
  kinds: readonly string[],
  lift: (id: string, ood: string) => Estimate | undefined,
  words: Pick<ClaimWords, 'source' | 'scope'>,
): EmpiricalClaim[] {
  const lifts = PAPER_DETECTORS.flatMap(({ id }) =>
    kinds.flatMap((kind) => {
      const estimate = lift(id, kind);
      return estimate ? [{ name: `${detectorOf(id).name} at ${kind}`, estimate }] : [];
    }),
  );
  return claimForAll(
    {
      ...words,
      id: 'cea-never-lowers',
      statement: 'adding CEA never lowers the AUROC by more than noise',
      quantity: `the worst change over ${lifts.length} detectors and kinds of outliers; noise is ${NOISE}`,
    },
    lifts,
    -NOISE,
  );
}

function names(ids: readonly string[]): string {
  return ids.map((id) => detectorOf(id).name).join(', ');
}
