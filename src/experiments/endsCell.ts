import { type CeilingFinding, ceilingFinding } from '../ceiling/ceilingFinding.js';
import { Classifier } from '../detectors/index.js';
import { type FarTail, farBehaviour, farTailAlong } from '../detectors/infinity/farTail.js';
import { networkOf } from '../training/index.js';
import { Comparison, type LimitComparison, settled } from './comparison.js';
import type { ContentCache } from './contentCache.js';
import { type FittedScorer, fittedScorers } from './fittedScorers.js';
import { type DecidedEnd, RAY_ENDS, type RayEnd, rayEnd } from './rayEnd.js';
import { scaledColumns } from './scoreCell.js';
import { fittingDataFor, isPiecewiseAffine, subjectOf } from './subject.js';
import { farPoints, type TheorySpec } from './theoryCell.js';

/** Where feature directions of one trained network of any architecture end. */
export interface EndsResult {
  /** How many of the rays along ±e_d from test rows end in each way. */
  readonly ends: Readonly<Record<RayEnd, number>>;
  /** No ray of them ends more certain than this; 1 where an end is not known. */
  readonly mostCertain: number;
  readonly ceiling: CeilingFinding;
  /**
   * What detectors end at as columns are scaled; empty for what is piecewise affine, whose limits
   * `theoryCell` decides.
   */
  readonly limits: readonly LimitComparison[];
  /** Rays of the latter. */
  readonly rays: number;
  /** In-distribution test rows, among which a limit has its rank. */
  readonly testRows: number;
}

/**
 * Decides where the feature directions of a trained network end, how certain it gets of any input at
 * all, and what detectors end at as single columns are scaled; and measures the latter at the same
 * points.
 *
 * The network is the real-number function of its weights; far points are evaluated in float64.
 *
 * Source: CLAIMS section 7.
 */
export async function endsCell(
  spec: TheorySpec,
  cache: ContentCache,
  onShare: (share: number) => void = () => {},
): Promise<EndsResult> {
  const subject = await subjectOf(spec.subject, cache);
  const { test, scaler } = subject.prepared;
  const classifier = subject.classifier ?? new Classifier(networkOf(subject.trained));
  const isExact = isPiecewiseAffine(spec.subject);
  const scorers = isExact ? [] : fittedScorers(spec, await fittingDataFor(subject, 1));
  const inside = isExact ? null : await subject.observe(test.x);
  const columns = scaledColumns(test.x.columns, spec.subject.seed);
  const rows = Math.min(spec.rays, test.x.rows);
  const comparisons = scorers.map(({ detector, scorer }) => {
    const idScores = settled(scorer.score(inside!));
    return new Comparison(detector, scorer, idScores, spec.alphas, rows);
  });
  const decided: DecidedEnd[] = [];
  columns.forEach((column, c) => {
    for (let row = 0; row < rows; row++) {
      onShare((c * rows + row) / (columns.length * rows));
      const origin = test.x.values.slice(row * test.x.columns, (row + 1) * test.x.columns);
      const along = (step: number) => {
        const direction = new Float64Array(origin.length);
        direction[column] = step;
        return { origin, direction };
      };
      const ends = [1, -1].map((sign) => rayEnd(classifier.network, along(sign)));
      decided.push(...ends);
      if (isExact) continue;
      const step = test.raw.values[row * test.raw.columns + column] / scaler.scale[column];
      if (step === 0) {
        for (const comparison of comparisons) comparison.addUnmoved(row);
        continue;
      }
      const tail = farTailAlong(classifier, along(step));
      // One at a time: the authors' Gram score depends on the batch.
      const far = farPoints(origin, column, step, spec.alphas).map((x) => {
        const seen = classifier.observe([x]);
        // A Transformer shows its last features alone.
        return subject.classifier ? seen : { ...seen, hidden: [seen.features] };
      });
      const end = ends[step > 0 ? 0 : 1];
      comparisons.forEach((comparison, k) => {
        comparison.add(row, behaviourOf(scorers[k], tail, end, classifier.classes), far);
      });
    }
  });
  return {
    ends: Object.fromEntries(
      RAY_ENDS.map((kind) => [kind, decided.filter(({ end }) => end === kind).length]),
    ) as Record<RayEnd, number>,
    mostCertain: Math.max(...decided.map(({ certainty }) => certainty.upper)),
    ceiling: ceilingFinding(classifier.network),
    limits: comparisons.map((comparison) => comparison.result(spec.subject.seed)),
    rays: rows * columns.length,
    testRows: test.x.rows,
  };
}

function behaviourOf(
  { scorer, reads }: FittedScorer,
  tail: FarTail | null,
  { end, class: label }: DecidedEnd,
  classes: number,
) {
  const top = label ?? tail?.logitsTail.top[0] ?? 0;
  return farBehaviour(scorer, tail, { reads, classes, top, saturates: end === 'one-hot' });
}
