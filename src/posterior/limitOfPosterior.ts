import { checkArguments } from '../errors/checkArguments.js';
import { instanceOf, type Kind, list, oneOf, record, whole } from '../errors/kinds.js';
import { Rational } from '../exact/rational.js';
import { checkNetwork } from '../network/checkNetwork.js';
import { checkPoint } from '../network/evaluate.js';
import { checkDirection, type Ray } from '../tail/tail.js';
import { checkGaussianHead } from './checkGaussianHead.js';
import { type GaussianHeadLimit, gaussianHeadLimit } from './gaussianHeadLimit.js';
import { mixtureLimit } from './mixtureLimit.js';
import type { Posterior } from './posterior.js';
import type { PosteriorLimit } from './posteriorLimit.js';

/**
 * What the mean prediction of a distribution over classifiers tends to along a ray.
 *
 * Arithmetic: enclosed, outward rounded.
 *
 * @param posterior - as `readPosterior`, `ensembleMixture`, `dropoutMixture` or `gaussianHead` makes it
 * @returns null where there is no limit, or what is needed of the network is not known
 * @throws InputError `shape_mismatch`, `zero_direction`, `not_finite` for a ray that does not fit
 *
 * Source: claims `weighted-votes`, `gaussian-head`.
 *
 * @example
 * ```ts
 * // A head whose slope is N(0, 1): half of the draws end certain of either class.
 * const head = gaussianHead(network, {
 *   mean: [[0, 0, 0, 0], [0, 0, 0, 0]],
 *   covariance: Array.from({ length: 8 }, (_, i) => Array.from({ length: 8 }, (_, j) => i === j ? 1 : 0)),
 * });
 * limitOfPosterior(head, ray)!.probabilities[0].toNumber(); // 0.5
 * ```
 */
export function limitOfPosterior(
  posterior: Posterior,
  ray: Ray,
): PosteriorLimit | GaussianHeadLimit | null {
  checkArguments('limitOfPosterior', {
    posterior: [posterior, posteriorKind],
    ray: [ray, record({})],
  });
  for (const network of networksOf(posterior)) checkNetwork('limitOfPosterior', network);
  if (posterior.kind === 'gaussian-head') {
    const { classes, body } = posterior;
    checkGaussianHead('limitOfPosterior', 'posterior', posterior, classes, body.outputSize);
  }
  checkPoint('limitOfPosterior', 'ray.origin', ray.origin, posterior.inputSize);
  checkDirection('ray.direction', ray.direction, posterior.inputSize);
  return posterior.kind === 'mixture'
    ? mixtureLimit(posterior, ray)
    : gaussianHeadLimit(posterior, ray);
}

function networksOf(posterior: Posterior) {
  return posterior.kind === 'mixture'
    ? posterior.members.map(({ network }) => network)
    : [posterior.body];
}

const posteriorKind: Kind = (value, path, report) => {
  record({ kind: oneOf('mixture', 'gaussian-head'), inputSize: whole(1), classes: whole(2) })(
    value,
    path,
    report,
  );
  const { kind } = (value ?? {}) as Partial<Posterior>;
  if (kind === 'mixture')
    record({
      members: list(
        record({ network: record({}), weight: instanceOf(Rational, 'pass a fraction') }),
        1,
      ),
    })(value, path, report);
  if (kind === 'gaussian-head') {
    record({ body: record({}), mean: list(list(() => {})), covariance: list(list(() => {})) })(
      value,
      path,
      report,
    );
  }
};
