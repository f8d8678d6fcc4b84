import { softmax } from '../uncertainty/softmax.js';
import { softmaxJacobian } from '../uncertainty/softmaxJacobian.js';
import { type Uncertainty, uncertainty } from '../uncertainty/uncertainty.js';
import type { LogitsCase } from './cases.js';

/** The logits of an ensemble at one input, with what the engines make of them. */
export class LogitsAnalysis {
  /** Shape [K][C]. */
  readonly logits: LogitsCase['logits'];
  private computed: Uncertainty | undefined;

  constructor(readonly source: LogitsCase) {
    this.logits = source.logits;
  }

  /** The uncertainty metrics. Float64. */
  get metrics(): Uncertainty {
    this.computed ??= uncertainty(this.logits);
    return this.computed;
  }

  /** The members' probabilities, shape [K][C]. Float64. */
  get probabilities(): readonly ArrayLike<number>[] {
    return this.logits.map((row) => softmax(row));
  }

  /** ∂s_c/∂f_c' at some logits, shape [C][C]. Float64. */
  softmaxJacobian(row: readonly number[]): readonly ArrayLike<number>[] {
    return softmaxJacobian(row);
  }
}
