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
  /**
   * The pattern of the one piece that all of the box is on near the row; null if it may cross a kink.
   */
  readonly pattern: string | null;
  /** Whether on that piece no activation depends on the input, in any network of the box. */
  readonly flat: boolean;
}

/** What all training rows of a class are mapped to. */
export interface Plateau {
  readonly label: number;
  readonly activations: readonly Interval[];
}

/**
 * Every detector case whose weights, biases, starting point and rows of data are within `radius` of
 * those of `source`. Labels and the direction stay.
 */
export class PerturbedDetector extends PerturbedRay {
  private readonly rows = new Map<readonly number[], PerturbedRow>();

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
   * The activations of each class that has training rows, where in every network of the box all of
   * its rows, two or more, have the same: they are on one piece, on which nothing depends on the
   * input. Null if that is not known of some class, or without a linear head. In the order of the labels.
   */
  get plateaus(): readonly Plateau[] | null {
    const { x, y } = this.source.train;
    const found: Plateau[] = [];
    for (const label of [...new Set(y)].sort((a, b) => a - b)) {
      const rows = x.filter((_, i) => y[i] === label).map((row) => this.rowAt(row));
      const [{ pattern, activations }] = rows;
      const same = rows.every((row) => row.flat && row.pattern === pattern);
      if (rows.length < 2 || pattern === null || activations === null || !same) return null;
      found.push({ label, activations });
    }
    return found;
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
    let found = this.rows.get(row);
    if (!found) this.rows.set(row, (found = this.walkAt(row)));
    return found;
  }

  private walkAt(row: readonly number[]): PerturbedRow {
    const { balls, source } = this;
    const zero = exactly(0);
    const walk = new PerturbedWalk(balls, between(zero, zero));
    const still = row.map(() => 0);
    const { logits, penultimate } = walkFile(source.network, perturbedRay(row, still, balls), walk);
    return {
      logits: logits.map((line) => valueAt(line, zero)),
      activations: penultimate?.map((line) => valueAt(line, zero)) ?? null,
      pattern: walk.mayCrossKink ? null : walk.sides.join(),
      flat: penultimate?.every(({ gradient }) => gradient.every(isZero)) ?? false,
    };
  }
}

function isZero({ lower, upper }: Interval): boolean {
  return lower === 0n && upper === 0n;
}
