import { percentile } from '../../detectors/percentile.js';
import type { Dyadic } from '../../exact/dyadic.js';
import type { Interval } from '../../exact/interval.js';
import type { DetectorCase } from '../cases.js';
import { walkFile } from '../plain/walkFile.js';
import { type Ends, endsOf, widened } from './ends.js';
import { exactly } from './line.js';
import { PerturbedRay } from './perturbedRay.js';
import { PerturbedWalk, perturbedRay } from './perturbedWalk.js';
import { between, valueAt } from './span.js';

/** ρ of CEA. */
const RHO = 1.1;

/** What the networks of a box make of a row of data. */
export interface PerturbedRow {
  readonly logits: readonly Interval[];
  /** Null without a linear head. */
  readonly activations: readonly Interval[] | null;
}

/**
 * Every detector case whose weights, biases, starting point and rows of data are within `radius` of
 * those of `source`. Labels and the direction stay.
 */
export class PerturbedDetector extends PerturbedRay {
  constructor(
    override readonly source: DetectorCase,
    radius: Dyadic,
  ) {
    super(source, radius);
  }

  /** The validation rows as the networks of the box see them. */
  get validation(): readonly PerturbedRow[] {
    return this.source.validation.x.map((row) => this.rowAt(row));
  }

  /**
   * What CEA's threshold may be, `level + (ρ − 1)|level|` of the pooled validation activations: a
   * percentile grows with each of its values. Null without a linear head.
   */
  thresholdAt(percent: number): Ends | null {
    const pooled = this.validation.flatMap(({ activations }) => activations ?? []);
    if (pooled.length === 0) return null;
    const raised = (values: readonly number[]) => {
      const level = percentile(values, percent);
      return level + (RHO - 1) * Math.abs(level);
    };
    const ends = pooled.map(endsOf);
    return widened({
      lower: raised(ends.map(({ lower }) => lower)),
      upper: raised(ends.map(({ upper }) => upper)),
    });
  }

  /** An input as the networks of the box see it. */
  rowAt(row: readonly number[]): PerturbedRow {
    const { radius, source } = this;
    const zero = exactly(0);
    const walk = new PerturbedWalk(radius, between(zero, zero));
    const still = row.map(() => 0);
    const { logits, penultimate } = walkFile(
      source.network,
      perturbedRay(row, still, radius),
      walk,
    );
    return {
      logits: logits.map((line) => valueAt(line, zero)),
      activations: penultimate?.map((line) => valueAt(line, zero)) ?? null,
    };
  }
}
