import type { BigNumber } from 'mathjs';
import type { FileSubject } from '../../claims/beyond/fileSubject.js';
import type {
  GradientOf,
  LogInterval,
  Observation,
  Oracle,
  PointOracle,
  RayOracle,
} from '../../claims/oracle.js';
import { EnsembleAnalysis, type RayAnalysis } from '../../claims/rayAnalysis.js';
import { binaryOf, binaryPrecision } from '../../uncertainty/precise/binaryArithmetic.js';
import {
  Precise,
  type PreciseGradients,
  type PreciseUncertainty,
} from '../../uncertainty/precise/precise.js';
import { decimals } from './fileArithmetics.js';
import { symbolicJacobian } from './symbolicJacobian.js';

/**
 * The high-precision oracle: the network itself, evaluated at x(t) in arithmetic of many digits. It
 * knows nothing of tails, so it agrees with them only if they are right.
 *
 * @param digits - significant decimal digits
 */
export function preciseOracle(digits: number): Oracle {
  const precise = new Precise(digits, PRECISION);
  return {
    name: 'high-precision',
    along: (subject) => new PreciseRay(precise, subject),
    observe: (subject, t) => observed(precise, subject, t),
    at: (logits) => new PrecisePoint(precise, logits),
    softmaxJacobian: symbolicJacobian(digits),
  };
}

const PRECISION = binaryPrecision();

/** Digits beyond those wanted, for what cancels far out. */
const GUARD = 48;

/**
 * As many digits as are wanted are left of numbers up to 10^48, and of differences of such; what is
 * not, rounding to doubles hides too.
 */
function observed(precise: Precise, subject: FileSubject, t: number): Observation {
  const arithmetic = precise.withDigits(precise.digits + GUARD);
  const outputs = subject.outputsOver(decimals(arithmetic), (power) => arithmetic.of(t ** power));
  if (subject.outputs === 'probabilities') {
    return { logProbabilities: outputs.map(logarithm), rounding: 2 ** -48 };
  }
  const logProbabilities = precise.logSoftmax(outputs).map((value) => value.toNumber());
  const spread = Math.max(...logProbabilities) - Math.min(...logProbabilities);
  const rounding = 2 ** -48 * (1 + spread);
  return { logProbabilities, rounding: Number.isFinite(rounding) ? rounding : Infinity };
}

class PreciseRay implements RayOracle {
  private readonly members: readonly RayAnalysis[];
  /** Checks ask for several gradients at one t. */
  private latest: { readonly t: number; readonly gradients: PreciseGradients } | null = null;
  private latestLogits: { readonly t: number; readonly logits: BigNumber[][] } | null = null;

  constructor(
    private readonly precise: Precise,
    subject: RayAnalysis | EnsembleAnalysis,
  ) {
    this.members = subject instanceof EnsembleAnalysis ? subject.members : [subject];
  }

  at(t: number): PointOracle {
    return new PrecisePoint(this.precise, this.logitsAt(t));
  }

  /** What is left when its numbers are rounded to doubles. */
  rounding(t: number): number {
    // Beyond the doubles there is no time to evaluate at.
    if (!Number.isFinite(t)) return Infinity;
    const spreads = this.logitsAt(t).map((logits) => {
      const numbers = logits.map((logit) => logit.minus(logits[0]).toNumber());
      return Math.max(...numbers) - Math.min(...numbers);
    });
    const rounding = 2 ** -48 * (1 + Math.max(...spreads));
    return Number.isFinite(rounding) ? rounding : Infinity;
  }

  logGradientNorm(of: GradientOf, t: number): LogInterval {
    const vectors = gradientsOf(of, this.gradientsAt(t));
    const norm = Math.max(...vectors.map((vector) => logarithm(this.precise.norm(vector))));
    return { lower: norm, upper: norm };
  }

  logitJacobians(t: number): number[][][] {
    return this.jacobiansAt(t).map((rows) => {
      const size = rows.flat().reduce((x, y) => (y.abs().gt(x) ? y.abs() : x), rows[0][0].abs());
      // What is left of terms that cancel, in 64 digits, is no sign of a number that is not 0.
      const unclear = size.times('1e-30');
      return rows.map((row) =>
        row.map((x) => (!x.isZero() && x.abs().lt(unclear) ? Number.NaN : x.toNumber())),
      );
    });
  }

  private jacobiansAt(t: number): BigNumber[][][] {
    return this.members.map(
      ({ network, origin, direction }) => this.precise.jacobian(network, origin, direction, t).rows,
    );
  }

  private gradientsAt(t: number): PreciseGradients {
    if (this.latest?.t !== t) {
      this.latest = {
        t,
        gradients: this.precise.gradients(this.logitsAt(t), this.jacobiansAt(t)),
      };
    }
    return this.latest.gradients;
  }

  private logitsAt(t: number): BigNumber[][] {
    if (this.latestLogits?.t !== t) {
      const logits = this.members.map(({ network, origin, direction }) =>
        this.precise.logits(network, origin, direction, t),
      );
      this.latestLogits = { t, logits };
    }
    return this.latestLogits.logits;
  }
}

function gradientsOf(of: GradientOf, gradients: PreciseGradients): readonly BigNumber[][] {
  if (typeof of === 'object') return [[...gradients.meanProbability[of.probability]]];
  if (of === 'maximumSoftmaxProbability') {
    return gradients.maximumSoftmaxProbability.gradients.map((vector) => [...vector]);
  }
  return [[...gradients[of]]];
}

/** What numbers say of logits. They are computed when read: most checks read logarithms alone. */
class PrecisePoint implements PointOracle {
  private logarithms: readonly number[][] | null = null;
  private metrics: PreciseUncertainty | null = null;

  constructor(
    private readonly precise: Precise,
    private readonly logits: readonly (readonly (number | BigNumber)[])[],
  ) {}

  get logProbabilities(): readonly number[][] {
    this.logarithms ??= this.logits.map((member) =>
      this.precise.logSoftmax(member).map((value) => value.toNumber()),
    );
    return this.logarithms;
  }

  get logMeanProbability(): number[] {
    const probabilities = this.logits.map((member) => this.precise.softmax(member));
    return probabilities[0].map((_, c) => {
      const sum = probabilities.reduce(
        (total, member) => total.plus(member[c]),
        this.precise.number(0),
      );
      return logarithm(sum) - Math.log(this.logits.length);
    });
  }

  get maximumSoftmaxProbability(): number {
    return this.uncertainty.maximumSoftmaxProbability.toNumber();
  }

  get classVariance(): number {
    return this.uncertainty.classVariance.toNumber();
  }

  get predictiveEntropy(): number {
    return this.uncertainty.predictiveEntropy.toNumber();
  }

  get mutualInformation(): number {
    return this.uncertainty.mutualInformation.toNumber();
  }

  private get uncertainty(): PreciseUncertainty {
    this.metrics ??= this.precise.uncertainty(this.logits);
    return this.metrics;
  }
}

/** ln x as a double, for an x of any magnitude; −Infinity for 0. */
function logarithm(x: BigNumber): number {
  if (x.isZero()) return -Infinity;
  const { fraction, exponent } = binaryOf(x).scaled();
  return Math.log(fraction) + exponent * Math.LN2;
}
