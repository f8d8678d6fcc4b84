import type { BigNumber } from 'mathjs';
import { checkArguments } from '../../errors/checkArguments.js';
import { InputError } from '../../errors/inputError.js';
import { isRow, type Kind, list, whole } from '../../errors/kinds.js';
import type { Problem } from '../../errors/problem.js';
import { checkNetwork } from '../../network/checkNetwork.js';
import type { Network } from '../../network/network.js';
import { checkMembers } from '../prediction.js';
import type { Arithmetic, PreciseNumber, Precision } from './arithmetic.js';
import {
  expectedEntropySlopes,
  mutualInformationSlopes,
  preciseInputGradient,
  predictiveEntropySlopes,
  probabilitySlopes,
  varianceSlopes,
} from './preciseGradients.js';
import {
  preciseClassVariance,
  preciseEntropy,
  preciseExpectedEntropy,
  preciseMutualInformation,
} from './preciseMetrics.js';
import { preciseJacobianOn, precisePatternOf, preciseValuesAt } from './preciseNetwork.js';
import { logOf, type PrecisePrediction, predictPrecise } from './precisePrediction.js';
import { workingDigits } from './workingDigits.js';

/** The members' logits, shape [K][C], nats; one network is an ensemble of one. */
export type PreciseMembers = readonly (readonly PreciseNumber[])[];

/** The members' Jacobians ∂f/∂x, shape [K][C][D]. */
export type PreciseJacobians = readonly (readonly ArrayLike<PreciseNumber>[])[];

/** All metrics of paper A, section 3.3, in high precision. */
export interface PreciseUncertainty {
  readonly maximumSoftmaxProbability: BigNumber;
  readonly oneMinusMaximum: BigNumber;
  readonly classVariance: BigNumber;
  readonly predictiveEntropy: BigNumber;
  readonly expectedEntropy: BigNumber;
  readonly mutualInformation: BigNumber;
}

/** The gradients of all metrics with respect to the input, each of shape [D]. */
export interface PreciseGradients {
  /** ∇p̄_c for every class, shape [C][D]. */
  readonly meanProbability: readonly (readonly BigNumber[])[];
  /** ∇p̄_c for every class that attains the maximum: several at a tie. */
  readonly maximumSoftmaxProbability: {
    readonly attainedBy: readonly number[];
    readonly gradients: readonly (readonly BigNumber[])[];
  };
  readonly classVariance: readonly BigNumber[];
  readonly predictiveEntropy: readonly BigNumber[];
  readonly expectedEntropy: readonly BigNumber[];
  readonly mutualInformation: readonly BigNumber[];
}

/**
 * The third oracle: networks, softmax, metrics and gradients in decimal arithmetic of many digits,
 * independent of the float64 and of the exact engine. Made by `loadPrecise`.
 *
 * Arithmetic: mathjs BigNumber with a working precision chosen per call from the magnitudes met.
 * Logits have an absolute error of at most 10^−digits (`workingDigits` proves the bound). Everything
 * computed from given logits has a relative error of about 10^−digits, except that deviations
 * p_kc − p̄_c, and so variance, mutual information and their gradients, lose as many leading digits
 * as the members' probabilities of a class agree in. Results carry the guard digits they were
 * computed with: pass them on as they are.
 */
export class Precise {
  /** @param digits - significant decimal digits wanted of results, at least 1 */
  constructor(
    readonly digits: number,
    private readonly precision: Precision,
  ) {}

  /**
   * Reads a number: doubles, integers and finite decimals exactly if they have at most `digits`
   * digits, else rounded to them.
   *
   * @throws InputError `not_finite`, `not_a_number`
   */
  number(value: PreciseNumber): BigNumber {
    return this.precision(this.digits).of(value);
  }

  /** Arithmetic with so many significant digits, for what has no method here. */
  withDigits(digits: number): Arithmetic {
    checkArguments('Precise', { digits: [digits, whole(1, MOST_DIGITS)] });
    return this.precision(digits);
  }

