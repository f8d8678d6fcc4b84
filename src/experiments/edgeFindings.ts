import { RandomNumbers } from '../data/index.js';
import { mean, median } from './averages.js';
import type { EdgePlace, EdgeRay } from './edgeRay.js';
import { claimPositive, type EmpiricalClaim } from './empiricalClaim.js';
import { beyond, difference, type Estimate, meanOverSeeds, type SeedEstimate } from './estimate.js';
import type { ResultTable } from './experiment.js';
import { isEnsemble } from './figureSettings.js';
import type { GridResult, GridSpec } from './gridCell.js';

/** A grid cell with its result. */
export interface GridCase {
  readonly spec: GridSpec;
  readonly result: GridResult;
}

/** An entropy below this share of ln C counts as nearly certain. */
const NEARLY = 0.1;

const REPLICATES = 400;

/** What is decided and what is measured at the edge and beyond, one line per model. */
export function edgeTables(cases: readonly GridCase[]): ResultTable[] {
  return overDataSets(cases).flatMap(({ dataSet, models }): ResultTable[] => [
    tableOf(models, SHARES, {
      shows: 'limits',
      title: `${dataSet}: how much of the edge is nearly certain, mean (range) over seeds`,
      note: `${models[0].own[0].result.edge.length} directions. Nearly certain: a predictive entropy below ${NEARLY} ln C, measured at each place; at infinity it is decided exactly, for every input where no member is tied. One class: every member ends in the same class. σ: standard deviations of the data, in the coordinate that is furthest out.`,
    }),
    tableOf(models, ENTROPIES, {
      shows: 'limits',
      title: `${dataSet}: predictive entropy and its gradient at the edge and beyond, mean (range) over seeds`,
      note: 'Entropies in nats, means over the directions; gradients, medians of their norms; accuracy of the first member on the validation rows.',
    }),
    tableOf(
      models.filter(({ own }) => own.some(({ result }) => result.members > 1)),
      INFORMATION,
      {
        title: `${dataSet}: mutual information, and what the formula of paper A's published code gives`,
        note: 'Mutual information in nats, 0 where all members agree. The published formula, in bits, takes the entropy over the members of each one’s mean over the classes, which is 1/C whatever it predicts: it is the constant (K/C) log₂ C less the expected entropy, so largest wherever every member is certain, agreeing or not. It was written for two classes.',
      },
    ),
  ]);
}

/** A number of each network or ensemble, and how it is written. */
interface EdgeColumn {
  readonly heading: string;
  of(one: GridCase): number;
  words(value: number): string;
}

function tableOf(
  models: readonly { readonly model: string; readonly own: readonly GridCase[] }[],
  columns: readonly EdgeColumn[],
  about: Pick<ResultTable, 'title' | 'note' | 'shows'>,
): ResultTable {
  return {
    ...about,
    head: ['model', ...columns.map(({ heading }) => heading)],
    rows: models.map(({ model, own }) => [
      model,
      ...columns.map(({ of, words }) => range(own.map(of), words)),
    ]),
  };
}

const nats = (value: number) => value.toFixed(3);

const SHARES: readonly EdgeColumn[] = [
  ...(['edge', '6 σ', '10⁶ σ'] as const).map((place) => ({
    heading: `at ${placeWords(place)}`,
    of: (one: GridCase) => nearlyCertain(one, place),
    words: percent,
  })),
  {
    heading: 'at infinity, decided',
    of: (one) =>
      share(one.result.edge, ({ limit }) => limit.entropy < NEARLY * Math.log(one.result.classes)),
    words: percent,
  },
  {
    heading: 'one class at infinity, decided',
    of: ({ result }) => share(result.edge, ({ certain }) => certain),
    words: percent,
  },
];

const ENTROPIES: readonly EdgeColumn[] = [
  ...(['edge', '10⁶ σ'] as const).map((place) => ({
    heading: `entropy at ${placeWords(place)}`,
    of: ({ result }: GridCase) =>
      mean(result.edge.map(({ measured }) => measured[place].value.entropy)),
    words: nats,
  })),
  {
    heading: 'entropy at infinity, decided',
    of: ({ result }) => mean(result.edge.map(({ limit }) => limit.entropy)),
    words: nats,
  },
  ...(['edge', 'ten edges'] as const).map((place) => ({
    heading: `gradient at ${placeWords(place)}`,
    of: ({ result }: GridCase) =>
      median(result.edge.map(({ measured }) => measured[place].gradient.entropy)),
    words: (value: number) => value.toExponential(0),
  })),
  { heading: 'accuracy', of: ({ result }) => result.validationAccuracy, words: percent },
];

