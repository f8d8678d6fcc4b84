import type { FileArithmetic } from './fileArithmetic.js';

/**
 * Something that its recorded values say how to evaluate: a file and a curve through its inputs.
 *
 * What oracles evaluate, each in its own arithmetic.
 */
export interface FileSubject {
  /** What is evaluated: logits, whose softmax is taken, or probabilities. */
  readonly outputs: 'logits' | 'probabilities';
  /**
   * The outputs at one t of the curve, shape [C].
   *
   * @param timeTo - t to a power
   */
  outputsOver<Value>(
    how: FileArithmetic<Value>,
    timeTo: (power: number) => Value,
  ): readonly Value[];
}
