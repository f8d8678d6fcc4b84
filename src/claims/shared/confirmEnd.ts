import type { Scorer } from '../../detectors/detector.js';
import { Rational } from '../../exact/rational.js';
import type { DetectorAnalysis } from '../detectorAnalysis.js';
import { orderOfLines } from '../infinity/largestLines.js';
import type { Oracle } from '../oracle.js';
import type { ExpectedEnd } from './expectedEnd.js';
import { farObservations, farTime, type Wait } from './farObservations.js';
import { type Finding, showsFailing, showsHolding } from './finding.js';
import { leadAt } from './settling.js';
import { tailLines } from './tailLines.js';

/**
 * Looks at a fitted score far out on the network itself: does it end as a closed form says?
 *
 * Growth is measured between t and 2t, so that constants fall out. Numbers tell nothing where the
 * term that matters is below the rounding of what it is the difference of.
 *
 * @param wait - see `farTime`; `kept` is asked for here
 */
export function endInNumbers(
  subject: DetectorAnalysis,
  oracle: Oracle,
  scorer: Scorer,
  end: ExpectedEnd,
  wait: Wait = {},
): Finding {
  const t = farTime(subject, wait);
  if (t === null) return null;
  const noveltyAt = (time: number) => scorer.score(farObservations(subject, oracle, time))[0];
  const near = noveltyAt(t);
  const far = noveltyAt(2 * t);
  if (!Number.isFinite(near) || !Number.isFinite(far)) return null;
  const noise = noiseAt(subject, 2 * t);
  if (wait.kept !== undefined && !tellsLargest(subject, wait.kept, t, noise)) return null;
  // Scores may depend on which class is the most probable, and numbers are to tell that at both times.
  if (subject.tail.gap !== null && !(noise < -leadAt(subject, t))) return null;
  if (end.kind === 'grows') {
    const { power, coefficient } = end;
    const span = (2 ** power - 1) * t ** power;
    const measured = (far - near) / span;
    const rounding = (noise ** power + 2 ** -44 * Math.abs(far)) / span;
    if (!(rounding < 0.01 * Math.abs(coefficient))) return null;
    const what = `the novelty grows by ${measured}·t^${power} between t = ${t} and 2t, and ${coefficient} is expected`;
    const close = Math.abs(measured - coefficient) <= 0.02 * Math.abs(coefficient);
    return close ? showsHolding(what) : showsFailing(what);
  }
  const allowed = 1e-3 * (1 + Math.abs(end.limit));
  const cancelled = 2 ** -44 * (end.cancelling ?? 0) * (2 * t) ** 2;
  if (!(noise + cancelled < allowed)) return null;
  const what = `the novelty is ${far} at t = ${2 * t}, and its limit is expected to be ${end.limit}`;
  return Math.abs(far - end.limit) <= allowed ? showsHolding(what) : showsFailing(what);
}

/**
 * What it means for a statement that is true iff a score ends as computed, where that end makes the
 * statement `true` or not: numbers that bear the end out show it so, others show the opposite.
 */
export function findingThat(holds: boolean, end: Finding): Finding {
  if (end === null) return null;
  return (end.shows === 'holds') === holds ? showsHolding(end.what) : showsFailing(end.what);
}

/** What rounding may make of logits and activations at t. */
export function noiseAt(subject: DetectorAnalysis, t: number): number {
  return 2 ** -44 * magnitudeAt(subject, t);
}

/**
 * Whether numbers at t tell which activations end largest: those that do exceed the others by more
 * than the noise, but for lines that are equal for ever, of which either is as good.
 */
function tellsLargest(subject: DetectorAnalysis, kept: number, t: number, noise: number): boolean {
  const { slope, intercept } = tailLines(subject).activations;
  const order = orderOfLines({ slope, intercept });
  if (order.length <= kept) return true;
  const last = order[kept - 1];
  const over = (j: number) =>
    slope[last]
      .subtract(slope[j])
      .multiply(Rational.of(t))
      .add(intercept[last].subtract(intercept[j]));
  const apart = (j: number) =>
    slope[j].compare(slope[last]) !== 0 || intercept[j].compare(intercept[last]) !== 0;
  return (
    order.slice(0, kept).every((j) => !apart(j) || over(j).toNumber() < -noise) &&
    order.slice(kept).every((j) => !apart(j) || over(j).toNumber() > noise)
  );
}

/** How large logits and activations are at t: what rounding is relative to. */
function magnitudeAt({ tail }: DetectorAnalysis, t: number): number {
  const germs = tail.penultimate ? [tail, tail.penultimate] : [tail];
  let largest = 1;
  for (const { slope, intercept } of germs) {
    slope.forEach((b, i) => {
      const size = Math.abs(b.toNumber()) * t + Math.abs(intercept[i].toNumber());
      largest = Math.max(largest, size);
    });
  }
  return largest;
}
