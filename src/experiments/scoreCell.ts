import { dataSetNamed, RandomNumbers, rowsOfDataSet, scaledColumn } from '../data/index.js';
import {
  type Batch,
  cea,
  type Detector,
  type FittingData,
  type Observations,
  type Scorer,
  unit,
  type Variant,
  type VariantOptions,
} from '../detectors/index.js';
import { selectObservations } from '../detectors/observations.js';
import { InputError } from '../errors/inputError.js';
import type { ProblemCode } from '../errors/problem.js';
import { unknownKind } from '../errors/unknownKind.js';
import { cea2024Metrics, deleteNonFinite } from '../metrics/index.js';
import { adversarialInputs } from './adversarialInputs.js';
import type { ContentCache } from './contentCache.js';
import { type CeaChoice, detectorOf, variantOptions } from './detectorChoice.js';
import { type Placement, placement, replicatesOf, resampleCounts } from './placement.js';
import { rememberScores } from './rememberScores.js';
import {
  fittingDataFor,
  type Subject,
  type SubjectSpec,
  subjectOf,
  wholeBatches,
} from './subject.js';

/** What in-distribution rows are told apart from. */
export type OodSpec =
  /** Each raw column in turn (at most fifty, drawn at random) times α, standardised again. */
  | { readonly kind: 'scale'; readonly alpha: number }
  /** PGD on the cross-entropy, steps of 2.5 ε/steps, within ε in the largest coordinate. */
  | { readonly kind: 'attack'; readonly epsilon: number; readonly steps: number }
  /** Rows of another data set of the same inputs. */
  | { readonly kind: 'other'; readonly dataSet: string };

/** Detectors to be scored on one trained network. */
export interface ScoreSpec {
  readonly subject: SubjectSpec;
  readonly variant: Variant;
  readonly detectors: readonly string[];
  readonly ceas: readonly CeaChoice[];
  readonly ood: readonly OodSpec[];
}

/** The AUROC of one detector against one kind of out-of-distribution rows. */
export interface DetectorScore {
  /** `msp`, or `cea:msp` with the name of the CEA choice before the colon. */
  readonly detector: string;
  /** `scale 10`, `attack ε=0.1`, `other fashion-mnist`. */
  readonly ood: string;
  /** Infinities ranked, NaN as least novel; averaged over columns. */
  readonly auroc: number;
  /**
   * By the CEA authors' evaluation, which deletes scores that are not finite; null where nothing
   * was left.
   */
  readonly auroc2024: number | null;
  /** Scores that are NaN or infinite, in-distribution and out-of-distribution together. */
  readonly notFinite: number;
  /** Bootstrap replicates of `auroc`, paired between detectors and kinds of the same cell. */
  readonly replicates: readonly number[];
}

/** What scoring one trained network found. */
export interface ScoreResult {
  readonly scores: readonly DetectorScore[];
  /** Detectors that could not be fitted or give no score, and why. */
  readonly failures: readonly { readonly detector: string; readonly reason: string }[];
  /**
   * By the name of the CEA choice: the share of in-distribution test rows with an activation above
   * τ, to which CEA adds novelty. Paper B wants none; a percentile over all units allows many.
   */
  readonly ceaActive: Readonly<Record<string, number>>;
  readonly validationAccuracy: number;
  readonly testRows: number;
  readonly columns: number;
  readonly classes: number;
  readonly backend: string;
  readonly notes: readonly string[];
}

/** How many bootstrap replicates a cell keeps. */
const REPLICATES = 400;

/** How many columns are scaled at most, as in paper B. */
export const MOST_COLUMNS = 50;

/** Rows the authors' code scores at a time, and fits at a time. */
const AUTHORS = { scoring: 64, fitting: 128 } as const;

