import { Real } from '../exact/real.js';
import { Atoms } from '../germ/atoms.js';
import { Coefficient } from '../germ/coefficient.js';
import { Context } from '../germ/context.js';
import { combine, type Expansion, monomialExpansion } from '../germ/expansion.js';
import { limitOf, probability } from '../germ/limit.js';
import { CONSTANT, powerOf } from '../germ/monomial.js';
import { growthSign, softmaxOfExpansions } from '../germ/softmax.js';
import type { Network } from '../network/network.js';
import { walk } from '../network/walk.js';
import type { ExpandedTail, LimitRegime } from './expandedTailForm.js';
import { ExpansionDomain } from './expansionDomain.js';
import { growthOf } from './growth.js';
import { lazily } from './lazily.js';
import { smoothTail } from './smoothTail.js';

export type { ExpandedTail } from './expandedTailForm.js';

/** How far expansions are carried, one attempt after the other. */
const DEPTHS = [1, 2, 4, 8];
/** The points from which periodic functions are followed. */
const PHASES = [0, 0.3, 1.7, 3.1, 5.9].map((phase) => Real.of(phase));

/**
 * Finds a network's behaviour at infinity along a ray.
 *
 * Networks of affine operations, maxima and activations with asymptotes are walked through in
 * certified float64, about two forward passes' work, with exact slopes computed when they are read
 * or when bounds leave a comparison open. All others, and what that leaves open, are interpreted
 * over expansions.
 *
 * Undecided is a possible answer: enclosures are then wide, and the regime is `unknown`.
 *
 * Arithmetic: exact, or enclosed with outward rounding.
 *
 * @param origin - shape [D], finite
 * @param direction - shape [D], finite
 * @param domainOf - a domain to interpret the network over in any case: in tests that plant faults
 *
 * Source: claims `slopes-ignore-shape`, `layer-norm-limit`, `trees-constant`.
 *
 * @example
 * ```ts
 * const network = readNetwork({ format: 'farfield-network', version: 1, inputs: 1,
 *   layers: [{ type: 'gelu' }, { type: 'dense', weights: [[1], [-1]], bias: [0, 0] }] });
 * expandedTail(network, [0], [1]).regime; // 'saturating'
 * ```
 */
export function expandedTail(
  network: Network,
  origin: ArrayLike<number>,
  direction: ArrayLike<number>,
  domainOf?: DomainOf,
): ExpandedTail {
  const expand = () => expandedTailOnCurve(network, origin, [{ power: 1, direction }], domainOf);
  return (domainOf ? null : smoothTail(network, origin, direction, expand)) ?? expand();
}

/** `t^power` times a direction: one of the moves of a curve. */
export interface CurveMove {
  /** Positive, a multiple of 1/64. */
  readonly power: number;
  /** Shape [D], finite. */
  readonly direction: ArrayLike<number>;
}

/**
 * The behaviour at infinity along a curve `origin + Σ t^power·direction`: several features that grow
 * at different speeds. As `expandedTail`, of which a ray is the case of one move of power 1.
 *
 * Source: claim `several-speeds`.
 *
 * @example
 * ```ts
 * const network = readNetwork({ format: 'farfield-network', version: 1, inputs: 2,
 *   layers: [{ type: 'dense', weights: [[1, 0], [0, 100]], bias: [0, 0] }] });
 * const moves = [{ power: 2, direction: [1, 0] }, { power: 1, direction: [0, 1] }];
 * expandedTailOnCurve(network, [0, 0], moves).top; // [0]: t² outgrows 100·t
 * ```
 */
export function expandedTailOnCurve(
  network: Network,
  origin: ArrayLike<number>,
  moves: readonly CurveMove[],
  domainOf: DomainOf = (context) => new ExpansionDomain(context),
): ExpandedTail {
  const inputOf = (context: Context) => curveExpansions(origin, moves, context);
  let answer: Attempt | null = null;
  const atoms = new Atoms();
  for (const depth of DEPTHS) {
    answer = attempt(network, inputOf, domainOf(new Context(depth, atoms)));
    if (answer.decided) return answer.tail;
    if (answer.periodic) break;
  }
  const { tail, periodic } = answer!;
  return periodic && tail.limit && swings(network, inputOf)
    ? { ...tail, regime: 'no-limit', limit: null }
    : tail;
}

/** Makes the domain of one attempt. */
export type DomainOf = (context: Context) => ExpansionDomain;

interface Attempt {
  readonly tail: ExpandedTail;
  readonly decided: boolean;
  readonly periodic: boolean;
}

/** The inputs of a network as expansions. */
type InputOf = (context: Context) => Expansion[];

