import type { Declarations } from './declarations.js';
import type { DetectorRequest } from './detectorRequest.js';
import { SizeCounter } from './sentSizes.js';
import type { DetectorUnderTest, FitRequest, FittedDetector } from './subject.js';

/** How often a detector that declares `stochastic` scores a batch: its scores are means of these. */
const REPEATS = 8;

/**
 * A detector with a memory of what it was asked, and of how far its scores can be trusted to
 * repeat. Laws see no difference.
 */
export class ObservedDetector implements DetectorUnderTest {
  /** What it was asked since `begin`. */
  private asked: DetectorRequest[] = [];
  readonly sizes = new SizeCounter();
  /**
   * By how much its scores differ from run to run, relative to max(1, |score|): 0 unless measured,
   * NaN where scores differ although they should not, so that no comparison means anything.
   */
  noise = 0;

  constructor(private inner: DetectorUnderTest) {}

  get name(): string {
    return this.inner.name;
  }

  get declares(): Declarations {
    return this.inner.declares ?? {};
  }

  get requests(): readonly DetectorRequest[] {
    return this.asked;
  }

  /** Forgets what it was asked: a new law starts. */
  begin(): void {
    this.asked = [];
  }

  /** Forgets all it was asked but the last fit: what led to a smaller input need not be replayed. */
  forgetTrials(): void {
    const fit = this.asked.findLast((request) => 'fit' in request);
    this.asked = fit ? [fit] : [];
  }

  /** Goes on with one that remembers nothing, where there is one. */
  async forgetAll(): Promise<void> {
    this.inner = (await this.inner.anew?.()) ?? this.inner;
  }

  async fit(
    request: FitRequest,
    options?: Readonly<Record<string, unknown>>,
  ): Promise<FittedDetector> {
    // A copy: what a detector changes in place must not change the record.
    this.asked.push(structuredClone({ fit: request, ...(options && { options }) }));
    this.sizes.addFit(request);
    const fitted = await this.inner.fit(request, options);
    return { score: (rows) => this.score(fitted, rows) };
  }

  private async score(
    fitted: FittedDetector,
    rows: readonly ArrayLike<number>[],
  ): Promise<ArrayLike<number>> {
    this.asked.push({ score: rows.map((row) => Array.from(row)) });
    this.sizes.addBatch(rows.length);
    const first = await fitted.score(rows);
    if (!this.declares.stochastic) return first;
    const sum = Array.from(first);
    for (let repeat = 1; repeat < REPEATS; repeat++) {
      const next = await fitted.score(rows);
      if (next.length !== sum.length) return next;
      for (let i = 0; i < sum.length; i++) sum[i] += next[i];
    }
    return sum.map((total) => total / REPEATS);
  }
}

/** By how much scores of a subject differ from run to run; 0 where it was not measured. */
export function noiseOf(subject: DetectorUnderTest): number {
  return subject instanceof ObservedDetector ? subject.noise : 0;
}

/** From here on the subject is one that was never asked anything, where whoever runs it can make one. */
export async function startAnew(subject: DetectorUnderTest): Promise<void> {
  if (subject instanceof ObservedDetector) await subject.forgetAll();
}

/** Runs what shows a violation on its smallest input, so that this alone is replayed later. */
export async function demonstrate(
  subject: DetectorUnderTest,
  show: () => Promise<unknown>,
): Promise<void> {
  if (!(subject instanceof ObservedDetector)) return;
  subject.forgetTrials();
  try {
    await show();
  } catch {
    // An exception is a violation as well.
  }
}