/** Scores every detector, with and without CEA, against every kind of out-of-distribution rows. */
export async function scoreCell(
  spec: ScoreSpec,
  cache: ContentCache,
  onShare: (share: number) => void = () => {},
): Promise<ScoreResult> {
  const subject = await subjectOf(spec.subject, cache);
  const authors = spec.variant === 'cea-2024';
  const data = await fittingDataFor(subject, authors ? AUTHORS.fitting : 1);
  const { scorers: fitted, failures } = fitAll(spec, data);
  const { test } = subject.prepared;
  const rows = authors ? wholeBatches(test.x.rows, AUTHORS.scoring) : test.x.rows;
  const batch = authors ? AUTHORS.scoring : rows;
  const inside = inBatches(await subject.observe(firstRows(test.x, rows)), batch);
  const scored = fitted.map((one) => ({ ...one, id: scoreBatches(one.scorer, inside) }));
  const scorers = scored.filter(({ id }) => !id.every(Number.isNaN));
  const idScores = scorers.map(({ id }) => id);
  failures.push(...scored.filter((one) => !scorers.includes(one)).map(nothingButNaN));
  const counts = resampleCounts(rows, REPLICATES, spec.subject.seed);
  const scores: DetectorScore[] = [];
  let done = 0;
  for (const ood of spec.ood) {
    const groups = await groupsOf(ood, subject, rows);
    const totals = scorers.map(() => new AveragedScores(rows));
    for await (const outside of groups) {
      const batches = inBatches(await subject.observe(outside), batch);
      scorers.forEach(({ scorer }, k) => {
        totals[k].add(idScores[k], scoreBatches(scorer, batches));
      });
      done++;
      onShare(done / (spec.ood.length * Math.min(test.x.columns, MOST_COLUMNS)));
    }
    scorers.forEach(({ detector }, k) => {
      scores.push({ detector, ood: nameOf(ood), ...totals[k].result(counts) });
    });
  }
  return {
    scores,
    failures,
    ceaActive: Object.fromEntries(
      spec.ceas.map((choice) => [choice.name, activeShare(choice, spec.variant, data, inside)]),
    ),
    validationAccuracy: subject.trained.validationAccuracy,
    testRows: rows,
    columns: test.x.columns,
    classes: subject.prepared.data.classes.length,
    backend: subject.trained.backend.name,
    notes: subject.prepared.data.notes,
  };
}

/** The name of a kind in result tables. */
export function nameOf(ood: OodSpec): string {
  switch (ood.kind) {
    case 'scale':
      return `scale ${ood.alpha}`;
    case 'attack':
      return `attack ε=${ood.epsilon}`;
    case 'other':
      return `other ${ood.dataSet}`;
    default:
      return unknownKind(ood);
  }
}

interface NamedScorer {
  readonly detector: string;
  readonly scorer: Scorer;
}

function fitAll(spec: ScoreSpec, data: FittingData) {
  const scorers: NamedScorer[] = [];
  const failures: { detector: string; reason: string }[] = [];
  const { variant } = spec;
  const attempt = (detector: string, fit: () => Scorer) => {
    try {
      scorers.push({ detector, scorer: fit() });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      failures.push({ detector, reason: error.message });
    }
  };
  for (const id of spec.detectors) {
    const base: Detector<VariantOptions> = rememberScores(detectorOf(id));
    const own = variantOptions(base, variant);
    attempt(id, () => base.fit(data, own));
    for (const choice of spec.ceas) {
      attempt(`${choice.name}:${id}`, () =>
        cea(base).fit(data, {
          variant,
          base: own,
          ...(variant === 'cea-2024' && { batchSize: AUTHORS.fitting }),
          ...choice.options,
        }),
      );
    }
  }
  return { scorers, failures };
}

/** A detector without a score on in-distribution rows has no AUROC: not 0, not ½, none. */
function nothingButNaN({ detector, scorer }: NamedScorer) {
  const settings = Object.entries(scorer.parameters).flatMap(([name, value]) =>
    typeof value === 'number' ? [`${name} = ${value}`] : [],
  );
  const where = settings.length > 0 ? `, fitted with ${settings.join(', ')}` : '';
  return { detector, reason: `every in-distribution score is NaN${where}` };
}

/** The share of rows that CEA adds novelty to, whatever the base: CEA over a constant score. */
function activeShare(
  choice: CeaChoice,
  variant: Variant,
  data: FittingData,
  inside: readonly Observations[],
): number {
  const options = { variant, base: { variant }, ...choice.options };
  const novelty = scoreBatches(cea(unit).fit(data, options), inside);
  const base = scoreBatches(unit.fit(data, { variant }), inside);
  return novelty.filter((value, i) => value > base[i]).length / novelty.length;
}

/** The AUROCs of one detector over the columns of one kind, averaged as paper B does. */
class AveragedScores {
  private groups = 0;
  private total = 0;
  private total2024 = 0;
  private groups2024 = 0;
  private notFinite = 0;
  private readonly influence: Float64Array;

  constructor(private readonly rows: number) {
    this.influence = new Float64Array(rows);
  }