  /**
   * The logits of a network at `origin + t·direction`; absolute error at most 10^−digits.
   *
   * @param origin - shape [D]
   * @param direction - shape [D]
   * @param t - a double, an integer, a `Rational` or text (`"7/3"`), exactly what it says
   * @throws InputError `shape_mismatch`, `not_finite`, `not_a_number`, `too_large`
   */
  logits(
    network: Network,
    origin: ArrayLike<PreciseNumber>,
    direction: ArrayLike<PreciseNumber>,
    t: PreciseNumber,
  ): BigNumber[] {
    return [...this.at(network, origin, direction, t).values[network.output]];
  }

  /**
   * The logits of a network at x; absolute error at most 10^−digits.
   *
   * @param x - shape [D]
   * @throws InputError as `logits`
   */
  evaluate(network: Network, x: ArrayLike<PreciseNumber>): BigNumber[] {
    checkArguments('Precise', { x: [x, row] });
    return this.logits(
      network,
      x,
      Array.from(x, () => 0),
      0,
    );
  }

  /**
   * The Jacobian of the logits at `origin + t·direction`, C rows of shape [D], and whether the point
   * is within the error (some 10^−digits) of a polytope boundary, where it is one-sided.
   *
   * @throws InputError as `logits`
   */
  jacobian(
    network: Network,
    origin: ArrayLike<PreciseNumber>,
    direction: ArrayLike<PreciseNumber>,
    t: PreciseNumber,
  ): { readonly rows: BigNumber[][]; readonly boundary: boolean } {
    const { values, digits, logError } = this.at(network, origin, direction, t);
    const arithmetic = this.precision(digits);
    const error = arithmetic.of(`1e${Math.ceil(logError)}`);
    const { pattern, boundary } = precisePatternOf(network, values, error, arithmetic);
    return { rows: preciseJacobianOn(network, pattern, arithmetic), boundary };
  }

  /** The softmax of logits, shape [C]. @throws InputError `empty` */
  softmax(logits: readonly PreciseNumber[]): BigNumber[] {
    return [...this.predict([logits]).probabilities[0]];
  }

  /** `1 − p_c` for every class, as the sum of the others. @throws InputError `empty` */
  complements(logits: readonly PreciseNumber[]): BigNumber[] {
    return [...this.predict([logits]).complements[0]];
  }

  /** `ln p_c` for every class, nats. @throws InputError `empty` */
  logSoftmax(logits: readonly PreciseNumber[]): BigNumber[] {
    return [...this.predict([logits]).logProbabilities[0]];
  }

  /** `ln Σ e^f_c`, nats. @throws InputError `empty` */
  logSumExp(logits: readonly PreciseNumber[]): BigNumber {
    const { arithmetic, logProbabilities } = this.predict([logits]);
    return arithmetic.of(logits[0]).minus(logProbabilities[0][0]);
  }

  /** The entropy of one distribution, nats. @throws InputError `empty` */
  entropy(probabilities: readonly PreciseNumber[]): BigNumber {
    checkMembers('Precise', [probabilities], isRow);
    const arithmetic = this.precision(this.digits + 16);
    const values = probabilities.map((p) => arithmetic.of(p));
    const logs = values.map((p, c) =>
      logOf(p, arithmetic.sum(values.filter((_, other) => other !== c)), arithmetic),
    );
    return preciseEntropy(values, logs, arithmetic);
  }

  /** `max_c p̄_c`. @throws InputError `empty`, `shape_mismatch` */
  maximumSoftmaxProbability(members: PreciseMembers): BigNumber {
    return this.predict(members).mean.reduce((x, y) => (y.gt(x) ? y : x));
  }

  /** `1 − max_c p̄_c` without cancellation. @throws InputError `empty`, `shape_mismatch` */
  oneMinusMaximum(members: PreciseMembers): BigNumber {
    return this.predict(members).meanComplement.reduce((x, y) => (y.lt(x) ? y : x));
  }

  /** `(1/C) Σ_c (E[p_c²] − E[p_c]²)`. @throws InputError `empty`, `shape_mismatch` */
  classVariance(members: PreciseMembers): BigNumber {
    return preciseClassVariance(this.predict(members));
  }

  /** `H[E p]`, nats. @throws InputError `empty`, `shape_mismatch` */
  predictiveEntropy(members: PreciseMembers): BigNumber {
    const { mean, logMean, arithmetic } = this.predict(members);
    return preciseEntropy(mean, logMean, arithmetic);
  }

  /** `E[H p]`, nats. @throws InputError `empty`, `shape_mismatch` */
  expectedEntropy(members: PreciseMembers): BigNumber {
    return preciseExpectedEntropy(this.predict(members));
  }

