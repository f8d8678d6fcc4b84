import { checkArguments } from '../../errors/checkArguments.js';
import { InputError } from '../../errors/inputError.js';
import { callable, list, oneOf, record, text } from '../../errors/kinds.js';
import { defineDetector } from '../defineDetector.js';
import type { Detector, DetectorFamily, Scorer, WhenCertain } from '../detector.js';
import type { FittingData } from '../fittingData.js';
import { HeldOutRanks } from '../heldOutRanks.js';
import { type BehaviourAtInfinity, behaviourOf } from '../infinity/behaviourAtInfinity.js';
import type { Interval } from '../infinity/interval.js';
import { constantGerm, type NoveltyGerm } from '../infinity/noveltyGerm.js';
import type { ScoreTail } from '../infinity/scoreTail.js';
import type { Observations } from '../observations.js';

/**
 * How scores are put on one scale and joined: `ranks`, the mean share of held-out scores below, ties
 * counted half; `fisher`, −2 Σ ln p with p = (1 + held-out scores at least as high)/(n + 1).
 */
export type FusionRule = 'ranks' | 'fisher';

/** The options of `fusion`: those of each detector, by its id. */
export interface FusionOptions {
  readonly base: Readonly<Record<string, object>>;
}

/**
 * Several detectors as one: each score is compared with the scores of the validation set, and the
 * comparisons are joined, so that no detector's unit matters.
 *
 * Novelty: `ranks` in [0, 1]; `fisher` at least 0 and at most 2k·ln(n + 1) for k detectors and n
 * validation rows. Fisher's χ² law needs independent p-values, which detectors of one network do not
 * have: set the threshold on data (`thresholdOf`). A score that is NaN makes the fusion NaN.
 *
 * At infinity it is bounded: a detector that diverges contributes the most or the least there is, one
 * that converges what its limit has among the held-out scores. So no fusion diverges, and one of
 * detectors that are all blind is blind. Where a limit is one of the held-out scores, the side it is
 * approached from decides: bounds are given.
 *
 * Source: Fisher, Statistical Methods for Research Workers, 1932, section 21.1; the p-values are those
 * of conformal prediction (Vovk et al. 2005; Bates et al. 2023).
 *
 * @param detectors - two or more, each once
 * @throws InputError `empty` for fewer than two, `inconsistent` if one is given twice
 *
 * @example
 * ```ts
 * fusion([msp, mds], 'fisher').fit(data).score(data.validation)[0]; // −2 Σ ln p
 * ```
 */
export function fusion(
  detectors: readonly Detector[],
  rule: FusionRule = 'fisher',
): Detector<FusionOptions> {
  checkArguments('fusion', {
    detectors: [detectors, list(record({ id: text, name: text, fit: callable }), 2)],
    rule: [rule, oneOf('ranks', 'fisher')],
  });
  const ids = detectors.map(({ id }) => id);
  refuseTwice(ids);
  const id = `${rule}-${ids.join('+')}`;
  return defineDetector<FusionOptions>({
    id,
    name: `${RULE_NAMES[rule]}(${detectors.map(({ name }) => name).join(', ')})`,
    source: `${rule === 'fisher' ? 'Fisher 1932' : 'mean rank'}; ${detectors.map(({ source }) => source).join('; ')}`,
    reads: READS.findLast((what) => detectors.some(({ reads }) => reads === what)) ?? 'logits',
    readsHidden: detectors.some(({ readsHidden }) => readsHidden),
    family: familyOf(detectors),
    whenCertain: whenCertainOf(detectors),
    variants: ['paper'],
    defaults: { base: {} },
    check: ({ base }) =>
      Object.keys(base).flatMap((name) =>
        ids.includes(name)
          ? []
          : [
              {
                code: 'unknown_field' as const,
                path: `base.${name}`,
                value: name,
                rule: 'must be the id of a detector of the fusion',
                remedy: `one of ${ids.join(', ')}`,
              },
            ],
      ),
    fit: (data, { base }) => {
      const members = detectors.map((detector) =>
        fitMember(id, detector.fit(data, base[detector.id] ?? {}), data),
      );
      return {
        parameters: { validationRows: data.validation.logits.rows },
        notes: members.flatMap(({ scorer }) => scorer.notes ?? []),
        score: (observations) => scoreOf(rule, members, observations),
        error: (observations) => errorOf(rule, members, observations),
        germ: (tail) => germOf(rule, members, tail),
      };
    },
  });
}

/** A fitted detector of a fusion. */
interface Member {
  readonly scorer: Scorer;
  readonly heldOut: HeldOutRanks;
  /** How far rounding may have put any held-out score. */
  readonly heldOutError: number;
}

const RULE_NAMES: Readonly<Record<FusionRule, string>> = { ranks: 'Ranks', fisher: 'Fisher' };
/** Limits and held-out scores are evaluated in float64: this near to each other they may be equal. */
const LIMIT_ROUNDING = 2 ** -40;
const READS = ['logits', 'features', 'inputs'] as const;

function fitMember(id: string, scorer: Scorer, { validation }: FittingData): Member {
  const scores = scorer.score(validation);
  const unusable = scores.findIndex(Number.isNaN);
  if (unusable === -1) {
    const heldOutError = scorer.error?.(validation) ?? 0;
    return { scorer, heldOut: new HeldOutRanks(scores), heldOutError };
  }
  throw new InputError(id, [
    {
      code: 'not_a_number',
      path: `${scorer.detector}: novelty of validation row ${unusable}`,
      value: Number.NaN,
      rule: 'must be a number: others are compared with it',
      remedy: 'leave the detector or the row out',
    },
  ]);
}

