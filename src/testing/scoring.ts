import { InputError } from '../errors/inputError.js';
import type { NotChecked } from './law.js';
import { noiseOf } from './observedDetector.js';
import { ProtocolFault } from './protocolFault.js';
import { StartFailure } from './startFailure.js';
import type { DetectorUnderTest, FitRequest, FittedDetector } from './subject.js';

type Rows = readonly ArrayLike<number>[];
type Options = Readonly<Record<string, unknown>>;

/**
 * Scores rows and insists on one number per row.
 *
 * @throws Error naming what came instead
 */
export async function scoresOf(fitted: FittedDetector, rows: Rows): Promise<number[]> {
  const scores = await withInput({ rows: rows.slice(0, 3) }, () => fitted.score(rows));
  if (scores === null || typeof scores !== 'object' || typeof scores.length !== 'number') {
    throw new Error(`score returned ${show(scores)} instead of one number per row`);
  }
  if (scores.length !== rows.length) {
    throw new Error(`score returned ${scores.length} scores for ${rows.length} rows`);
  }
  return Array.from(scores, (score, i) => {
    if (typeof score === 'number') return score;
    throw new Error(`score ${i} is ${show(score)}, not a number`);
  });
}

/** Fits on the data of a request alone, without what a situation holds besides. */
export async function fitOn(
  subject: DetectorUnderTest,
  { network, train, validation, name }: FitRequest & { readonly name: string },
  options?: Options,
): Promise<FittedDetector> {
  const input = { situation: name, ...(options && { options }) };
  return withInput(input, () => subject.fit({ network, train, validation }, options));
}

/**
 * Fits where a detector may say no, with its reason, to data it cannot be fitted on: a class
 * without rows, fewer rows than neighbours.
 */
export async function fitUnlessRefused(
  subject: DetectorUnderTest,
  situation: FitRequest & { readonly name: string },
): Promise<FittedDetector | NotChecked> {
  try {
    return await fitOn(subject, situation);
  } catch (error) {
    if (!(error instanceof SubjectError) || !error.deliberate) throw error;
    return { notChecked: `it refuses "${situation.name}": ${error.message}` };
  }
}

/** An exception of the subject, with what it was given. */
export class SubjectError extends Error {
  /** Whether it was thrown on purpose; the language throws of itself where code has a slip. */
  readonly deliberate: boolean;

  constructor(
    thrown: unknown,
    readonly input: unknown,
  ) {
    super(thrown instanceof Error ? thrown.message : String(thrown));
    this.deliberate =
      thrown instanceof InputError ||
      (thrown instanceof Error &&
        thrown.message.trim() !== '' &&
        !SLIPS.some((slip) => thrown instanceof slip));
  }
}

const SLIPS = [TypeError, RangeError, ReferenceError, SyntaxError, EvalError, URIError];

async function withInput<Result>(
  input: unknown,
  call: () => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof ProtocolFault || error instanceof StartFailure) throw error;
    throw new SubjectError(error, input);
  }
}

/** Scores of the subject differ from run to run, so comparing them says nothing. */
export class Incomparable extends Error {
  constructor() {
    super('its scores differ from run to run: see "deterministic", or declare "stochastic"');
  }
}

/**
 * The first index at which scores differ by more than the subject's tolerance, and than chance
 * makes them differ where it declares to be stochastic; −1 if none.
 *
 * @throws Incomparable where scores differ from run to run and it does not declare so
 */
export function firstDifference(
  subject: DetectorUnderTest,
  expected: readonly number[],
  actual: readonly number[],
): number {
  const noise = noiseOf(subject);
  if (Number.isNaN(noise)) throw new Incomparable();
  // Chance goes beyond the largest difference of a few repetitions, seldom beyond thrice.
  const tolerance = (subject.declares?.tolerance ?? 1e-6) + 3 * noise;
  return expected.findIndex((score, i) => {
    const other = actual[i];
    if (Object.is(score, other) || score === other) return false;
    return !(Math.abs(score - other) <= tolerance * Math.max(1, Math.abs(score)));
  });
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
