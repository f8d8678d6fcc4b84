import { InputError } from '../../errors/inputError.js';
import { Rational } from '../../exact/rational.js';
import type { Real } from '../../exact/real.js';
import { headOf } from '../../network/penultimate.js';
import { expandedValues } from '../../tail/expandedValues.js';
import type { Growth } from '../../tail/growth.js';
import { type DecidedRegime, regimeOf } from '../../tail/regime.js';
import type { Ray } from '../../tail/tail.js';
import type { Classifier } from '../classifier.js';
import type { Detector, Scorer } from '../detector.js';
import { type BehaviourAtInfinity, behaviourAtInfinity } from './behaviourAtInfinity.js';
import type { GermVector } from './germVector.js';
import { steepest } from './logitGerms.js';
import type { ScoreTail } from './scoreTail.js';

/**
 * What detectors read of any network infinitely far out along a ray.
 *
 * `lines`: features and logits are intercept + t·slope + o(1). `leading`: they grow faster, and the
 * tail holds what multiplies the fastest
 * growth, t^power·(log t)^log, with that for its t and nothing else.
 */
export interface FarTail {
  readonly kind: 'lines' | 'leading';
  readonly tail: ScoreTail;
  /** The same for what reads logits alone: of leading terms theirs, if they grow slower. */
  readonly logitsTail: ScoreTail;
  /** Whether features and logits stay bounded: then they converge. */
  readonly bounded: boolean;
}

/**
 * The tail detectors are judged by along a ray of a network that need not be piecewise affine.
 *
 * Slopes that are only enclosed are taken by their middles, with errors; so are intercepts. Hidden
 * layers before the last are not given.
 *
 * @returns null where features or logits are not known well enough
 */
export function farTailAlong({ network }: Classifier, ray: Ray): FarTail | null {
  const { penultimate } = headOf(network);
  const [logits, features] = expandedValues(network, ray, [network.output, penultimate]);
  if (!isKnown(logits) || !isKnown(features)) return null;
  return linesOf(logits, features) ?? leadingOf(logits, features);
}

function isKnown(growths: readonly (Growth | null)[]): growths is readonly Growth[] {
  return growths.every((growth) => growth !== null);
}

function linesOf(logits: readonly Growth[], features: readonly Growth[]): FarTail | null {
  const [outputs, penultimate] = [germsOf(logits), germsOf(features)];
  if (!outputs || !penultimate) return null;
  const bounded = [...outputs.slope, ...penultimate.slope].every(({ sign }) => sign === 0);
  const tail = tailOf(outputs, penultimate);
  return { kind: 'lines', tail, logitsTail: tail, bounded };
}

/** An intercept that is known less well leaves limits open. */
const SHARP = 1e-9;

function germsOf(growths: readonly Growth[]): GermVector | null {
  const slopes = growths.flatMap(({ slope }) => slope ?? []);
  const intercepts = growths.flatMap(({ intercept }) => intercept ?? []);
  if (slopes.length < growths.length || intercepts.length < growths.length) return null;
  if (slopes.some(({ sign }) => sign === null)) return null;
  const isSharp = intercepts.every(
    (value) => widthOf(value) <= SHARP * Math.max(1, Math.abs(value.toNumber())),
  );
  if (!isSharp || !areOrdered(slopes, intercepts)) return null;
  return {
    slope: slopes.map(middleOf),
    intercept: intercepts.map(middleOf),
    ...(slopes.some(({ rational }) => !rational) && {
      slopeErrors: Float64Array.from(slopes, widthOf),
    }),
  };
}

/**
 * Whether middles are in the order of the numbers: two that grow alike and whose enclosures overlap
 * may be in either, unless they are the same enclosure.
 */
function areOrdered(slopes: readonly Real[], intercepts: readonly Real[]): boolean {
  const order = [...slopes.keys()].sort(
    (i, j) =>
      middleOf(slopes[i]).compare(middleOf(slopes[j])) ||
      middleOf(intercepts[i]).compare(middleOf(intercepts[j])),
  );
  return order.every((i, n) => {
    if (n === 0) return true;
    const before = order[n - 1];
    const apart = slopes[i].compare(slopes[before]);
    if (apart !== 0) return apart !== null || isSame(slopes[i], slopes[before]);
    return (
      intercepts[i].compare(intercepts[before]) !== null ||
      isSame(intercepts[i], intercepts[before])
    );
  });
}

function isSame(x: Real, y: Real): boolean {
  return x.lower.compare(y.lower) === 0 && x.upper.compare(y.upper) === 0;
}

/** t^power·(log t)^log: how fast something grows. */
type Order = readonly [power: number, log: number];

function leadingOf(logits: readonly Growth[], features: readonly Growth[]): FarTail | null {
  if (![...logits, ...features].every(({ power }) => power !== null)) return null;
  const fastest = fastestOf(features);
  if (compareOrders(fastest, [0, 0]) <= 0) return null;
  const outputs = leadingGerms(logits, fastest);
  const penultimate = leadingGerms(features, fastest);
  const alone = leadingGerms(logits, fastestOf(logits));
  if (!outputs || !penultimate || !alone) return null;
  return {
    kind: 'leading',
    tail: tailOf(outputs, penultimate),
    logitsTail: tailOf(alone, penultimate),
    bounded: false,
  };
}

function fastestOf(growths: readonly Growth[]): Order {
  return growths.map(orderOf).reduce((x, y) => (compareOrders(y, x) > 0 ? y : x));
}

function orderOf({ power, log }: Growth): Order {
  return [power!, log];
}

function compareOrders([power, log]: Order, [otherPower, otherLog]: Order): number {
  return power - otherPower || log - otherLog;
}