  /** `H[E p] − E[H p]`, nats. @throws InputError `empty`, `shape_mismatch` */
  mutualInformation(members: PreciseMembers): BigNumber {
    return preciseMutualInformation(this.predict(members));
  }

  /** All metrics from one evaluation. @throws InputError `empty`, `shape_mismatch` */
  uncertainty(members: PreciseMembers): PreciseUncertainty {
    const prediction = this.predict(members);
    const { mean, meanComplement, logMean, arithmetic } = prediction;
    return {
      maximumSoftmaxProbability: mean.reduce((x, y) => (y.gt(x) ? y : x)),
      oneMinusMaximum: meanComplement.reduce((x, y) => (y.lt(x) ? y : x)),
      classVariance: preciseClassVariance(prediction),
      predictiveEntropy: preciseEntropy(mean, logMean, arithmetic),
      expectedEntropy: preciseExpectedEntropy(prediction),
      mutualInformation: preciseMutualInformation(prediction),
    };
  }

  /**
   * ∇p̄_c with respect to the input, shape [D].
   *
   * @throws InputError `empty`, `shape_mismatch`, `out_of_range`
   */
  gradientOfProbability(
    members: PreciseMembers,
    jacobians: PreciseJacobians,
    classIndex: number,
  ): BigNumber[] {
    const prediction = this.predict(members);
    if (!Number.isInteger(classIndex) || classIndex < 0 || classIndex >= prediction.mean.length) {
      throw inputError([
        {
          code: 'out_of_range',
          path: 'classIndex',
          value: classIndex,
          rule: `must be a whole number from 0 to ${prediction.mean.length - 1}`,
          remedy: 'classes count from 0',
        },
      ]);
    }
    return preciseInputGradient(
      prediction,
      this.jacobiansOf(prediction, jacobians),
      probabilitySlopes(prediction, classIndex),
    );
  }

  /** ∇ of the class variance, shape [D]. @throws InputError `empty`, `shape_mismatch` */
  gradientOfClassVariance(members: PreciseMembers, jacobians: PreciseJacobians): BigNumber[] {
    return this.gradient(members, jacobians, varianceSlopes);
  }

  /** ∇ H[E p], shape [D]. @throws InputError `empty`, `shape_mismatch` */
  gradientOfPredictiveEntropy(members: PreciseMembers, jacobians: PreciseJacobians): BigNumber[] {
    return this.gradient(members, jacobians, predictiveEntropySlopes);
  }

  /** ∇ E[H p], shape [D]. @throws InputError `empty`, `shape_mismatch` */
  gradientOfExpectedEntropy(members: PreciseMembers, jacobians: PreciseJacobians): BigNumber[] {
    return this.gradient(members, jacobians, expectedEntropySlopes);
  }

  /** ∇ of the mutual information, shape [D]. @throws InputError `empty`, `shape_mismatch` */
  gradientOfMutualInformation(members: PreciseMembers, jacobians: PreciseJacobians): BigNumber[] {
    return this.gradient(members, jacobians, mutualInformationSlopes);
  }

  /** All gradients from one evaluation. @throws InputError `empty`, `shape_mismatch` */
  gradients(members: PreciseMembers, jacobians: PreciseJacobians): PreciseGradients {
    const prediction = this.predict(members);
    const rows = this.jacobiansOf(prediction, jacobians);
    const of = (slopes: Parameters<typeof preciseInputGradient>[2]) =>
      preciseInputGradient(prediction, rows, slopes);
    const { mean } = prediction;
    const meanProbability = mean.map((_, c) => of(probabilitySlopes(prediction, c)));
    const largest = mean.reduce((x, y) => (y.gt(x) ? y : x));
    const attainedBy = mean.map((_, c) => c).filter((c) => mean[c].eq(largest));
    return {
      meanProbability,
      maximumSoftmaxProbability: {
        attainedBy,
        gradients: attainedBy.map((c) => meanProbability[c]),
      },
      classVariance: of(varianceSlopes(prediction)),
      predictiveEntropy: of(predictiveEntropySlopes(prediction)),
      expectedEntropy: of(expectedEntropySlopes(prediction)),
      mutualInformation: of(mutualInformationSlopes(prediction)),
    };
  }

