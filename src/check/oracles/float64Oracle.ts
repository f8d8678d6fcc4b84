import type { GradientOf, Oracle, PointOracle, RayOracle } from '../../claims/oracle.js';
import { EnsembleAnalysis, type RayAnalysis } from '../../claims/rayAnalysis.js';
import type { InputGradient } from '../../uncertainty/inputGradient.js';
import { logSumExp } from '../../uncertainty/logSumExp.js';
import { predict } from '../../uncertainty/prediction.js';
import { logSoftmax } from '../../uncertainty/softmax.js';
import { uncertainty } from '../../uncertainty/uncertainty.js';
import { uncertaintyGradients } from '../../uncertainty/uncertaintyGradients.js';

/**
 * The float64 oracle: the stable formulas of `uncertainty` on logits along the tail.
 *
 * Logits and Jacobian rows enter as differences to one class of largest slope, each the double
 * nearest to the exact difference: ties stay ties, and nothing cancels however large t is.
 */
export const float64Oracle: Oracle = {
  name: 'float64',
  along: (subject) => {
    const members = subject instanceof EnsembleAnalysis ? subject.members : [subject];
    const lines = members.map(relativeLine);
    return lines.every(isUsable) ? rayOracle(members, lines) : null;
  },
  at: pointOracle,
};

/** Logits and Jacobian along a tail, relative to one class of the top set. */
interface RelativeLine {
  readonly intercept: Float64Array;
  readonly slope: Float64Array;
  /** Computed when first asked for. */
  readonly jacobian: () => Float64Array[];
}

function relativeLine({ tail, plain }: RayAnalysis): RelativeLine {
  // Of the classes tied at the top, the one with the largest intercept is the most probable.
  const k = tail.top.reduce((best, c) => (plain.intercept[c]! > plain.intercept[best]! ? c : best));
  let jacobian: Float64Array[] | undefined;
  return {
    intercept: Float64Array.from(tail.intercept, (a) => a.subtract(tail.intercept[k]!).toNumber()),
    slope: Float64Array.from(tail.slope, (b) => b.subtract(tail.slope[k]!).toNumber()),
    jacobian: () => {
      jacobian ??= tail.jacobian.map((row) =>
        Float64Array.from(row, (value, d) => value.subtract(tail.jacobian[k]![d]!).toNumber()),
      );
      return jacobian;
    },
  };
}

function isUsable({ intercept, slope }: RelativeLine): boolean {
  return intercept.every(Number.isFinite) && slope.every(Number.isFinite);
}

function rayOracle(members: readonly RayAnalysis[], lines: readonly RelativeLine[]): RayOracle {
  const logits = (t: number) =>
    lines.map(({ intercept, slope }) => intercept.map((a, c) => a + t * slope[c]!));
  return {
    at: (t) => pointOracle(logits(t)),
    logGradientNorm: (of, t) => {
      const gradients = uncertaintyGradients(
        logits(t),
        lines.map(({ jacobian }) => jacobian()),
      );
      return Math.max(...gradientsOf(of, gradients).map(({ logNorm }) => logNorm));
    },
    logitJacobians: () =>
      members.map(({ tail }) =>
        tail.jacobian.map((row) =>
          row.map((value) => {
            const rounded = value.toNumber();
            // Too small for a double.
            return rounded === 0 && value.sign !== 0 ? Number.NaN : rounded;
          }),
        ),
      ),
  };
}

function gradientsOf(
  of: GradientOf,
  gradients: ReturnType<typeof uncertaintyGradients>,
): readonly InputGradient[] {
  if (typeof of === 'object') return [gradients.meanProbability[of.probability]!];
  if (of === 'maximumSoftmaxProbability') return gradients.maximumSoftmaxProbability.gradients;
  return [gradients[of]];
}

function pointOracle(logits: readonly ArrayLike<number>[]): PointOracle {
  const logProbabilities = logits.map((member) => logSoftmax(member));
  const metrics = uncertainty(predict(logits));
  return {
    logProbabilities,
    logMeanProbability: Float64Array.from(
      logits[0]!,
      (_, c) => logSumExp(logProbabilities.map((member) => member[c]!)) - Math.log(logits.length),
    ),
    maximumSoftmaxProbability: metrics.maximumSoftmaxProbability,
    classVariance: metrics.classVariance,
    predictiveEntropy: metrics.predictiveEntropy,
    mutualInformation: metrics.mutualInformation,
  };
}
