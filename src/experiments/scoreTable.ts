import type { CellOutcome } from './cell.js';
import { type Estimate, meanOverSeeds, ofSeeds } from './estimate.js';
import { aurocQuantity, type Basis } from './quantity.js';
import type { DetectorScore, ScoreResult, ScoreSpec } from './scoreCell.js';

/** What a score belongs to, besides detector and kind of out-of-distribution rows. */
export interface ScoreLabels {
  readonly dataSet: string;
  readonly variant: string;
  /** What else the experiment varies: `mlp`, `logit-norm`, …. */
  readonly setting: string;
}

/** One line of an experiment's results: a detector's mean AUROC over seeds. */
export interface ScoreRow extends ScoreLabels {
  readonly detector: string;
  readonly ood: string;
  readonly auroc: number;
  /** 95 %. */
  readonly interval: { readonly lower: number; readonly upper: number };
  readonly basis: Basis;
  /** By the authors' evaluation, which deletes what is not finite; null where nothing is left. */
  readonly auroc2024: number | null;
  readonly notFinite: number;
  readonly seeds: number;
}

/** A cell with the labels its experiment gives it. */
export interface LabelledScores {
  readonly labels: ScoreLabels;
  readonly spec: ScoreSpec;
  readonly result: ScoreResult;
}

/** The scores of all cells of an experiment, over seeds. */
export class ScoreTable {
  private readonly bySeed = new Map<string, { score: DetectorScore; labels: ScoreLabels }[]>();

  private readonly activity = new Map<string, number[]>();
  private readonly classCounts = new Map<string, number>();

  constructor(cells: readonly LabelledScores[]) {
    for (const { labels, result } of cells) {
      this.classCounts.set(labels.dataSet, result.classes);
      for (const [choice, share] of Object.entries(result.ceaActive)) {
        const key = keyOf(labels, choice, '');
        this.activity.set(key, [...(this.activity.get(key) ?? []), share]);
      }
      for (const score of result.scores) {
        const key = keyOf(labels, score.detector, score.ood);
        const scores = this.bySeed.get(key) ?? [];
        scores.push({ score, labels });
        this.bySeed.set(key, scores);
      }
    }
  }

  /** The estimate of a detector, or undefined if it was not scored for every seed asked. */
  estimate(labels: ScoreLabels, detector: string, ood: string): Estimate | undefined {
    const scores = this.bySeed.get(keyOf(labels, detector, ood));
    return (
      scores &&
      meanOverSeeds(
        scores.map(({ score: { auroc, replicates } }) => ({ value: auroc, replicates })),
      )
    );
  }

  /** The share of in-distribution test rows that a choice of CEA adds novelty to. */
  activeShare(labels: ScoreLabels, choice: string): Estimate | undefined {
    const shares = this.activity.get(keyOf(labels, choice, ''));
    return shares && ofSeeds(shares);
  }

  /** How many classes a data set has; undefined if nothing was scored on it. */
  classes(dataSet: string): number | undefined {
    return this.classCounts.get(dataSet);
  }

  /**
   * The same by the authors' evaluation, which deletes scores that are not finite; undefined if it was
   * not scored, or nothing is left for some seed.
   */
  published(labels: ScoreLabels, detector: string, ood: string): Estimate | undefined {
    const scores = this.bySeed.get(keyOf(labels, detector, ood));
    if (!scores || scores.some(({ score }) => score.auroc2024 === null)) return undefined;
    return meanOverSeeds(
      scores.map(({ score: { auroc2024, auroc, replicates } }) => ({
        value: auroc2024!,
        replicates: replicates.map((value) => value + (auroc2024! - auroc)),
      })),
    );
  }

  /** All lines, in the order in which they were scored. */
  rows(): ScoreRow[] {
    return [...this.bySeed.values()].map((scores) => {
      const { labels } = scores[0];
      const { detector, ood } = scores[0].score;
      const { value, interval, basis } = aurocQuantity(this.estimate(labels, detector, ood)!);
      const authors = scores.flatMap(({ score }) => score.auroc2024 ?? []);
      return {
        ...labels,
        detector,
        ood,
        auroc: value,
        interval,
        basis,
        auroc2024:
          authors.length === 0 ? null : authors.reduce((sum, x) => sum + x, 0) / authors.length,
        notFinite: scores.reduce((sum, { score }) => sum + score.notFinite, 0),
        seeds: scores.length,
      };
    });
  }
}

/** Narrows the outcome of a scoring cell: one result for each variant. */
export function scoreResultsOf(outcome: CellOutcome): readonly ScoreResult[] {
  return outcome.value as readonly ScoreResult[];
}

function keyOf({ dataSet, variant, setting }: ScoreLabels, detector: string, ood: string): string {
  return JSON.stringify([dataSet, variant, setting, detector, ood]);
}
