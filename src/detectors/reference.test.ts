import { describe, expect, it } from 'vitest';
import { detectorOfEntry } from '../../properties/support/detectors/referenceEntries.js';
import {
  type ReferenceCase,
  type ReferenceEntry,
  type ReferenceNumber,
  readReference,
  referenceFolder,
} from '../../properties/support/detectors/referenceVectors.js';
import { InputError } from '../errors/inputError.js';
import { cea2024Metrics } from '../metrics/cea2024Metrics.js';
import { argmaxRows } from './batch.js';
import type { Scorer } from './detector.js';
import { excess } from './excess.js';
import { openMax } from './methods/openMax.js';
import { fittedTemperature, TEMPERATURES } from './temperature.js';

const { cases } = readReference(referenceFolder());
/** Compared numbers by detector, so that a test that compared nothing shows. */
const compared = new Map<string, number>();

describe('reference vectors, in the variant of the code they came from', () => {
  it('are there', () => {
    expect(cases.length).toBeGreaterThan(0);
  });

  for (const reference of cases) {
    describe(reference.name, () => {
      it('features and logits of the test rows are those of the network', () => {
        const { features, logits } = reference.classifier.observe(reference.test.x);
        agree(reference.test.features.flat(), Array.from(features.values), 'features');
        agree(reference.test.logits.flat(), Array.from(logits.values), 'logits');
      });
      for (const name of Object.keys(reference.entries)) {
        it(`${name}: scores, parameters and metrics agree`, () => compareEntry(name, reference));
      }
    });
  }

  it('compared something for every detector', () => {
    const lines = [...compared].map(([name, count]) => `${name} ${count}`);
    const total = [...compared.values()].reduce((sum, count) => sum + count, 0);
    console.log(`reference numbers compared: ${total} (${lines.join(', ')})`);
    const plain = cases.flatMap(({ entries }) =>
      Object.entries(entries).flatMap(([name, entry]) =>
        name.startsWith('CEA') || entry.error ? [] : [name],
      ),
    );
    for (const name of new Set(plain)) expect(compared.get(name), name).toBeGreaterThan(0);
  });
});

function compareEntry(name: string, reference: ReferenceCase): void {
  const entry = reference.entries[name];
  const named = detectorOfEntry(name, reference);
  expect(named, `a detector named ${name}`).not.toBeNull();
  const { detector, options } = named!;
  if (entry.error) {
    expect(() => scoresOf(detector.fit(reference.data, options), reference, null)).toThrow(
      InputError,
    );
    return;
  }
  const scorer = detector.fit(reference.data, options);
  const conf = scoresOf(scorer, reference, entry.conf!);
  if (entry.ill_conditioned && !Array.isArray(entry.ill_conditioned)) return;
  const skipped = skippedRows(entry);
  const loose = toleranceOf(name, reference);
  const tolerance = (row: number) => Math.max(loose, Number(entry.tolerance?.[row] ?? 0));
  let count = agree(entry.conf!, conf, `${name} conf`, tolerance, skipped);
  if (entry.conf_single) {
    const single = reference.test.x.map((x) => -scorer.score(reference.classifier.observe([x]))[0]);
    count += agree(entry.conf_single, single, `${name} conf_single`, tolerance, skipped);
  }
  count += compareParameters(name, entry, scorer, reference);
  count += compareMetrics(name, entry, conf, reference, {
    tolerance: loose,
    skipped: skipped.size > 0,
  });
  compared.set(name, (compared.get(name) ?? 0) + count);
}

/** What the READMEs of the reference vectors allow, relative to max(1, |conf|). */
function toleranceOf(name: string, reference: ReferenceCase): number {
  if (name.includes('TempScale') && reference.name.endsWith('negative-temperature')) return 1e-6;
  // A ridge of 1e-6 inverts the null directions of these data to 1e6.
  const ridge = /MDS\[ridge\]|MultiMDS/.test(name) && reference.name.startsWith('ties');
  return ridge ? 1e-8 : 1e-9;
}

/** conf = −novelty, each group of rows in a batch of its own. */
function scoresOf(
  scorer: Scorer,
  reference: ReferenceCase,
  expected: readonly ReferenceNumber[] | null,
): number[] {
  return reference.test.groups.flatMap(({ start, end }) => {
    const batch = reference.classifier.observe(reference.test.x.slice(start, end));
    if (expected?.slice(start, end).every((value) => value === null)) {
      expect(() => scorer.score(batch)).toThrow(InputError);
      return new Array<number>(end - start).fill(Number.NaN);
    }
    return Array.from(scorer.score(batch), (novelty) => -novelty);
  });
}

