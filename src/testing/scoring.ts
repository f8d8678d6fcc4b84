import { ProtocolFault } from './protocolFault.js';
import type { DetectorUnderTest, FitRequest, FittedDetector } from './subject.js';

type Rows = readonly ArrayLike<number>[];

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
  { network, train, validation, name }: FitRequest & { readonly name?: string },
  options?: Readonly<Record<string, unknown>>,
): Promise<FittedDetector> {
  const input = { situation: name ?? 'changed data', ...(options && { options }) };
  return withInput(input, () => subject.fit({ network, train, validation }, options));
}

/** An exception of the subject, with what it was given. */
class SubjectError extends Error {
  constructor(
    message: string,
    readonly input: unknown,
  ) {
    super(message);
  }
}

async function withInput<Result>(
  input: unknown,
  call: () => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof ProtocolFault) throw error;
    throw new SubjectError(error instanceof Error ? error.message : String(error), input);
  }
}

/** The first index at which scores differ by more than the subject's tolerance; −1 if none. */
export function firstDifference(
  { declares }: DetectorUnderTest,
  expected: readonly number[],
  actual: readonly number[],
): number {
  const tolerance = declares?.tolerance ?? 1e-6;
  return expected.findIndex((score, i) => {
    const other = actual[i]!;
    if (Object.is(score, other) || score === other) return false;
    return !(Math.abs(score - other) <= tolerance * Math.max(1, Math.abs(score)));
  });
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
