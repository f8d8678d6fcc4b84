import type { FileSubject } from '../../claims/beyond/fileSubject.js';
import type {
  GradientOf,
  LogInterval,
  Observation,
  Oracle,
  PointOracle,
  RayOracle,
} from '../../claims/oracle.js';
import { type RoundedPoint, roundedPoint } from '../../claims/plain/runningError.js';
import { EnsembleAnalysis, type RayAnalysis } from '../../claims/rayAnalysis.js';
import type { InputGradient } from '../../uncertainty/inputGradient.js';
import { logSumExp } from '../../uncertainty/logSumExp.js';
import { predict } from '../../uncertainty/prediction.js';
import { logSoftmax } from '../../uncertainty/softmax.js';
import { uncertainty } from '../../uncertainty/uncertainty.js';
import {
  type UncertaintyGradients,
  uncertaintyGradients,
} from '../../uncertainty/uncertaintyGradients.js';
import { ROUNDED } from './fileArithmetics.js';

/**
 * The float64 oracle: the network's file evaluated at x(t), layer by layer with a running error
 * bound, and the stable formulas of `uncertainty` on the logits that come out.
 *
 * It knows nothing of tails, nor of the graph the engines read, so it agrees with them only if they
 * are right; and it knows how far rounding may have led it astray.
 */
export const float64Oracle: Oracle = {
  name: 'float64',
  along: (subject) =>
    new Float64Ray(subject instanceof EnsembleAnalysis ? subject.members : [subject]),
  observe: observed,
  at: pointOracle,
};

function observed(subject: FileSubject, t: number): Observation {
  const outputs = subject.outputsOver(ROUNDED, (power) => ({ value: t ** power, error: 0 }));
  const values = outputs.map(({ value }) => value);
  const error = Math.max(...outputs.map((output) => output.error));
  if (subject.outputs === 'logits') {
    const rounding = roundingOf({ logits: Float64Array.from(values), error });
    return { logProbabilities: logSoftmax(values), rounding };
  }
  const least = Math.min(...values.filter((value) => value > 0));
  return {
    logProbabilities: values.map(Math.log),
    rounding: error < least ? error / (least - error) + 2 ** -50 : Infinity,
  };
}

class Float64Ray implements RayOracle {
  /** Checks ask for several things at one t. */
  private latest: Latest | null = null;

  constructor(private readonly members: readonly RayAnalysis[]) {}

  at(t: number): PointOracle {
    return pointOracle(this.evaluated(t).points.map(({ logits }) => logits));
  }

  rounding(t: number): number {
    return this.evaluated(t).rounding;
  }

  logGradientNorm(of: GradientOf, t: number): LogInterval | null {
    const latest = this.evaluated(t);
    latest.gradients ??= gradientsAt(latest.points);
    const { byInput, byLogit, jacobianError } = latest.gradients;
    if (byInput === null) return null;
    const norm = Math.max(...gradientsOf(of, byInput).map(({ logNorm }) => logNorm));
    // ‖Σ_c ∂m/∂f_c (V_c − Ṽ_c)‖ ≤ ‖∂m/∂f‖ · √(KC·D) · the error of an entry.
    const error =
      Math.max(...gradientsOf(of, byLogit).map(({ logNorm }) => logNorm)) + Math.log(jacobianError);
    return {
      lower: error < norm ? norm + Math.log1p(-Math.exp(error - norm)) : -Infinity,
      upper: logSumExp([norm, error]),
    };
  }

  logitJacobians(t: number): number[][][] | null {
    const { points } = this.evaluated(t);
    if (points.some(({ jacobian }) => jacobian === null)) return null;
    return points.map(({ jacobian, jacobianError }) =>
      jacobian!.map((row, c) =>
        Array.from(row, (entry, d) => {
          const error = jacobianError[c][d];
          // An entry to which nothing was added is exactly 0.
          return Math.abs(entry) <= error && error > TINY ? Number.NaN : entry;
        }),
      ),
    );
  }

  private evaluated(t: number): Latest {
    if (this.latest?.t !== t) {
      const points = this.members.map(({ file, origin, direction }) =>
        roundedPoint(file, origin, direction, t),
      );
      this.latest = { t, points, rounding: Math.max(...points.map(roundingOf)), gradients: null };
    }
    return this.latest;
  }
}

interface Latest {
  readonly t: number;
  readonly points: readonly RoundedPoint[];
  readonly rounding: number;
  gradients: Gradients | null;
}

interface Gradients {
  /** Null where a Jacobian is not known. */
  readonly byInput: UncertaintyGradients | null;
  readonly byLogit: UncertaintyGradients;
  /** √(KC·D) times the error of an entry of a Jacobian. */
  readonly jacobianError: number;
}

/** Below this an error bound is that of underflow alone. */
const TINY = 2 ** -1060;

/** Of differences of logits, and of the logarithms that are taken of them. */
function roundingOf({ logits, error }: Pick<RoundedPoint, 'logits' | 'error'>): number {
  const spread = Math.max(...logits) - Math.min(...logits);
  const rounding = 2 * error + 2 ** -48 * (1 + spread);
  return Number.isFinite(rounding) ? rounding : Infinity;
}

function gradientsAt(points: readonly RoundedPoint[]): Gradients {
  const logits = points.map((point) => point.logits);
  const jacobians = points.map(({ jacobian }) => jacobian);
  const known = jacobians.every((rows) => rows?.every((row) => row.every(Number.isFinite)));
  const classes = logits[0].length;
  const size = points.length * classes;
  // As if the inputs were the logits of all members.
  const ownLogits = points.map((_, k) =>
    Array.from({ length: classes }, (__, c) => {
      const row = new Float64Array(size);
      row[k * classes + c] = 1;
      return row;
    }),
  );
  const inputs = jacobians[0]?.[0]?.length ?? 1;
  return {
    byInput: known ? uncertaintyGradients(logits, jacobians as Float64Array[][]) : null,
    byLogit: uncertaintyGradients(logits, ownLogits),
    jacobianError:
      Math.sqrt(size * inputs) * Math.max(...points.flatMap((point) => point.jacobianError.flat())),
  };
}

function gradientsOf(of: GradientOf, gradients: UncertaintyGradients): readonly InputGradient[] {
  if (typeof of === 'object') return [gradients.meanProbability[of.probability]];
  if (of === 'maximumSoftmaxProbability') return gradients.maximumSoftmaxProbability.gradients;
  return [gradients[of]];
}

function pointOracle(logits: readonly ArrayLike<number>[]): PointOracle {
  const logProbabilities = logits.map((member) => logSoftmax(member));
  const metrics = uncertainty(predict(logits));
  return {
    logProbabilities,
    logMeanProbability: Float64Array.from(
      logits[0],
      (_, c) => logSumExp(logProbabilities.map((member) => member[c])) - Math.log(logits.length),
    ),
    maximumSoftmaxProbability: metrics.maximumSoftmaxProbability,
    classVariance: metrics.classVariance,
    predictiveEntropy: metrics.predictiveEntropy,
    mutualInformation: metrics.mutualInformation,
  };
}
