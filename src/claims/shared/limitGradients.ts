import { Rational } from '../../exact/rational.js';
import type { EnsembleAnalysis, RayAnalysis } from '../rayAnalysis.js';
import type { ExpectedGradient } from './confirmGradient.js';
import { ExponentialSum } from './exponentialSum.js';
import { isZeroVector, type LimitFraction, LimitFractions } from './limitFraction.js';
import { limitWeights } from './limitWeights.js';
import { decideLogarithmSum, type LogarithmSum, type LogarithmTerm } from './logarithmSum.js';
import { raysOf } from './rounding.js';

/**
 * The limits, along a ray, of the gradients of the members' probabilities and of the metrics, in
 * exact numbers.
 *
 * On the tail of member k (no boundary) f_k is affine with Jacobian V_k, so
 *
 *   ∇p_kc = p_kc Σ_c' p_kc' (V_kc − V_kc'),
 *
 * and p_k tends to softmax(a_k) on T_k, to 0 elsewhere: ∇p_kc tends to the same sum over T_k, with
 * limit probabilities e^{a_kc}/S_k. All of it is made of exponentials of fractions, where equality
 * with 0 can be decided (see `ExponentialSum`).
 */
export class LimitGradients {
  readonly fractions: LimitFractions;
  /** Limits of p_kc, shape [K][C]. */
  readonly probabilities: readonly (readonly LimitFraction[])[];
  /** Limits of p̄_c, shape [C]. */
  readonly mean: readonly LimitFraction[];
  /** Limits of ∇p_kc, shape [K][C][D]. */
  readonly ofMembers: readonly (readonly (readonly LimitFraction[])[])[];
  private readonly share: Rational;

  private constructor(readonly rays: readonly RayAnalysis[]) {
    const weights = rays.map(limitWeights);
    this.fractions = new LimitFractions(
      weights.map((row) => row.reduce((sum, weight) => sum.add(weight), ExponentialSum.zero)),
    );
    this.share = new Rational(1n, BigInt(rays.length));
    this.probabilities = weights.map((row, k) =>
      row.map((weight) => this.fractions.over(weight, k, 1)),
    );
    this.mean = weights[0].map((_, c) => this.meanOf(this.probabilities.map((row) => row[c])));
    this.ofMembers = rays.map((ray, k) => this.memberGradients(ray, k, weights[k]));
  }

  /** @param subject - no member's tail may be a boundary */
  static of(subject: RayAnalysis | EnsembleAnalysis): LimitGradients {
    let known = cache.get(subject);
    if (!known) cache.set(subject, (known = new LimitGradients(raysOf(subject))));
    return known;
  }

  get members(): number {
    return this.rays.length;
  }

  get classes(): number {
    return this.rays[0].classes;
  }

  get inputs(): number {
    return this.rays[0].inputs;
  }

  /** The limit of ∇p̄_c, shape [D]. */
  ofMean(c: number): readonly LimitFraction[] {
    return this.perInput((d) => this.meanOf(this.ofMembers.map((member) => member[c][d])));
  }

  /** The limit of the gradient of the class variance: (2/(CK)) Σ_k Σ_c (p_kc − p̄_c) ∇p_kc. */
  get ofVariance(): readonly LimitFraction[] {
    const deviations = this.probabilities.map((row) =>
      row.map((p, c) => this.fractions.subtract(p, this.mean[c])),
    );
    const factor = new Rational(2n, BigInt(this.classes * this.members));
    return this.perInput((d) => {
      const terms: LimitFraction[] = [];
      this.ofMembers.forEach((member, k) => {
        member.forEach((gradient, c) => {
          const slope = gradient[d];
          if (slope.numerator.isZero || deviations[k][c].numerator.isZero) return;
          terms.push(this.fractions.multiply(deviations[k][c], slope));
        });
      });
      return this.fractions.scale(this.fractions.sum(terms), factor);
    });
  }

  /**
   * The limit of the gradient of the predictive entropy where all members have one limit
   * distribution (one network, for instance), shape [D]: −Σ_{c ∈ T} a_c ∇p̄_c. Else null.
   *
   * From ∇H = −Σ_c (ln p̄_c + 1) ∇p̄_c with ln p̄_c → a_c − ln S on T, Σ_c ∇p̄_c = 0, and
   * ∇p̄_c ln p̄_c → 0 off T, where ∇p̄_c decays like p̄_c.
   */
  get ofEntropyIfAgreeing(): readonly LimitFraction[] | null {
    const relative = this.rays.map(({ tail: { top, intercept } }) =>
      top.map((c) => intercept[c].subtract(intercept[top[0]])),
    );
    const { top } = this.rays[0].tail;
    const agree = this.rays.every(
      (ray, k) =>
        ray.tail.top.join() === top.join() &&
        relative[k].every((value, n) => value.compare(relative[0][n]) === 0),
    );
    if (!agree) return null;
    const means = top.map((c) => this.ofMean(c));
    return this.perInput((d) =>
      this.fractions.sum(
        means.map((mean, n) => this.fractions.scale(mean[d], relative[0][n].negate())),
      ),
    );
  }