/** What a score that has so many held-out scores below, and so many at most, contributes. */
function contribution(rule: FusionRule, { size }: HeldOutRanks, below: number, atMost: number) {
  return rule === 'ranks'
    ? (below + atMost) / 2 / size
    : -2 * Math.log((1 + size - below) / (size + 1));
}

function joined(rule: FusionRule, contributions: readonly number[]): number {
  const sum = contributions.reduce((total, value) => total + value, 0);
  return rule === 'ranks' ? sum / contributions.length : sum;
}

function scoreOf(
  rule: FusionRule,
  members: readonly Member[],
  observations: Observations,
): Float64Array {
  const scores = members.map(({ scorer }) => scorer.score(observations));
  return scores[0].map((_, i) =>
    joined(
      rule,
      members.map(({ heldOut }, m) => {
        const score = scores[m][i];
        if (Number.isNaN(score)) return Number.NaN;
        return contribution(rule, heldOut, heldOut.below(score), heldOut.atMost(score));
      }),
    ),
  );
}

/** A score within rounding of a held-out one may stand on either side of it. */
function errorOf(rule: FusionRule, members: readonly Member[], observations: Observations): number {
  const spreads = members.map(({ scorer, heldOut, heldOutError }) => {
    const off = (scorer.error?.(observations) ?? 0) + heldOutError;
    return scorer.score(observations).map((score) => {
      if (off === 0) return 0;
      const { lower, upper } = within(rule, heldOut, { lower: score - off, upper: score + off });
      return upper - lower;
    });
  });
  const rows = spreads[0].map((_, i) =>
    joined(
      rule,
      spreads.map((spread) => spread[i]),
    ),
  );
  return rows.reduce((most, value) => Math.max(most, value), 0);
}

/** The contributions of scores that come near an interval, or are in it. */
function within(rule: FusionRule, heldOut: HeldOutRanks, interval: Interval): Interval {
  const { lower, upper } = heldOut.near(interval);
  return {
    lower: contribution(rule, heldOut, lower, lower),
    upper: contribution(rule, heldOut, upper, upper),
  };
}

function germOf(rule: FusionRule, members: readonly Member[], tail: ScoreTail): NoveltyGerm {
  const ends = members.map(({ scorer }) => behaviourOf(scorer.germ(tail)));
  const undefinedAt = ends.findIndex(({ kind }) => kind === 'undefined');
  if (undefinedAt !== -1) {
    return constantGerm(Number.NaN, `${members[undefinedAt].scorer.detector} has no score there`);
  }
  const parts = members.map((member, m) => endOf(rule, member, ends[m]));
  const bounds = {
    lower: joined(
      rule,
      parts.map(({ lower }) => lower),
    ),
    upper: joined(
      rule,
      parts.map(({ upper }) => upper),
    ),
  };
  const notes = ends.flatMap((end) => end.notes);
  if (bounds.lower === bounds.upper) return constantGerm(bounds.lower, ...notes);
  const made = ends.some(({ kind }) => kind === 'unknown');
  return {
    ...constantGerm(Number.NaN, ...notes),
    constantBounds: bounds,
    ...(made && { made: 'by rounding' as const }),
  };
}

/** Where the contribution of a detector ends. */
function endOf(
  rule: FusionRule,
  { heldOut, heldOutError }: Member,
  { bounds, unattained }: BehaviourAtInfinity,
): Interval {
  // No input attains the limit, the held-out ones neither: in the end the score is beyond them all.
  if (unattained === 'lower') return same(rule, heldOut, heldOut.below(bounds.lower));
  if (unattained === 'upper') return same(rule, heldOut, heldOut.atMost(bounds.upper));
  // What is infinite in the limit is finite all along; a held-out score that is infinite is not met.
  if (bounds.lower === Infinity) return same(rule, heldOut, heldOut.below(Infinity));
  if (bounds.upper === -Infinity) return same(rule, heldOut, heldOut.atMost(-Infinity));
  const off = (end: number) => heldOutError + LIMIT_ROUNDING * Math.max(1, Math.abs(end));
  return within(rule, heldOut, {
    lower: Number.isFinite(bounds.lower) ? bounds.lower - off(bounds.lower) : bounds.lower,
    upper: Number.isFinite(bounds.upper) ? bounds.upper + off(bounds.upper) : bounds.upper,
  });
}

function same(rule: FusionRule, heldOut: HeldOutRanks, count: number): Interval {
  const value = contribution(rule, heldOut, count, count);
  return { lower: value, upper: value };
}

function familyOf(detectors: readonly Detector[]): DetectorFamily {
  const families = new Set(detectors.map(({ family }) => family));
  if (families.has('posterior')) return 'posterior';
  return families.size === 1 ? detectors[0].family : 'after 2022';
}

/** A contribution is the least there is where its detector is always blind, and that of all is then. */
function whenCertainOf(detectors: readonly Detector[]): WhenCertain {
  const allBlind = detectors.every(({ whenCertain }) => whenCertain === 'always blind');
  return allBlind ? 'always blind' : 'depends';
}

function refuseTwice(ids: readonly string[]): void {
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice === undefined) return;
  throw new InputError('fusion', [
    {
      code: 'inconsistent',
      path: 'detectors',
      value: twice,
      rule: 'must not name a detector twice: it would count twice',
      remedy: 'leave one out',
    },
  ]);
}