function skippedRows({ ill_conditioned: marked }: ReferenceEntry): Set<number> {
  if (!Array.isArray(marked)) return new Set();
  return new Set(
    marked.flatMap((mark, i) => (mark === true ? [i] : typeof mark === 'number' ? [mark] : [])),
  );
}

/**
 * Metrics of the recorded scores must agree; those of our own too, unless two scores differ by
 * rounding only, where their order is no fact about the detector, or rows are not to be compared.
 */
function compareMetrics(
  name: string,
  entry: ReferenceEntry,
  conf: readonly number[],
  { test: { groups } }: ReferenceCase,
  { tolerance, skipped }: { readonly tolerance: number; readonly skipped: boolean },
): number {
  const recorded = entry.conf!.map((value) => (value === null ? Number.NaN : Number(value)));
  const idRows = groups.filter(({ kind }) => kind === 'id');
  let count = 0;
  for (const [group, expected] of Object.entries(entry.metrics ?? {})) {
    const { start, end } = groups.find((candidate) => candidate.name === group)!;
    const part = (scores: readonly number[]) => ({
      id: idRows.flatMap((row) => scores.slice(row.start, row.end)).map((value) => -value),
      ood: scores.slice(start, end).map((value) => -value),
    });
    const theirs = part(recorded);
    const ours = part(conf);
    const nearTies =
      skipped || [theirs, ours].some(({ id, ood }) => hasNearTies([...id, ...ood], tolerance));
    const samples = nearTies ? [theirs] : [theirs, ours];
    for (const { id, ood } of samples) {
      const metrics = cea2024Metrics(id, ood);
      const what = `${name} metrics of ${group}`;
      if (expected === null) expect(metrics, what).toBeNull();
      else {
        const { fpr95, auroc, auprIn, auprOut } = metrics!;
        agree(expected, [fpr95, auroc, auprIn, auprOut], what);
      }
      count += 4;
    }
  }
  return count;
}

function hasNearTies(scores: readonly number[], tolerance: number): boolean {
  const sorted = Float64Array.from(scores).sort();
  return sorted.some((score, i) => {
    const gap = score - sorted[i - 1];
    return gap > 0 && gap <= tolerance * Math.max(1, Math.abs(score));
  });
}

/** Recorded parameter → ours. Names not listed are settings or remarks, not fitted parameters. */
const PARAMETERS: Readonly<Record<string, string>> = {
  T: 'temperature',
  T_trace: 'trace',
  class_mean: 'classMeans',
  precision: 'precision',
  whole_mean: 'wholeMean',
  whole_precision: 'wholePrecision',
  u: 'origin',
  alpha: 'alpha',
  residual_form: 'residualForm',
  patterns: 'patterns',
  mean_softmax_val: 'templates',
  min: 'min',
  max: 'max',
  threshold: 'threshold',
  masked_W: 'maskedWeights',
  mean_activation: 'meanActivation',
  k: 'k',
  n_train: 'trainingRows',
  dim: 'dimension',
  d: 'templates',
  train_mean: 'mean',
  mean: 'mean',
  mu: 'classMeans',
  background_mu: 'wholeMean',
  background_precision: 'wholePrecision',
  a: 'a',
  b: 'eta',
  low: 'low',
  high: 'high',
  clip_threshold: 'clip',
  normalize_factors: 'units',
  scale: 'scale',
  projection_form: 'projectionForm',
  ecdf: 'statistics',
  n_bank: 'bankRows',
  K: 'neighbours',
  held_out: 'heldOut',
};