/** What multiplies the order; 0 for what grows slower. Null where its sign is not known. */
function leadingGerms(growths: readonly Growth[], order: Order): GermVector | null {
  const leads = growths.map((growth) => compareOrders(orderOf(growth), order) === 0);
  if (growths.some((growth) => compareOrders(orderOf(growth), order) > 0)) return null;
  const coefficients = growths.map(({ coefficient }) => coefficient);
  if (coefficients.some(({ sign }, i) => leads[i] && sign === null)) return null;
  return {
    slope: coefficients.map((value, i) => (leads[i] ? middleOf(value) : Rational.zero)),
    intercept: growths.map(() => Rational.zero),
    slopeErrors: Float64Array.from(coefficients, (value, i) => (leads[i] ? widthOf(value) : 0)),
  };
}

function tailOf(logits: GermVector, penultimate: GermVector): ScoreTail {
  const top = steepest(logits);
  const regime = regimeOf({ top, known: true }, logits.slope.length) as DecidedRegime;
  return { ...logits, regime, top, from: Rational.zero, penultimate };
}

/** What a detector is judged at. */
export interface CertainEnd {
  /** What the detector looks at. */
  readonly reads: Detector['reads'];
  readonly classes: number;
  /** The class that the network ends certain of. */
  readonly top: number;
  /** Whether it is the one class with a positive limit. */
  readonly saturates: boolean;
}

/**
 * What a fitted detector does along the tail; null where that is not known: what grows slower than
 * the leading terms may decide, or the detector reads what the tail does not have.
 *
 * Along lines the terms that vanish do not change a score's first term, nor, where nothing grows,
 * its limit. Of leading terms divergence follows where one class leads by them, and of scores that
 * read logits alone always. Where one class is certain a score that a common shift of the logits does
 * not change ends at its value there, however logits grow.
 *
 * @param far - null where features and logits are not known
 */
export function farBehaviour(
  scorer: Scorer,
  far: FarTail | null,
  { reads, classes, top, saturates }: CertainEnd,
): BehaviourAtInfinity | null {
  const ofLogits = reads === 'logits';
  if (ofLogits && saturates) {
    const ofProbabilities = atOneHot(scorer, classes, top);
    if (ofProbabilities) return ofProbabilities;
  }
  if (!far) return null;
  const { kind, tail, logitsTail } = far;
  const behaviour = withinReach(scorer, ofLogits ? logitsTail : tail);
  if (!behaviour) return null;
  const found = { ...behaviour, approach: null };
  if (kind === 'lines') return ofLogits || isSteady(scorer, tail, behaviour) ? found : null;
  const diverges = behaviour.kind === 'diverges-up' || behaviour.kind === 'diverges-down';
  const leads = logitsTail.top.length === 1 && logitsTail.top[0] === top;
  return diverges && (leads || ofLogits) ? found : null;
}

/**
 * Whether a score ends alike if features that come to rest do so a little above or below, in either
 * order: one that jumps at a threshold, or sorts, is else decided by what vanishes.
 */
function isSteady(scorer: Scorer, tail: ScoreTail, behaviour: BehaviourAtInfinity): boolean {
  const { slope, intercept } = tail.penultimate!;
  if (slope.every(({ sign }) => sign !== 0)) return true;
  return WAYS.every((way) => {
    const moved = intercept.map((value, j) => {
      if (slope[j].sign !== 0) return value;
      const size = value.sign < 0 ? value.negate() : value;
      const steps = Rational.of(2 ** -26 * way(j, slope.length));
      return value.add(steps.multiply(size.add(Rational.one)));
    });
    const other = withinReach(scorer, {
      ...tail,
      penultimate: { ...tail.penultimate!, intercept: moved },
    });
    if (other?.kind !== behaviour.kind) return false;
    const room = STEADY * Math.max(1, Math.abs(behaviour.limit));
    return behaviour.kind !== 'converges' || Math.abs(other.limit - behaviour.limit) <= room;
  });
}

/** How features are moved: up and down, and so that those of one limit are told apart both ways. */
const WAYS: readonly ((j: number, width: number) => number)[] = [
  (j) => 1 + j,
  (j, width) => width - j,
  (j) => -1 - j,
  (j, width) => j - width,
];
/** By how much a limit may move with them. */
const STEADY = 1e-4;

/**
 * What a score of the probabilities alone ends at where one class becomes certain; null for a score
 * that a common shift of the logits changes, or that reads more than logits.
 */
function atOneHot(scorer: Scorer, classes: number, top: number): BehaviourAtInfinity | null {
  const [first, shifted] = [1, 0].map((lead) => {
    const slope = Array.from({ length: classes }, (_, c) =>
      Rational.of(c === top ? lead : lead - 1),
    );
    const intercept = slope.map(() => Rational.zero);
    const tail: ScoreTail = {
      slope,
      intercept,
      regime: 'saturating',
      top: [top],
      from: Rational.zero,
      penultimate: null,
    };
    return withinReach(scorer, tail);
  });
  const same = first?.kind === 'converges' && first.limit === shifted?.limit;
  return same ? { ...first, approach: null } : null;
}

/** The behaviour; null where the detector reads germs that the tail does not have. */
function withinReach(scorer: Scorer, tail: ScoreTail): BehaviourAtInfinity | null {
  try {
    return behaviourAtInfinity(scorer, tail);
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

function widthOf({ lower, upper }: Real): number {
  return upper.subtract(lower).toNumber() * (1 + 2 ** -50);
}

function middleOf(value: Real): Rational {
  return value.rational ?? value.lower.add(value.upper).divide(Rational.of(2));
}
