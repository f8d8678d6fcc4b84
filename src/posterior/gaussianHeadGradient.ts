import { checkArguments } from '../errors/checkArguments.js';
import { InputError } from '../errors/inputError.js';
import { record, whole } from '../errors/kinds.js';
import { normalDensity } from '../exact/elementary.js';
import { Real } from '../exact/real.js';
import { capabilityOf } from '../network/capability.js';
import { checkNetwork } from '../network/checkNetwork.js';
import { checkPoint } from '../network/evaluate.js';
import { enclosedTail } from '../tail/enclosedTail.js';
import { realJacobianOn } from '../tail/exactJacobian.js';
import { checkDirection, type Ray } from '../tail/tail.js';
import { checkGaussianHead } from './checkGaussianHead.js';
import type { GaussianHead } from './posterior.js';

/**
 * How the gradient of a Gaussian head's mean prediction vanishes along a ray: like 1/t. What
 * t·∂E[p_1]/∂x_d tends to for each input, for two classes; −1 times that for class 0.
 *
 * By Price's theorem ∂E σ(g)/∂x_d = E[σ′(g)]·∂m/∂x_d + ½E[σ″(g)]·∂s²/∂x_d for the Gaussian
 * difference g of the logits, of mean m ~ t·m₁ and deviation s ~ t·s₁. σ′ is a density of integral 1
 * and ∫uσ″(u)du = −1, so with the density φ(m₁/s₁)/s₁ of g/t at 0 the two terms are that density
 * over t times μ·J_d and −(m₁/s₁²)·ΔᵀΣJ_d; J_d is the derivative of the penultimate activations.
 *
 * Arithmetic: enclosed, to about 2⁻¹⁸⁰ relative; the zero of a direction that moves nothing is exact.
 *
 * @returns shape [D]; null where the body is not piecewise affine, a unit stays on a kink for ever,
 *   or the difference of the slopes does not vary
 * @throws InputError `unsupported` for more or fewer than two classes; `shape_mismatch`,
 *   `zero_direction`, `not_finite` for a ray that does not fit
 *
 * Source: claim `posterior-gradient`.
 *
 * @example
 * ```ts
 * // Independent weights around a network's own: what scales with the draw's slope leaves no share.
 * const head = gaussianHead(network, {
 *   mean: [[0, 0, 0, 0], [0, 0, 0, 0]],
 *   covariance: Array.from({ length: 8 }, (_, i) => Array.from({ length: 8 }, (_, j) => i === j ? 1 : 0)),
 * });
 * gaussianHeadGradient(head, ray)![0].toNumber(); // 0
 * ```
 */
export function gaussianHeadGradient(head: GaussianHead, ray: Ray): readonly Real[] | null {
  checkArguments('gaussianHeadGradient', {
    head: [head, record({ body: record({}), inputSize: whole(1), classes: whole(2) })],
    ray: [ray, record({})],
  });
  const { origin, direction } = ray;
  checkNetwork('gaussianHeadGradient', head.body);
  checkGaussianHead('gaussianHeadGradient', 'head', head, head.classes, head.body.outputSize);
  checkPoint('gaussianHeadGradient', 'ray.origin', origin, head.inputSize);
  checkDirection('ray.direction', direction, head.inputSize);
  if (head.classes !== 2) throw notTwoClasses(head.classes);
  if (!capabilityOf(head.body).piecewiseAffine) return null;
  const { germs, boundary, pattern } = enclosedTail(head.body, origin, direction);
  if (boundary !== false) return null;
  const slopes = germs.of(head.body.output).map(({ slope }) => slope);
  const variance = covarianceOf(head, slopes, slopes);
  if (variance.sign !== 1) return null;
  const mean = meanOf(head, slopes);
  const deviation = variance.squareRoot();
  const density = normalDensity(mean.divide(deviation)).divide(deviation);
  const jacobian = realJacobianOn(head.body, pattern);
  return Array.from({ length: head.inputSize }, (_, d) => {
    const moves = jacobian.map((row) => row[d]);
    const shared = covarianceOf(head, slopes, moves);
    return density.multiply(meanOf(head, moves).subtract(mean.divide(variance).multiply(shared)));
  });
}

/** E[w_1 − w_0]·u, the bias apart. */
function meanOf({ mean: [first, second] }: GaussianHead, u: readonly Real[]): Real {
  return u.reduce(
    (sum, value, j) => sum.add(Real.of(second[j]).subtract(Real.of(first[j])).multiply(value)),
    Real.zero,
  );
}

/** The covariance of (w_1 − w_0)·u and (w_1 − w_0)·v, the bias apart. */
function covarianceOf({ covariance }: GaussianHead, u: readonly Real[], v: readonly Real[]): Real {
  const other = u.length + 1;
  let sum = Real.zero;
  u.forEach((left, j) => {
    if (left.isZero) return;
    v.forEach((right, k) => {
      if (right.isZero) return;
      const entry = Real.of(covariance[other + j][other + k])
        .subtract(Real.of(covariance[j][other + k]))
        .subtract(Real.of(covariance[other + j][k]))
        .add(Real.of(covariance[j][k]));
      sum = sum.add(entry.multiply(left).multiply(right));
    });
  });
  return sum;
}

function notTwoClasses(classes: number): InputError {
  return new InputError('gaussianHeadGradient', [
    {
      code: 'unsupported',
      path: 'head.classes',
      value: classes,
      rule: 'must be 2: of more classes no closed form is known',
      remedy: 'give a head of two classes',
    },
  ]);
}