function attempt(network: Network, inputOf: InputOf, domain: ExpansionDomain): Attempt {
  const { context } = domain;
  const outputs = Array.from(walk(network, domain, inputOf(context))[network.output]);
  const { boundary, periodic, unsteady } = context;
  // Read by few, and dear where float64 does not enclose it narrowly.
  const shape = lazily(() => shapeOf(outputs));
  const withShape = (fields: Pick<ExpandedTail, 'regime' | 'top' | 'limit'>): ExpandedTail => ({
    ...fields,
    boundary,
    get slope() {
      return shape().slope;
    },
    get intercept() {
      return shape().intercept;
    },
    get growth() {
      return shape().growth;
    },
  });
  if (outputs.length < 2) {
    const tail = withShape({ regime: null, top: null, limit: null });
    return { tail, decided: tail.growth.every((growth) => growth !== null), periodic };
  }
  const limits = probabilitiesOf(network, outputs, context);
  const known = limits.every(({ positive }) => positive !== null);
  const top = limits.flatMap(({ positive }, c) => (positive === false ? [] : [c]));
  const regime = known ? regimeOf(top.length, outputs.length) : 'unknown';
  // A sequence that only has limits along parts of it may have several of them.
  const settled = regime === 'saturating' || !(unsteady || context.unsteady);
  const limit = limits.map(({ limit: value }) => value);
  const tail = withShape({
    regime: settled ? regime : 'unknown',
    top,
    limit: top.length === 1 && known ? oneHot(limit, top[0], network) : limit,
  });
  return { tail, decided: known && settled, periodic: periodic || context.periodic };
}

/** origin + Σ t^power·direction. */
export function curveExpansions(
  origin: ArrayLike<number>,
  moves: readonly CurveMove[],
  context: Context,
): Expansion[] {
  return Array.from(origin, (value, i) =>
    combine(
      [...moves.map(() => 1), 1],
      [
        ...moves.map(({ power, direction }) =>
          monomialExpansion(Coefficient.of(direction[i]), powerOf(power)),
        ),
        monomialExpansion(Coefficient.of(value), CONSTANT),
      ],
      context,
    ),
  );
}

interface ClassLimit {
  /** An enclosure of the limit, between 0 and 1. */
  readonly limit: Real;
  /** Whether the limit is above 0; null: not known. */
  readonly positive: boolean | null;
}

const ANY_PROBABILITY = Real.zero.hull(Real.one);

function probabilitiesOf(
  network: Network,
  outputs: readonly Expansion[],
  context: Context,
): ClassLimit[] {
  if (network.outputs === 'probabilities') return outputs.map(limitOfProbability);
  const shares = softmaxOfExpansions(outputs, context);
  return shares.map((share): ClassLimit => {
    const limit = limitOf(share);
    if (!limit) return { limit: ANY_PROBABILITY, positive: null };
    return { limit: probability(limit), positive: limit.isZero ? false : isPositive(limit, share) };
  });
}

/**
 * A share is e^d over a sum: positive wherever d keeps a limit, even where the enclosure of e^d
 * reaches down to 0 because it is smaller than any number that is computed with.
 */
function isPositive(limit: Real, share: Expansion): boolean | null {
  return limit.lower.sign > 0 || growthSign(share) === 0 ? limit.upper.sign > 0 || null : null;
}

function limitOfProbability(output: Expansion): ClassLimit {
  const limit = limitOf(output);
  if (!limit) return { limit: ANY_PROBABILITY, positive: null };
  const { sign } = limit;
  return { limit, positive: sign === null ? null : sign > 0 };
}

function regimeOf(positive: number, classes: number): LimitRegime {
  return positive === 1 ? 'saturating' : positive === classes ? 'flat' : 'tied';
}

/** Softmax adds up to 1 exactly; other probabilities need not. */
function oneHot(limit: readonly Real[], top: number, network: Network): readonly Real[] {
  if (network.outputs === 'probabilities') return limit;
  return limit.map((_, c) => (c === top ? Real.one : Real.zero));
}

/** Slopes and intercepts where outputs are a + t·b + o(1). */
function shapeOf(
  outputs: readonly Expansion[],
): Pick<ExpandedTail, 'slope' | 'intercept' | 'growth'> {
  const growth = outputs.map(growthOf);
  const slope = growth.map((value) => value?.slope ?? null);
  const intercept = growth.map((value) => value?.intercept ?? null);
  const all = (values: (Real | null)[]) =>
    values.every((value) => value !== null) ? values : null;
  return { growth, slope: all(slope), intercept: all(intercept) };
}

/** Whether the probabilities have different limits along different sequences of t. */
function swings(network: Network, inputOf: InputOf): boolean {
  const seen: (readonly Real[])[] = [];
  for (const phase of PHASES) {
    const context = new Context(2, new Atoms(), phase);
    const domain = new ExpansionDomain(context);
    const { tail, decided } = attempt(network, inputOf, domain);
    if (!decided || !tail.limit) continue;
    const { limit } = tail;
    if (seen.some((other) => other.some((value, c) => value.compare(limit[c])))) return true;
    seen.push(limit);
  }
  return false;
}
