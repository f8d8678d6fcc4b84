import { InputError } from '../../errors/inputError.js';
import { defineDetector } from '../defineDetector.js';
import type { VariantOptions } from '../detector.js';
import { energies, energyRounding } from '../energy.js';
import { around, divideIntervals, gammaOf, type Interval } from '../infinity/interval.js';
import { energyGerm } from '../infinity/logitGerms.js';
import { addGerms, scaleGerm } from '../infinity/noveltyGerm.js';
import { penultimateGerms } from '../infinity/scoreTail.js';
import { featureErrors, logitErrors, type Observations } from '../observations.js';
import { wholeOption } from '../options.js';
import { negatedMaxima } from '../probabilities.js';
import {
  distancesFrom,
  logitOrigin,
  logitOriginError,
  principalDimension,
  type ResidualSpace,
  residualForm,
  residualGerm,
  residualNorms,
  residualSpaceOf,
} from '../residualSpace.js';
import { mean } from '../vectors.js';

/** The options of `vim`. */
export interface VimOptions extends VariantOptions {
  /** Dimension of the principal space, at most; null for the default of the variant. */
  readonly dimension: number | null;
}

/**
 * Virtual-logit matching: novelty `α‖Rᵀ(f − u)‖ − log Σ exp z`.
 *
 * u = −pinv(W)·b moves the origin to where the logits are 0, R spans what the principal space of
 * the moved training features leaves out, α makes the mean residual as large as the mean largest
 * logit. At infinity the slope is α‖RᵀΔ‖ − b_k, of which α and R are known within the rounding of
 * the fit.
 *
 * Source: Wang et al. 2022, eq. 5 to 7. `paper`: the principal dimension by feature width (1000
 * from 2048, 512 from 768, else half), lowered until the training features leave a residual that is
 * more than rounding (`notes` say so), as they do not where there are fewer rows than that; features
 * that do not move about u at all are an error; symmetric eigensolver. `cea-2024`: dimension 64
 * whatever D is; with D ≤ 64 the residual is empty, α infinite and every score NaN; a residual that
 * is rounding is scaled up all the same.
 */
export const vim = defineDetector<VimOptions>({
  id: 'vim',
  name: 'ViM',
  source: 'Wang et al. 2022',
  reads: 'features',
  family: 'paper B',
  whenCertain: 'depends',
  defaults: { variant: 'paper', dimension: null },
  check: ({ dimension }) => (dimension === null ? [] : wholeOption('dimension', dimension, 0)),
  fit({ head, train }, { variant, dimension }) {
    const width = head.weights.columns;
    const origin = logitOrigin(head);
    const asked = variant === 'paper' ? principalDimension(width, dimension) : (dimension ?? 64);
    const space = residualSpaceOf(train.features, origin, asked, {
      errors: featureErrors(train),
      originError: logitOriginError(head),
      lower: variant === 'paper',
    });
    if (variant === 'paper' && space.rank === 0) throw noResidual();
    const alpha = virtualLogitScale(space, train);
    return {
      notes: notesOf(asked, space, width),
      parameters: {
        dimension: variant === 'paper' ? space.dimension : asked,
        origin: Array.from(origin),
        alpha,
        residualForm: residualForm(space),
      },
      score({ features, logits }) {
        const out = energies(logits);
        residualNorms(space, features).forEach((norm, i) => {
          out[i] += alpha * norm;
        });
        return out;
      },
      error(observations) {
        const { logits, features } = observations;
        const { lower, upper } = virtualLogitScaleBounds(space, train);
        const longest = Math.max(0, ...distancesFrom(origin, features));
        const own = Math.hypot(...featureErrors(observations));
        const off = space.normError(longest) + space.shiftError + own;
        const energy = Math.max(...logitErrors(observations)) + energyRounding(logits);
        return (
          Math.abs(alpha) * off + Math.max(upper - alpha, alpha - lower) * (longest + off) + energy
        );
      },
      germ(tail) {
        const residual = residualGerm(space, penultimateGerms(tail));
        const bounds = virtualLogitScaleBounds(space, train);
        return addGerms(scaleGerm(residual, alpha, bounds), energyGerm(tail));
      },
    };
  },
});

/** α: the mean largest logit over the mean residual of the training features. */
export function virtualLogitScale(
  space: ResidualSpace,
  { features, logits }: Pick<Observations, 'features' | 'logits'>,
): number {
  return -mean(negatedMaxima(logits)) / mean(residualNorms(space, features));
}

const scaleBounds = new WeakMap<ResidualSpace, Interval>();

/**
 * Where α lies: both means are off by their rounding, the residual by that of the fit.
 *
 * @param train - what the space was fitted on
 */
export function virtualLogitScaleBounds(space: ResidualSpace, train: Observations): Interval {
  const bounds = scaleBounds.get(space) ?? boundsOfScale(space, train);
  scaleBounds.set(space, bounds);
  return bounds;
}

function boundsOfScale(space: ResidualSpace, train: Observations): Interval {
  const { features, logits } = train;
  const sum = gammaOf(features.rows + 1);
  const maxima = negatedMaxima(logits).map((value) => -value);
  const size = mean(maxima.map(Math.abs));
  const numerator = around(mean(maxima), sum * size + Math.max(...logitErrors(train)));
  const residual = mean(residualNorms(space, features));
  const distance = mean(distancesFrom(space.origin, features));
  const error = space.normError(distance) + space.shiftError + sum * residual;
  const divisor = around(residual, error);
  return divisor.lower > 0
    ? divideIntervals(numerator, divisor)
    : { lower: -Infinity, upper: Infinity };
}

function notesOf(asked: number, { dimension, rank }: ResidualSpace, width: number): string[] {
  if (dimension >= width) {
    return [
      `a principal space of ${asked} dimensions leaves nothing of ${width}: no residual, and no score`,
    ];
  }
  if (dimension < asked) {
    return [
      `the principal dimension is ${dimension}, not ${asked}: the training features move in ${rank} of ${width} dimensions about the origin, and something has to be left of them`,
    ];
  }
  return dimension >= rank
    ? [`the residual of the training features is rounding: they move in ${rank} dimensions only`]
    : [];
}

function noResidual(): InputError {
  return new InputError('vim', [
    {
      code: 'out_of_range',
      path: 'train.features',
      rule: 'must move about the origin: there is no residual to scale by',
      remedy: 'fit on rows whose penultimate activations differ from −pinv(W)·b',
    },
  ]);
}