  /** The Euclidean norm. */
  norm(vector: readonly PreciseNumber[]): BigNumber {
    checkArguments('Precise', { vector: [vector, list(() => {})] });
    const arithmetic = this.precision(this.digits + 16);
    const values = vector.map((value) => arithmetic.of(value));
    return arithmetic.sum(values.map((value) => value.times(value))).sqrt();
  }

  private gradient(
    members: PreciseMembers,
    jacobians: PreciseJacobians,
    slopes: (prediction: PrecisePrediction) => Parameters<typeof preciseInputGradient>[2],
  ): BigNumber[] {
    const prediction = this.predict(members);
    return preciseInputGradient(
      prediction,
      this.jacobiansOf(prediction, jacobians),
      slopes(prediction),
    );
  }

  private predict(members: PreciseMembers): PrecisePrediction {
    checkMembers('Precise', members, isRow);
    return predictPrecise(members, this.digits, this.precision);
  }

  private jacobiansOf(
    { arithmetic, probabilities }: PrecisePrediction,
    jacobians: PreciseJacobians,
  ): BigNumber[][][] {
    checkArguments('Precise', { jacobians: [jacobians, list(list(row))] });
    const problems: Problem[] = [];
    const expect = (path: string, value: number, expected: number) => {
      if (value === expected) return;
      problems.push({
        code: 'shape_mismatch',
        path,
        value,
        rule: `must be ${expected}`,
        remedy: 'pass one Jacobian per member, one row per class, one entry per input',
      });
    };
    expect('jacobians.length', jacobians.length, probabilities.length);
    const inputs = jacobians[0]?.[0]?.length ?? 0;
    jacobians.forEach((rows, k) => {
      expect(`jacobians[${k}].length`, rows.length, probabilities[0].length);
      rows.forEach((row, c) => {
        expect(`jacobians[${k}][${c}].length`, row.length, inputs);
      });
    });
    if (problems.length > 0) throw inputError(problems.slice(0, 10));
    return jacobians.map((rows) =>
      rows.map((row) => Array.from(row, (entry) => arithmetic.of(entry))),
    );
  }

  private at(
    network: Network,
    origin: ArrayLike<PreciseNumber>,
    direction: ArrayLike<PreciseNumber>,
    t: PreciseNumber,
  ) {
    checkNetwork('Precise', network);
    checkArguments('Precise', { origin: [origin, row], direction: [direction, row] });
    const problems: Problem[] = [];
    for (const [path, value] of Object.entries({ origin, direction })) {
      if (value.length === network.inputSize) continue;
      problems.push({
        code: 'shape_mismatch',
        path: `${path}.length`,
        value: value.length,
        rule: `must equal network.inputSize=${network.inputSize}`,
        remedy: 'pass one entry per input',
      });
    }
    if (problems.length > 0) throw inputError(problems);
    const coarse = this.precision(16);
    const logT = logMagnitude(coarse.of(t));
    let logInput = -Infinity;
    for (let d = 0; d < network.inputSize; d++) {
      const largest = Math.max(
        logMagnitude(coarse.of(origin[d])),
        logMagnitude(coarse.of(direction[d])) + logT,
      );
      logInput = Math.max(logInput, largest);
    }
    // |origin| + |t·direction| ≤ 2 max.
    const { digits, logError } = workingDigits(network, logInput + Math.log10(2), this.digits);
    const arithmetic = this.precision(digits);
    const scale = arithmetic.of(t);
    const x = Array.from(origin, (value, d) =>
      arithmetic.of(value).plus(scale.times(arithmetic.of(direction[d]))),
    );
    return { values: preciseValuesAt(network, x, arithmetic), digits, logError };
  }
}

/** More digits than this are asked for by mistake. */
const MOST_DIGITS = 20_000;

/** An array, of whatever sort: its entries are checked as they are read. */
const row: Kind = (value, path, report) => {
  if (isRow(value)) return;
  report('wrong_type', path, value, 'must be an array of numbers', 'pass an array');
};

/** An upper bound of log10 |x|, at most 1 above it. */
function logMagnitude(x: BigNumber): number {
  return x.isZero() ? -Infinity : x.e + 1;
}

function inputError(problems: readonly Problem[]): InputError {
  return new InputError('Precise', problems);
}
