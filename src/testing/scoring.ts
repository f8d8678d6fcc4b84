import type { DetectorUnderTest, FitRequest, FittedDetector } from './subject.js';

type Rows = readonly ArrayLike<number>[];

/**
 * Scores rows and insists on one number per row.
 *
 * @throws Error naming what came instead
 */
export async function scoresOf(fitted: FittedDetector, rows: Rows): Promise<number[]> {
  const scores = await fitted.score(rows);
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
  { network, train, validation }: FitRequest,
  options?: Readonly<Record<string, unknown>>,
): Promise<FittedDetector> {
  return subject.fit({ network, train, validation }, options);
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