  /** Whether the gradients of the entropy tend to 0; the value of a component that does not. */
  get entropy(): LogarithmSum {
    const exact = this.ofEntropyIfAgreeing;
    if (exact) return this.exactly(exact);
    return decideLogarithmSum(
      this.fractions,
      this.one,
      this.mean.map((p, c) => ({
        ratio: p,
        weight: this.ofMean(c).map((slope) => this.fractions.scale(slope, MINUS_ONE)),
      })),
    );
  }

  /**
   * Whether the gradients of the mutual information tend to 0; the value of a component that does
   * not. (1/K) Σ_k Σ_c (ln p_kc − ln p̄_c) ∇p_kc, the terms off T_k tending to 0 as above.
   */
  get mutualInformation(): LogarithmSum {
    const terms: LogarithmTerm[] = [];
    const scaled = (weight: readonly LimitFraction[], factor: Rational) =>
      weight.map((slope) => this.fractions.scale(slope, factor));
    this.ofMembers.forEach((member, k) => {
      member.forEach((gradient, c) => {
        terms.push({ ratio: this.probabilities[k][c], weight: scaled(gradient, this.share) });
        terms.push({ ratio: this.mean[c], weight: scaled(gradient, this.share.negate()) });
      });
    });
    return decideLogarithmSum(this.fractions, this.one, terms);
  }

  /** The limit of the gradient of the predictive entropy in float64, shape [D]. */
  get entropyInFloat64(): number[] {
    return this.inFloat64((_, c) => -Math.log(this.fractions.toNumber(this.mean[c])));
  }

  /** The limit of the gradient of the mutual information in float64, shape [D]. */
  get mutualInformationInFloat64(): number[] {
    return this.inFloat64(
      (k, c) =>
        Math.log(this.fractions.toNumber(this.probabilities[k][c])) -
        Math.log(this.fractions.toNumber(this.mean[c])),
    );
  }

  /** The exact vector in the form of a decision. */
  exactly(components: readonly LimitFraction[]): LogarithmSum {
    const component = components.findIndex(({ numerator }) => !numerator.isZero);
    return component === -1
      ? { zero: true }
      : { zero: false, component, value: this.fractions.toNumber(components[component]) };
  }

  /** (1/K) Σ_k Σ_c weight(k, c) · lim ∇p_kc. */
  private inFloat64(weight: (k: number, c: number) => number): number[] {
    const sum = new Array<number>(this.inputs).fill(0);
    this.ofMembers.forEach((member, k) => {
      member.forEach((gradient, c) => {
        if (isZeroVector(gradient)) return;
        const numbers = gradient.map((slope) => this.fractions.toNumber(slope));
        // p·ln p tends to 0 with p, which may be too small for a double.
        if (numbers.every((slope) => slope === 0)) return;
        const factor = weight(k, c) / this.members;
        numbers.forEach((slope, d) => {
          sum[d] += factor * slope;
        });
      });
    });
    return sum;
  }

  private get one(): LimitFraction {
    return { ...this.fractions.zero, numerator: ExponentialSum.one };
  }

  private memberGradients(
    ray: RayAnalysis,
    k: number,
    weights: readonly ExponentialSum[],
  ): LimitFraction[][] {
    const zeros = this.perInput(() => this.fractions.zero);
    const { top, jacobian } = ray.tail;
    return weights.map((weight, c) => {
      if (!top.includes(c)) return zeros;
      return this.perInput((d) => {
        let pull = ExponentialSum.zero;
        for (const other of top) {
          const difference = jacobian[c][d].subtract(jacobian[other][d]);
          if (difference.sign !== 0) pull = pull.add(weights[other].scale(difference));
        }
        return this.fractions.over(weight.multiply(pull), k, 2);
      });
    });
  }

  private meanOf(fractions: readonly LimitFraction[]): LimitFraction {
    return this.fractions.scale(this.fractions.sum(fractions), this.share);
  }

  private perInput(make: (d: number) => LimitFraction): LimitFraction[] {
    return Array.from({ length: this.inputs }, (_, d) => make(d));
  }
}

const MINUS_ONE = new Rational(-1n, 1n);

const cache = new WeakMap<RayAnalysis | EnsembleAnalysis, LimitGradients>();

/** The Euclidean norm in float64. */
export function normOf(gradients: LimitGradients, components: readonly LimitFraction[]): number {
  return Math.hypot(...components.map((slope) => gradients.fractions.toNumber(slope)));
}

/** The limits of ‖∇p̄_c‖ of every class, for an oracle to confirm. */
export function expectedMeans(subject: RayAnalysis | EnsembleAnalysis): ExpectedGradient[] {
  const gradients = LimitGradients.of(subject);
  return gradients.mean.map((_, c) => ({
    of: { probability: c },
    norm: normOf(gradients, gradients.ofMean(c)),
    zero: isZeroVector(gradients.ofMean(c)),
  }));
}
