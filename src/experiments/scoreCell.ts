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
import { rowsOfObservations } from '../detectors/observations.js';
import { settled } from '../detectors/settled.js';
import { InputError } from '../errors/inputError.js';
import type { ProblemCode } from '../errors/problem.js';
import { unknownKind } from '../errors/unknownKind.js';
import { cea2024Auroc } from '../metrics/cea2024Metrics.js';
import { adversarialInputs } from './adversarialInputs.js';
import type { ContentCache } from './contentCache.js';
import { type CeaChoice, detectorOf, variantOptions } from './detectorChoice.js';
import {
  finiteOf,
  placement,
  type Ranked,
  ranked,
  replicatesOf,
  resampleCounts,
} from './placement.js';
import { rememberScores } from './rememberScores.js';
import {
  fittingObservations,
  type Subject,
  type SubjectSpec,
  subjectOf,
  wholeBatches,
  wholeBatchesOf,
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

/** Detectors of one definition or several, to be scored on one trained network. */
export interface ScoresSpec extends Omit<ScoreSpec, 'variant'> {
  readonly variants: readonly Variant[];
}

/** Scores every detector, with and without CEA, against every kind of out-of-distribution rows. */
export async function scoreCell(
  { variant, ...spec }: ScoreSpec,
  cache: ContentCache,
): Promise<ScoreResult> {
  return (await scoreVariants({ ...spec, variants: [variant] }, cache))[0];
}

/**
 * The same for several definitions of the detectors: what does not depend on it, the network, what it
 * shows of all rows and which of them are near to which, is found once.
 *
 * @returns one result for each variant
 */
export async function scoreVariants(
  spec: ScoresSpec,
  cache: ContentCache,
  onShare: (share: number) => void = () => {},
): Promise<ScoreResult[]> {
  const subject = await subjectOf(spec.subject, cache);
  const { test } = subject.prepared;
  const inside = settled(await subject.observe(test.x));
  const fitting = await fittingObservations(subject);
  const scorings = spec.variants.map(
    (variant) => new Scoring(spec, variant, subject, fitting, inside),
  );
  const rows = Math.max(...scorings.map((scoring) => scoring.rows));
  let done = 0;
  for (const ood of spec.ood) {
    for await (const outside of await groupsOf(ood, subject, rows)) {
      const seen = settled(await subject.observe(outside));
      for (const scoring of scorings) scoring.add(seen);
      done++;
      onShare(done / (spec.ood.length * Math.min(test.x.columns, MOST_COLUMNS)));
    }
    for (const scoring of scorings) scoring.endOf(ood);
  }
  return scorings.map((scoring) => scoring.result());
}

/** One definition of the detectors, fitted on a network and scored kind by kind. */
class Scoring {
  /** How many test rows are scored. */
  readonly rows: number;
  private readonly batch: number;
  private readonly data: FittingData;
  private readonly inside: readonly Observations[];
  private readonly scorers: readonly (NamedScorer & { readonly id: Ranked })[];
  private readonly failures: { detector: string; reason: string }[];
  private readonly counts: readonly Uint16Array[];
  private readonly scores: DetectorScore[] = [];
  private totals: readonly AveragedScores[];

  constructor(
    private readonly spec: ScoresSpec,
    private readonly variant: Variant,
    private readonly subject: Subject,
    fitting: FittingData,
    inside: Observations,
  ) {
    const authors = variant === 'cea-2024';
    const all = inside.logits.rows;
    this.data = wholeBatchesOf(fitting, authors ? AUTHORS.fitting : 1);
    this.rows = authors ? wholeBatches(all, AUTHORS.scoring) : all;
    this.batch = authors ? AUTHORS.scoring : this.rows;
    this.inside = this.batches(inside);
    const { scorers, failures } = fitAll(spec, variant, this.data);
    const scored = scorers.map((one) => ({ ...one, own: scoreBatches(one.scorer, this.inside) }));
    const dead = scored.filter(({ own }) => own.every(Number.isNaN));
    this.scorers = scored
      .filter((one) => !dead.includes(one))
      .map(({ own, ...one }) => ({ ...one, id: ranked(own) }));
    this.failures = [...failures, ...dead.map(nothingButNaN)];
    this.counts = resampleCounts(this.rows, REPLICATES, spec.subject.seed);
    this.totals = this.newTotals();
  }

  /** Scores one group of out-of-distribution rows, of as many as there are test rows, or more. */
  add(outside: Observations): void {
    const batches = this.batches(outside);
    this.scorers.forEach(({ scorer, id }, k) => {
      this.totals[k].add(id, ranked(scoreBatches(scorer, batches)));
    });
  }

  /** Ends the groups of one kind. */
  endOf(ood: OodSpec): void {
    this.scorers.forEach(({ detector }, k) => {
      this.scores.push({ detector, ood: nameOf(ood), ...this.totals[k].result(this.counts) });
    });
    this.totals = this.newTotals();
  }

  result(): ScoreResult {
    const { prepared, trained } = this.subject;
    return {
      scores: this.scores,
      failures: this.failures,
      ceaActive: Object.fromEntries(
        this.spec.ceas.map((choice) => [
          choice.name,
          activeShare(choice, this.variant, this.data, this.inside),
        ]),
      ),
      validationAccuracy: trained.validationAccuracy,
      testRows: this.rows,
      columns: prepared.test.x.columns,
      classes: prepared.data.classes.length,
      backend: trained.backend.name,
      notes: prepared.data.notes,
    };
  }

  private newTotals(): AveragedScores[] {
    return this.scorers.map(() => new AveragedScores(this.rows));
  }

  private batches(observations: Observations): Observations[] {
    const { rows, batch } = this;
    return Array.from({ length: Math.ceil(rows / batch) }, (_, n) =>
      rowsOfObservations(observations, n * batch, Math.min((n + 1) * batch, rows)),
    );
  }
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

function fitAll(spec: ScoresSpec, variant: Variant, data: FittingData) {
  const scorers: NamedScorer[] = [];
  const failures: { detector: string; reason: string }[] = [];
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

  add(id: Ranked, ood: Ranked): void {
    const { auroc, influence } = placement(id, ood);
    this.groups++;
    this.total += auroc;
    for (let i = 0; i < this.rows; i++) this.influence[i] = this.influence[i] + influence[i];
    const [inside, outside] = [finiteOf(id), finiteOf(ood)];
    const authors = cea2024Auroc(inside, outside);
    if (!Number.isNaN(authors)) {
      this.groups2024++;
      this.total2024 += authors;
    }
    this.notFinite += 2 * this.rows - inside.length - outside.length;
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