const INFORMATION: readonly EdgeColumn[] = [
  { heading: 'at the data', of: ({ result }) => result.atTheData.information, words: nats },
  {
    heading: 'at the edge',
    of: ({ result }) => mean(result.edge.map(({ measured }) => measured.edge.value.information)),
    words: nats,
  },
  {
    heading: 'at infinity, decided',
    of: ({ result }) => mean(result.edge.map(({ limit }) => limit.information)),
    words: nats,
  },
  {
    heading: 'published, at the data',
    of: ({ result }) => result.atTheData.publishedInformation,
    words: nats,
  },
  {
    heading: 'published, at the edge',
    of: ({ result }) => mean(result.edge.map(({ measured }) => measured.edge.publishedInformation)),
    words: nats,
  },
  {
    heading: 'published, at infinity, decided',
    of: ({ result }) => mean(result.edge.map(({ limit }) => limit.publishedInformation)),
    words: nats,
  },
];

/** So much of the edge is more than chance: "partially mitigated" is not "removed". */
const SOME = 0.05;

/** What paper A says of its Figure 1, and whether theory and evaluation agree. */
export function edgeClaims(cases: readonly GridCase[]): EmpiricalClaim[] {
  return overDataSets(cases).flatMap(({ dataSet, models }) => {
    const of = (name: string) => models.find(({ model }) => model === name)?.own ?? [];
    const nearly = (own: readonly GridCase[]) =>
      estimateOf(
        own,
        (one) => one.result.edge.map((ray) => Number(isNearlyCertain(one, ray, 'edge'))),
        mean,
      );
    const single = of('single network');
    return models.flatMap(({ model, own }): EmpiricalClaim[] => {
      const common = { scope: `${dataSet}, ${model}` };
      const onEdge = `share of the edge of the picture with an entropy below ${NEARLY} ln C`;
      return [
        ...(isEnsemble(model)
          ? [
              claimPositive(
                {
                  ...common,
                  id: 'ensembles-mitigate-partially',
                  source: 'A, Fig. 1',
                  statement: 'the ensemble too is nearly certain on a part of the edge',
                  quantity: `${onEdge}, less ${SOME}`,
                },
                beyond(SOME, nearly(own)),
              ),
              claimPositive(
                {
                  ...common,
                  id: 'ensembles-certain-on-most',
                  source: 'farfield, of A, Fig. 1',
                  statement: 'the ensemble is nearly certain on most of the edge',
                  quantity: `${onEdge}, less ½`,
                },
                beyond(0.5, nearly(own)),
              ),
            ]
          : [
              claimPositive(
                {
                  ...common,
                  id: 'low-entropy-far-away',
                  source: 'A, Fig. 1',
                  statement:
                    'the model is nearly certain on most of the edge, where there are no data',
                  quantity: `${onEdge}, less ½`,
                },
                beyond(0.5, nearly(own)),
              ),
            ]),
        ...(isEnsemble(model) && single.length > 0
          ? [
              claimPositive(
                {
                  ...common,
                  id: 'ensembles-mitigate',
                  source: 'A, Fig. 1',
                  statement: 'the ensemble is nearly certain on less of the edge than one network',
                  quantity: "the single network's share less the ensemble's",
                },
                difference(nearly(single), nearly(own)),
              ),
            ]
          : []),
        claimPositive(
          {
            ...common,
            id: 'certain-in-most-directions',
            source: 'A, section 6',
            statement:
              'the predictive entropy tends to 0 in most directions, as is decided exactly',
            quantity: 'share of the directions, less ½',
          },
          estimateOf(
            own,
            ({ result }) => result.edge.map(({ certain }) => Number(certain) - 0.5),
            mean,
          ),
        ),
        claimPositive(
          {
            ...common,
            id: 'entropy-gradient-shrinks',
            source: 'A, Lemma 8',
            statement: 'the gradient of the predictive entropy shrinks far away',
            quantity: `orders of magnitude by which the median norm falls from the edge to ${placeWords('ten edges')}; 0 counts as the least double`,
          },
          fallOfGradient(own),
        ),
        limitClaim(own, common.scope),
      ];
    });
  });
}

/** Of float64 sums over ten members and nine classes. */
const ROUNDING = 1e-12;

