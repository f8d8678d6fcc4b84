import type { Rational } from '../exact/rational.js';
import { counted, grouped } from '../page/countWords.js';
import { limitOfPosterior } from '../posterior/limitOfPosterior.js';
import type { Posterior } from '../posterior/posterior.js';
import { probitCeiling } from '../posterior/probitCeiling.js';
import { doubleAbove, doubleBelow } from '../tail/outwardDouble.js';
import { type AuditRay, directionOf } from './auditRay.js';
import { percentText, scaleText } from './numberText.js';
import { type PosteriorDraws, posteriorDraws } from './posteriorDraws.js';

/** How certain the mean prediction of a posterior ends, per direction. */
export interface PosteriorEnds {
  readonly kind: Posterior['kind'];
  /** Members of a mixture; null for a Gaussian head. */
  readonly members: number | null;
  /** Whether they are a sample of more. */
  readonly sampled: boolean;
  /**
   * What the probit approximation never exceeds far away, in any direction (Kristiadi et al. 2020):
   * of two classes; it bounds that approximation, not the prediction. Null for others.
   */
  readonly probitCeiling: number | null;
  readonly directions: readonly PosteriorEnd[];
}

/** Bounds of a number, as doubles rounded outwards. */
interface Bounds {
  readonly lower: number;
  readonly upper: number;
}

/** Where the mean prediction ends in a direction. */
export interface PosteriorEnd {
  /** The place among the directions audited. */
  readonly index: number;
  readonly label: string;
  /** Shape [C]: bounds of the limits of the class probabilities; null if there is no limit. */
  readonly limit: { readonly lower: readonly number[]; readonly upper: readonly number[] } | null;
  /** The class of largest limit; null if not known. */
  readonly top: number | null;
  /** Bounds of the largest limit: how certain the prediction ends. */
  readonly confidence: Bounds | null;
  /** Nats. */
  readonly entropy: Bounds | null;
  /** Nats; null if not known. */
  readonly mutualInformation: Bounds | null;
  /** Whether almost every draw ends certain; null if not known. */
  readonly drawsSaturate: boolean | null;
  /** Whether it holds from every input, or from the ray's origin only. */
  readonly fromEveryInput: boolean;
  /** What the probit approximation of class 1 tends to; null for more than two classes. */
  readonly probit: number | null;
  /** What a sample of a Gaussian head ends at; null for mixtures, whose members are all there. */
  readonly sample: PosteriorDraws | null;
}

/**
 * Follows the mean prediction of a posterior to infinity along each direction of an audit.
 *
 * @param rays - with their places among the directions audited
 * @param seed - of the draws that are made of a Gaussian head
 * @param origin - where rays start that have no origin of their own, in the network's units
 */
export function posteriorEnds(
  posterior: Posterior,
  rays: readonly { readonly index: number; readonly ray: AuditRay }[],
  origin: ArrayLike<number>,
  seed: number,
  onProgress?: (done: number, total: number) => void,
): PosteriorEnds {
  const isMixture = posterior.kind === 'mixture';
  return {
    kind: posterior.kind,
    members: isMixture ? posterior.members.length : null,
    sampled: isMixture && posterior.sampled,
    probitCeiling: isMixture ? null : probitCeiling(posterior),
    directions: rays.map(({ index, ray }, done) => {
      const end = endOf(posterior, ray, origin, seed, index);
      onProgress?.(done + 1, rays.length);
      return { index, label: ray.label, ...end };
    }),
  };
}

function endOf(
  posterior: Posterior,
  ray: AuditRay,
  origin: ArrayLike<number>,
  seed: number,
  place: number,
): Omit<PosteriorEnd, 'index' | 'label'> {
  const direction = directionOf(ray, posterior.inputSize);
  const found = limitOfPosterior(posterior, { origin: ray.origin ?? origin, direction });
  if (!found) {
    return {
      limit: null,
      top: null,
      confidence: null,
      entropy: null,
      mutualInformation: null,
      drawsSaturate: null,
      fromEveryInput: false,
      probit: null,
      sample: null,
    };
  }
  const { probabilities, top, entropy, mutualInformation, drawsSaturate, fromEveryInput } = found;
  const lower = probabilities.map((p) => doubleBelow(p.lower));
  const upper = probabilities.map((p) => doubleAbove(p.upper));
  const probit = 'probit' in found ? found.probit : null;
  return {
    limit: { lower, upper },
    top,
    confidence: { lower: Math.max(...lower), upper: Math.max(...upper) },
    entropy: boundsOf(entropy),
    mutualInformation: mutualInformation && boundsOf(mutualInformation),
    drawsSaturate,
    fromEveryInput,
    probit: probit?.toNumber() ?? null,
    sample: 'slopes' in found && drawsSaturate ? posteriorDraws(found.slopes, seed, place) : null,
  };
}

function boundsOf({
  lower,
  upper,
}: {
  readonly lower: Rational;
  readonly upper: Rational;
}): Bounds {
  return { lower: doubleBelow(lower), upper: doubleAbove(upper) };
}

/** "84.1 %", "between 12 % and 97 %": how certain the posterior ends; "–" where it is not known. */
export function posteriorText(ends: PosteriorEnds, index: number): string {
  const confidence = ends.directions.find((end) => end.index === index)?.confidence;
  if (!confidence) return '–';
  const { lower, upper } = confidence;
  return upper - lower < 1e-3
    ? percentText((lower + upper) / 2)
    : `${percentText(lower)} … ${percentText(upper)}`;
}

/** How certain the posterior ends over all directions, as a sentence. */
export function posteriorSentence(ends: PosteriorEnds): string {
  const { kind, members, sampled, directions, probitCeiling: ceiling } = ends;
  const known = directions.flatMap(({ confidence }) => (confidence ? [confidence] : []));
  const certain = known.filter(({ lower }) => lower >= 0.99).length;
  const uncertain = known.filter(({ upper }) => upper < 0.99).length;
  const rest = directions.length - certain - uncertain;
  const what =
    kind === 'gaussian-head'
      ? 'The Gaussian head'
      : `The mixture of ${counted(members!, 'network')}${sampled ? ' (a sample)' : ''}`;
  const entropies = directions.flatMap(({ entropy }) => (entropy ? [entropy.lower] : []));
  const least =
    entropies.length === 0
      ? ''
      : `, its entropy at least ${scaleText(Math.min(...entropies))} nats`;
  const samples = directions.flatMap(({ sample }) => (sample ? [sample] : []));
  const approximations = [
    ...(ceiling === null || ceiling === 1
      ? []
      : [
          ` Its probit approximation stays below ${percentText(ceiling)} in every direction (Kristiadi et al. 2020; the prediction itself may lie above that).`,
        ]),
    ...(samples.length === 0
      ? []
      : [
          ` Of ${grouped(samples[0].draws)} draws, ${percentText(Math.max(...samples.map(({ share }) => share)))} at most end certain of one class.`,
        ]),
  ].join('');
  return `${what} ends 99 % certain in ${grouped(certain)} of ${counted(directions.length, 'direction')} and less certain in ${grouped(uncertain)}${rest > 0 ? `; in ${grouped(rest)} it is not known` : ''}${least}.${approximations} Decided from the limits of its draws, enclosed; ${directions.every(({ fromEveryInput }) => fromEveryInput) ? 'it holds from every input' : 'where draws do not end certain it is that of rays from the first row, or from 0 without data'}.`;
}
