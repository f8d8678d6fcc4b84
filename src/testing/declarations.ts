/** What a detector says of itself, where laws must know. Everything may be left out. */
export interface Declarations {
  /**
   * Where the detector's scores are highest. `far` (assumed): a blob far from the data in every
   * feature, on which the classifier is undecided. `boundary`: rows between the classes. `none`:
   * no law about orientation.
   */
  readonly orientation?: 'far' | 'boundary' | 'none';
  /**
   * How scores end along every ray on which the classifier ends certain: above 95 % of
   * in-distribution scores (`out`), below their median (`in`), or converged (`flat`).
   */
  readonly far?: 'out' | 'flat' | 'in';
  /** Hyper-parameters and two values of each that must give different scores. */
  readonly options?: Readonly<Record<string, OptionDeclaration>>;
  /** Fitting on every row twice gives the same scores: true of means and maximum likelihood. */
  readonly replication?: boolean;
  /** Features in other units give the same scores: true of Mahalanobis distances. */
  readonly rescaling?: boolean;
  /** All scores may be equal: true of ensemble scores over a single network. */
  readonly constant?: boolean;
  /**
   * Scores depend on chance, seeded or not (dropout, random subsets, random trees). Laws then
   * compare means of repeated scorings, and differences beyond what repeated fits show.
   */
  readonly stochastic?: boolean;
  /** Scores this close, relative to max(1, |score|), count as equal; 1e-6 if absent. */
  readonly tolerance?: number;
  /** Whether it can be sent NaN, ragged rows and Float32Arrays at all; a JSON process cannot. */
  readonly inProcess?: boolean;
  /** Ranking metrics it computes when asked: `auroc`, `fpr95`, `auprIn`, `auprOut`. */
  readonly metrics?: readonly MetricName[];
}

/** Two values of a hyper-parameter, and whether it is a percentage or a fraction. */
export interface OptionDeclaration {
  readonly values: readonly [unknown, unknown];
  readonly unit?: 'percent' | 'fraction';
}

/** The ranking metrics laws know. */
export type MetricName = 'auroc' | 'fpr95' | 'auprIn' | 'auprOut';

/** All of them. */
export const METRIC_NAMES: readonly MetricName[] = ['auroc', 'fpr95', 'auprIn', 'auprOut'];

const isFlag = (value: unknown) => typeof value === 'boolean';

/** What each declaration must be, and a test of it. */
const RULES: Readonly<Record<keyof Declarations, [string, (value: unknown) => boolean]>> = {
  orientation: oneOf('far', 'boundary', 'none'),
  far: oneOf('out', 'flat', 'in'),
  options: [
    'an object whose entries are {"values": [one, another]}, with "unit": "percent" or "fraction" where it is one',
    (value) => isRecord(value) && Object.values(value).every(isOption),
  ],
  replication: ['true or false', isFlag],
  rescaling: ['true or false', isFlag],
  constant: ['true or false', isFlag],
  stochastic: ['true or false', isFlag],
  tolerance: [
    'a number from 0 to 1',
    (value) => typeof value === 'number' && value >= 0 && value <= 1,
  ],
  inProcess: ['true or false', isFlag],
  metrics: [
    `a list of ${METRIC_NAMES.join(', ')}`,
    (value) =>
      Array.isArray(value) && value.every((name) => METRIC_NAMES.includes(name as MetricName)),
  ],
};

/** What is wrong with what a detector declares, a sentence each; names unknown to the laws are in `unknown`. */
export function declarationProblems(value: unknown): {
  readonly wrong: readonly string[];
  readonly unknown: readonly string[];
} {
  if (value === undefined) return { wrong: [], unknown: [] };
  if (!isRecord(value)) return { wrong: ['declares must be an object'], unknown: [] };
  const names = Object.keys(value).filter((name) => value[name] !== undefined);
  return {
    wrong: names.flatMap((name) => {
      const rule = RULES[name as keyof Declarations];
      return rule && !rule[1](value[name])
        ? [`declares.${name} is ${JSON.stringify(value[name])}, must be ${rule[0]}`]
        : [];
    }),
    unknown: names.filter((name) => !Object.hasOwn(RULES, name)),
  };
}

function oneOf(...values: readonly string[]): [string, (value: unknown) => boolean] {
  return [
    values.map((value) => `"${value}"`).join(' or '),
    (value) => values.includes(value as string),
  ];
}

function isOption(value: unknown): boolean {
  return (
    isRecord(value) &&
    Array.isArray(value.values) &&
    value.values.length >= 2 &&
    (value.unit === undefined || value.unit === 'percent' || value.unit === 'fraction')
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