/** "The measured entropy is the one decided": refuted means that theory or code is wrong. */
function limitClaim(own: readonly GridCase[], scope: string): EmpiricalClaim {
  const rays = own.flatMap(({ result }) => result.edge);
  const checked = rays.flatMap(({ limit, settled }) =>
    settled ? [{ gap: Math.abs(settled.entropy - limit.entropy), settled }] : [],
  );
  const missed = checked.filter(({ gap, settled }) => !(gap <= settled.bound + ROUNDING));
  const gaps = checked.map(({ gap }) => gap);
  const largest = Math.max(0, ...gaps);
  const furthest = Math.max(1, ...checked.map(({ settled }) => settled.scale));
  const unchecked = rays.length - checked.length;
  return {
    id: 'limit-entropy',
    source: 'farfield, F2 to F4',
    expected: 'holds',
    statement: 'the predictive entropy goes to the limit that is decided at infinity',
    scope,
    verdict: checked.length === 0 ? 'inconclusive' : missed.length === 0 ? 'holds' : 'refuted',
    quantity: `largest gap (nats) over ${checked.length} rays, each where it is proved to be nearly 0`,
    estimate: largest,
    interval: { lower: Math.min(largest, ...gaps), upper: largest },
    basis: 'observed',
    remark: [
      missed.length === 0
        ? `no gap above the proved bound, at scales up to ${furthest.toPrecision(2)} times the edge`
        : `${missed.length} gaps above the proved bound`,
      ...(unchecked > 0 ? [`${unchecked} rays with tied members not compared`] : []),
    ].join('; '),
  };
}

/** The mean over seeds of a statistic of the rays, neighbours drawn again together. */
function estimateOf(
  own: readonly GridCase[],
  values: (one: GridCase) => readonly number[],
  statistic: (values: readonly number[]) => number,
): Estimate {
  return meanOverSeeds(own.map((one) => arcEstimate(values(one), statistic, one.spec.seed)));
}

function fallOfGradient(own: readonly GridCase[]): Estimate {
  const orders = (place: EdgePlace) =>
    estimateOf(
      own,
      ({ result }) =>
        result.edge.map(({ measured }) =>
          Math.log10(Math.max(Number.MIN_VALUE, measured[place].gradient.entropy)),
        ),
      median,
    );
  return difference(orders('edge'), orders('ten edges'));
}

/**
 * A statistic of values around a circle, with replicates that draw arcs of a tenth of it again:
 * neighbouring directions are alike, so that drawing them one by one would feign precision. The
 * same arcs for the same number of values and seed.
 */
export function arcEstimate(
  values: readonly number[],
  statistic: (values: readonly number[]) => number,
  seed: number,
): SeedEstimate {
  const random = new RandomNumbers(seed, 'arcs', values.length);
  const length = Math.max(1, Math.round(values.length / 10));
  const replicates = Array.from({ length: REPLICATES }, () => {
    const drawn: number[] = [];
    while (drawn.length < values.length) {
      const from = random.integer(values.length);
      for (let k = 0; k < length && drawn.length < values.length; k++) {
        drawn.push(values[(from + k) % values.length]);
      }
    }
    return statistic(drawn);
  });
  return { value: statistic(values), replicates };
}

function isNearlyCertain({ result }: GridCase, { measured }: EdgeRay, place: EdgePlace): boolean {
  return measured[place].value.entropy < NEARLY * Math.log(result.classes);
}

function nearlyCertain(one: GridCase, place: EdgePlace): number {
  return share(one.result.edge, (ray) => isNearlyCertain(one, ray, place));
}

function overDataSets(cases: readonly GridCase[]) {
  return [...new Set(cases.map(({ spec }) => spec.dataSet))].map((dataSet) => {
    const here = cases.filter(({ spec }) => spec.dataSet === dataSet);
    return {
      dataSet,
      models: [...new Set(here.map(({ spec }) => spec.model))].map((model) => ({
        model,
        own: here.filter(({ spec }) => spec.model === model),
      })),
    };
  });
}

function range(values: readonly number[], words: (value: number) => string): string {
  const [least, most] = [words(Math.min(...values)), words(Math.max(...values))];
  return least === most ? least : `${words(mean(values))} (${least} … ${most})`;
}

function share<T>(values: readonly T[], test: (value: T) => boolean): number {
  return values.filter(test).length / values.length;
}

function percent(value: number): string {
  return `${(100 * value).toFixed(0)} %`;
}

function placeWords(place: EdgePlace): string {
  if (place === 'edge') return 'the edge';
  return place === 'ten edges' ? '10 × the edge' : place;
}