  add(id: Float64Array, ood: Float64Array): void {
    const settled = (scores: Float64Array) =>
      scores.map((score) => (Number.isNaN(score) ? -Infinity : score));
    const { auroc, influence }: Placement = placement(settled(id), settled(ood));
    this.groups++;
    this.total += auroc;
    for (let i = 0; i < this.rows; i++) this.influence[i] = this.influence[i] + influence[i];
    const authors = cea2024Metrics(id, ood)?.auroc ?? Number.NaN;
    if (!Number.isNaN(authors)) {
      this.groups2024++;
      this.total2024 += authors;
    }
    this.notFinite +=
      id.length + ood.length - deleteNonFinite(id).length - deleteNonFinite(ood).length;
  }

  result(counts: readonly Uint16Array[]): Omit<DetectorScore, 'detector' | 'ood'> {
    const auroc = this.total / this.groups;
    const influence = this.influence.map((value) => value / this.groups);
    return {
      auroc,
      auroc2024: this.groups2024 === 0 ? null : this.total2024 / this.groups2024,
      notFinite: this.notFinite,
      replicates: replicatesOf({ auroc, influence }, counts).map(
        (value) => Math.round(value * 1e6) / 1e6,
      ),
    };
  }
}

/** The out-of-distribution rows of a kind, one batch per column scaled. */
async function groupsOf(
  ood: OodSpec,
  subject: Subject,
  rows: number,
): Promise<AsyncIterable<Batch>> {
  const { test, scaler } = subject.prepared;
  switch (ood.kind) {
    case 'scale':
      return (async function* () {
        for (const column of scaledColumns(test.raw.columns, subject.trained.options.seed)) {
          yield scaler.transform(scaledColumn(firstRows(test.raw, rows), column, ood.alpha));
        }
      })();
    case 'attack': {
      if (!subject.classifier) {
        throw new InputError('scoreCell', [
          {
            code: 'unsupported',
            path: 'ood',
            value: 'attack',
            rule: 'needs input gradients, which the architecture does not give here',
            remedy: 'attack an MLP or a ResNet',
          },
        ]);
      }
      const attacked = adversarialInputs(subject.classifier, firstRows(test.x, rows), test.y, ood);
      return (async function* () {
        yield attacked;
      })();
    }
    case 'other': {
      const drawn = await rowsOfOther(ood.dataSet, subject, rows);
      return (async function* () {
        yield scaler.transform(drawn);
      })();
    }
    default:
      return unknownKind(ood);
  }
}

/** Raw rows of another data set, drawn at random: its order may mean something. */
async function rowsOfOther(name: string, subject: Subject, rows: number): Promise<Batch> {
  const { seed } = subject.trained.options;
  const other = await dataSetNamed(name).load(seed);
  const { features } = subject.prepared.data;
  const fail = (code: ProblemCode, path: string, value: unknown, rule: string, remedy: string) => {
    throw new InputError('scoreCell', [{ code, path, value, rule, remedy }]);
  };
  const strange = other.features.findIndex((feature, k) => feature !== features[k]);
  if (strange !== -1 || other.features.length !== features.length) {
    fail(
      'inconsistent',
      `inputs of ${name}`,
      other.features[strange] ?? other.features.length,
      `must be the ${features.length} of ${subject.prepared.data.name}`,
      'compare data sets of the same inputs',
    );
  }
  if (other.x.rows < rows) {
    fail(
      'out_of_range',
      `rows of ${name}`,
      other.x.rows,
      `must be at least the ${rows} test rows`,
      'use a larger data set, or fewer rows of the other',
    );
  }
  const order = new RandomNumbers(seed, 'rows of another data set').permutation(other.x.rows);
  return rowsOfDataSet(other, order.subarray(0, rows)).x;
}

/** The columns that are scaled: all, or fifty drawn at random. */
export function scaledColumns(columns: number, seed: number): number[] {
  if (columns <= MOST_COLUMNS) return Array.from({ length: columns }, (_, j) => j);
  const order = new RandomNumbers(seed, 'columns').permutation(columns);
  return [...order.subarray(0, MOST_COLUMNS)].sort((a, b) => a - b);
}

function firstRows(batch: Batch, rows: number): Batch {
  return { rows, columns: batch.columns, values: batch.values.subarray(0, rows * batch.columns) };
}

function inBatches(observations: Observations, size: number): Observations[] {
  const rows = observations.logits.rows;
  return Array.from({ length: Math.ceil(rows / size) }, (_, n) => {
    const from = n * size;
    const to = Math.min(from + size, rows);
    return selectObservations(observations, ({ columns, values }) => ({
      rows: to - from,
      columns,
      values: values.subarray(from * columns, to * columns),
    }));
  });
}

function scoreBatches(scorer: Scorer, batches: readonly Observations[]): Float64Array {
  const parts = batches.map((batch) => scorer.score(batch));
  const out = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
