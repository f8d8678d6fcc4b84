import { RandomNumbers } from '../data/index.js';
import { mean, median } from './averages.js';
import { EDGE_SCALES, type EdgeRay } from './edgeRay.js';
import { claimPositive, type EmpiricalClaim } from './empiricalClaim.js';
import { beyond, difference, type Estimate, meanOverSeeds, type SeedEstimate } from './estimate.js';
import type { ResultTable } from './experiment.js';
import { FIGURE_MODELS } from './figureModels.js';
import type { GridResult, GridSpec } from './gridCell.js';

/** A grid cell with its result. */
export interface GridCase {
  readonly spec: GridSpec;
  readonly result: GridResult;
}

/** An entropy below this share of ln C counts as nearly certain. */
const NEARLY = 0.1;

/** Of `EDGE_SCALES`: the edge and the last, and where the gradient is not yet 0 in double precision. */
const ENDS = [0, EDGE_SCALES.length - 1];
const NEAR = [0, 1];

const REPLICATES = 400;

/** What is decided and what is measured at the edge and beyond, one line per model. */
export function edgeTables(cases: readonly GridCase[]): ResultTable[] {
  return overDataSets(cases).map(({ dataSet, models }) => ({
    shows: 'limits',
    title: `${dataSet}: the edge of the picture and beyond, mean (range) over seeds`,
    head: ['model', ...COLUMNS.map(({ heading }) => heading)],
    rows: models.map(({ model, own }) => [
      model,
      ...COLUMNS.map(({ of, words }) => range(own.map(of), words)),
    ]),
    note: `${models[0]!.own[0]!.result.edge.length} directions. Certain at infinity: every member ends in the same class, decided exactly and for every input. Nearly certain: entropy below ${NEARLY} ln C. Entropies in nats, means over the directions; gradients of the entropy, medians of their norms; accuracy of the first member on the validation part.`,
  }));
}

/** A number of each network or ensemble, and how it is written. */
interface EdgeColumn {
  readonly heading: string;
  of(one: GridCase): number;
  words(value: number): string;
}

const nats = (value: number) => value.toFixed(3);

const COLUMNS: readonly EdgeColumn[] = [
  {
    heading: 'certain at infinity, decided',
    of: ({ result }) => share(result.edge, ({ certain }) => certain),
    words: percent,
  },
  ...EDGE_SCALES.map((scale, s) => ({
    heading: `nearly certain at ${edgeWords(scale)}`,
    of: (one: GridCase) => nearlyCertain(one, s),
    words: percent,
  })),
  {
    heading: 'entropy at infinity, decided',
    of: ({ result }) => mean(result.edge.map(({ limit }) => limit)),
    words: nats,
  },
  ...ENDS.map((s) => ({
    heading: `entropy at ${edgeWords(EDGE_SCALES[s]!)}`,
    of: ({ result }: GridCase) => mean(result.edge.map(({ measured }) => measured[s]!.entropy)),
    words: nats,
  })),
  ...NEAR.map((s) => ({
    heading: `gradient at ${edgeWords(EDGE_SCALES[s]!)}`,
    of: ({ result }: GridCase) => medianGradient(result.edge, s),
    words: (value: number) => value.toExponential(0),
  })),
  { heading: 'accuracy', of: ({ result }) => result.validationAccuracy, words: percent },
];

/** What paper A says of its Figure 1, and whether theory and evaluation agree. */
export function edgeClaims(cases: readonly GridCase[]): EmpiricalClaim[] {
  return overDataSets(cases).flatMap(({ dataSet, models }) => {
    const of = (name: string) => models.find(({ model }) => model === name)?.own ?? [];
    const nearly = (own: readonly GridCase[]) =>
      estimateOf(
        own,
        (one) => one.result.edge.map((_, ray) => Number(isNearlyCertain(one, ray, 0))),
        mean,
      );
    const single = of('single network');
    return models.flatMap(({ model, own }): EmpiricalClaim[] => {
      const common = { scope: `${dataSet}, ${model}` };
      const ensemble = (FIGURE_MODELS.ensembles as readonly string[]).includes(model);
      const share = nearly(own);
      return [
        claimPositive(
          {
            ...common,
            id: ensemble ? 'ensembles-mitigate-partially' : 'low-entropy-far-away',
            source: 'A, Fig. 1',
            statement: ensemble
              ? 'the ensemble is still nearly certain on most of the edge'
              : 'the model is nearly certain on most of the edge, where there are no data',
            quantity: `share of the edge with an entropy below ${NEARLY} ln C, less ½`,
          },
          beyond(0.5, share),
        ),
        ...(ensemble && single.length > 0
          ? [
              claimPositive(
                {
                  ...common,
                  id: 'ensembles-mitigate',
                  source: 'A, Fig. 1',
                  statement: 'the ensemble is nearly certain on less of the edge than one network',
                  quantity: "the single network's share less the ensemble's",
                },
                difference(nearly(single), share),
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
            quantity: `orders of magnitude by which the median norm falls from the edge to ${edgeWords(EDGE_SCALES[NEAR[1]!]!)}; 0 counts as the least double`,
          },
          fallOfGradient(own),
        ),
        limitClaim(own, common.scope),
      ];
    });
  });
}

/** Of float64 sums over ten members and three classes. */
const ROUNDING = 1e-12;

/** "The measured entropy is the one decided": refuted means that theory or code is wrong. */
function limitClaim(own: readonly GridCase[], scope: string): EmpiricalClaim {
  const rays = own.flatMap(({ result }) => result.edge);
  const checked = rays.flatMap(({ limit, settled }) =>
    settled ? [{ gap: Math.abs(settled.entropy - limit), settled }] : [],
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
  const orders = (scale: number) =>
    estimateOf(
      own,
      ({ result }) =>
        result.edge.map(({ measured }) =>
          Math.log10(Math.max(Number.MIN_VALUE, measured[scale]!.gradientNorm)),
        ),
      median,
    );
  return difference(orders(NEAR[0]!), orders(NEAR[1]!));
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
        drawn.push(values[(from + k) % values.length]!);
      }
    }
    return statistic(drawn);
  });
  return { value: statistic(values), replicates };
}

function isNearlyCertain({ result }: GridCase, ray: number, scale: number): boolean {
  return result.edge[ray]!.measured[scale]!.entropy < NEARLY * Math.log(result.classes);
}

function nearlyCertain(one: GridCase, scale: number): number {
  return mean(one.result.edge.map((_, ray) => Number(isNearlyCertain(one, ray, scale))));
}

function medianGradient(rays: readonly EdgeRay[], scale: number): number {
  return median(rays.map(({ measured }) => measured[scale]!.gradientNorm));
}

function overDataSets(cases: readonly GridCase[]) {
  const names = <K extends 'dataSet' | 'model'>(key: K) => [
    ...new Set(cases.map(({ spec }) => spec[key])),
  ];
  return names('dataSet').map((dataSet) => ({
    dataSet,
    models: names('model').map((model) => ({
      model,
      own: cases.filter(({ spec }) => spec.dataSet === dataSet && spec.model === model),
    })),
  }));
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

function edgeWords(scale: number): string {
  return scale === 1 ? 'the edge' : `${scale} × the edge`;
}
