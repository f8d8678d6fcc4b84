import { compareDyadic, type Dyadic, dyadicOf, multiplyDyadic } from '../../exact/dyadic.js';
import type { Network } from '../../network/network.js';
import { type Operation, unknownOperation } from '../../network/operation.js';
import { beyondPiecewiseAffine } from '../../network/operations/general.js';
import type { Pattern } from '../../network/pattern.js';
import type { ExactValues } from './exactEvaluation.js';

/**
 * Whether a network stays on the pieces of a pattern for every t ≥ t₀, decided from its values at
 * t₀ and at t₀ + s, s > 0. Returns the first unit that does not, in words, or null.
 *
 * Proof, by induction over the nodes. Suppose all values a node reads are affine in t on [t₀, ∞);
 * then so is each pre-activation, and its values at the two times determine it. A rectifier that is
 * on stays on iff its pre-activation is ≥ 0 at t₀ and does not decrease; off iff ≤ 0 and does not
 * increase; any unit likewise against both breakpoints of its piece; the winner of a maximum stays
 * ahead iff it is ahead at t₀ and its lead does not shrink. Then the node's outputs are affine on [t₀, ∞) too. The
 * values at both times come from the network itself, not from the pattern. Arithmetic: exact.
 *
 * @param start - the values at t₀
 * @param later - the values at t₀ + s, of the same denominator
 */
export function firstUnitOffItsPiece(
  network: Network,
  pattern: Pattern,
  start: ExactValues,
  later: ExactValues,
): string | null {
  const factor: Dyadic = { mantissa: start.denominator, exponent: 0 };
  for (let k = 0; k < network.nodes.length; k++) {
    const { operation, inputs, label } = network.nodes[k];
    const states = pattern[k];
    if (operation.kind === 'affine' || !states) continue;
    const [before, after] = [start.values[inputs[0]], later.values[inputs[0]]];
    for (let i = 0; i < states.length; i++) {
      if (!staysOnPiece(operation, i, states[i], before, after, factor)) {
        return `unit ${i} of ${label} leaves its piece after t*`;
      }
    }
  }
  return null;
}

function staysOnPiece(
  operation: Exclude<Operation, { kind: 'affine' }>,
  i: number,
  state: number,
  before: readonly Dyadic[],
  after: readonly Dyadic[],
  factor: Dyadic,
): boolean {
  switch (operation.kind) {
    case 'activation': {
      const f = operation.functionOf(i);
      const breakpoints = (f.kind === 'piecewise' && f.lines?.breakpoints) || new Float64Array(0);
      const against = (bound: number, side: 1 | -1) =>
        side * compareDyadic(before[i], multiplyDyadic(dyadicOf(bound), factor)) >= 0 &&
        side * compareDyadic(after[i], before[i]) >= 0;
      const left = state === 0 || against(breakpoints[state - 1], 1);
      return left && (state === breakpoints.length || against(breakpoints[state], -1));
    }
    case 'maximum':
      return Array.from(operation.groups[i]).every(
        (j) =>
          compareDyadic(before[state], before[j]) >= 0 &&
          // The lead at the later time is no smaller: after[w] − after[j] ≥ before[w] − before[j].
          leadGrows(before[state], before[j], after[state], after[j]),
      );
    case 'general':
      throw beyondPiecewiseAffine(operation.name, 'firstUnitOffItsPiece');
    default:
      return unknownOperation(operation, 'firstUnitOffItsPiece');
  }
}

function leadGrows(first: Dyadic, other: Dyadic, firstLater: Dyadic, otherLater: Dyadic): boolean {
  const exponent = Math.min(
    first.exponent,
    other.exponent,
    firstLater.exponent,
    otherLater.exponent,
  );
  const at = (x: Dyadic) => x.mantissa << BigInt(x.exponent - exponent);
  return at(firstLater) - at(otherLater) >= at(first) - at(other);
}
