/** A two-sided confidence interval of a metric. */
export interface ConfidenceInterval {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  /** For example 0.95. */
  readonly level: number;
}