function compareParameters(
  name: string,
  entry: ReferenceEntry,
  { parameters }: Scorer,
  reference: ReferenceCase,
): number {
  const params = { ...entry.params } as Record<string, unknown>;
  let count = 0;
  const check = (recorded: unknown, mine: unknown, what: string, tolerance = 1e-9) => {
    count += agree(flat(recorded), flat(mine), `${name} ${what}`, tolerance);
  };
  if ('tau' in entry) {
    check(entry.tau, parameters.tau, 'tau');
    const loose = toleranceOf(name, reference);
    check(entry.lambda, parameters.lambda, 'lambda', loose);
    check(entry.val_g_mean, parameters.meanExcess, 'val_g_mean');
    const { features } = reference.classifier.observe(reference.test.x);
    const added = excess(features, Number(parameters.tau), 2).map(
      (value) => -Number(parameters.lambda) * value,
    );
    if (entry.added) check(entry.added, Array.from(added), 'added', loose);
    check(entry.val_score_mean, -Number(parameters.meanBaseNovelty), 'val_score_mean', loose);
    return count;
  }
  if (
    'residual_form' in params &&
    (params.complex_eigenvectors || Number(params.basis_gram_max_dev) > 1e-9)
  ) {
    // Not an orthonormal basis: the form is that of the source's eigensolver, not of the data.
    delete params.residual_form;
  }
  if (name === 'ASH') check([params.n], [parameters.width], 'n');
  if ('kept' in parameters && 'k' in params) {
    check([params.k], [parameters.kept], 'k');
    delete params.k;
  }
  if (Array.isArray(params.classes)) {
    compareTails(params.classes, parameters.classes as never, check);
    if (name === 'OpenMax') compareRefit(params.classes, reference, check);
    delete params.alpha;
  }
  if (name === 'TempScale' && typeof params.info_nll_minimiser === 'number') {
    const { logits, labels } = reference.data.validation;
    const { lowest, highest } = TEMPERATURES;
    const theirs = params.info_nll_minimiser;
    // Where the loss has no minimum both searches run to the end of their own range.
    if (theirs > lowest && theirs < highest) {
      check(theirs, fittedTemperature(logits, labels), 'minimiser', 1e-6);
    }
  }
  // The precision of a ridge of 1e-6 has a condition of 1e8 on these data: 1e8 units of rounding.
  const tolerance = toleranceOf(name, reference) === 1e-8 ? 1e-7 : toleranceOf(name, reference);
  for (const [key, ours] of Object.entries(PARAMETERS)) {
    if (key in params && ours in parameters) check(params[key], parameters[ours], key, tolerance);
  }
  if (name === 'MSP' && entry.pred) {
    check(
      entry.pred,
      Array.from(argmaxRows(reference.classifier.observe(reference.test.x).logits)),
      'pred',
    );
  }
  return count;
}

type RecordedTail = {
  mav: number[];
  n: number;
  valid: boolean;
  scale: number;
  shape: number;
  small_score: number;
};
type OurTail = {
  mean: number[];
  count: number;
  valid: boolean;
  scale: number;
  shape: number;
  smallScore: number;
};

function compareTails(
  recorded: readonly RecordedTail[],
  ours: readonly OurTail[],
  check: (recorded: unknown, mine: unknown, what: string) => void,
): void {
  recorded.forEach((tail, c) => {
    const mine = ours[c];
    check(tail.mav, mine.mean, `mean of class ${c}`);
    check(
      [tail.n, Number(tail.valid), tail.scale, tail.shape, tail.small_score],
      [mine.count, Number(mine.valid), mine.scale, mine.shape, mine.smallScore],
      `tail of class ${c}`,
    );
  });
}

/** libMR stops its search at 1e-6; a fit of our own comes that close to its parameters. */
function compareRefit(
  recorded: readonly RecordedTail[],
  { data }: ReferenceCase,
  check: (recorded: unknown, mine: unknown, what: string, tolerance?: number) => void,
): void {
  const ours = openMax.fit(data, { variant: 'cea-2024' }).parameters.classes as never as OurTail[];
  recorded.forEach(({ scale, shape }, c) => {
    check([scale, shape], [ours[c].scale, ours[c].shape], `fit of class ${c}`, 1e-5);
  });
}

function flat(value: unknown): ReferenceNumber[] {
  if (Array.isArray(value)) return value.flatMap(flat);
  // By class: {"0": […], "1": […]}.
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(flat);
  return [value as ReferenceNumber];
}

/** Compares number by number; returns how many. */
function agree(
  recorded: readonly ReferenceNumber[],
  mine: readonly (ReferenceNumber | undefined)[],
  what: string,
  tolerance: number | ((index: number) => number) = 1e-9,
  skipped: ReadonlySet<number> = new Set(),
): number {
  expect(mine.length, `${what}: length`).toBe(recorded.length);
  let count = 0;
  recorded.forEach((value, i) => {
    if (value === null || skipped.has(i)) return;
    const expected = Number(value);
    const actual = Number(mine[i]);
    const allowed = typeof tolerance === 'number' ? tolerance : tolerance(i);
    const same =
      Object.is(expected, actual) ||
      expected === actual ||
      Math.abs(actual - expected) <= allowed * Math.max(1, Math.abs(expected));
    if (!same) expect.fail(`${what}[${i}]: ${actual} must be ${expected} within ${allowed}`);
    count++;
  });
  return count;
}
