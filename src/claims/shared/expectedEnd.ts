import type { BehaviourAtInfinity } from '../../detectors/infinity/behaviourAtInfinity.js';
import type { GermVector } from '../../detectors/infinity/germVector.js';
import { RootSum } from '../../detectors/infinity/rootSum.js';
import { Rational } from '../../exact/rational.js';
import { logSumExp } from '../../uncertainty/logSumExp.js';

/** How a novelty score ends along a tail, by a closed form of a statement. */
export type ExpectedEnd =
  | {
      readonly kind: 'grows';
      /** novelty ~ coefficient·t^power; the sign is certain. */
      readonly power: number;
      readonly coefficient: number;
      /** What rounding of the fit may do to the coefficient, relative. */
      readonly tolerance?: number;
    }
  | {
      readonly kind: 'converges';
      readonly limit: number;
      readonly tolerance?: number;
      /** The coefficient of terms in t² that cancel: numbers keep their rounding. */
      readonly cancelling?: number;
      /** The rate of an exponential approach, where the statement names it. */
      readonly rate?: number;
    };

/** How close closed forms of one and the same number are to be, relative. */
const CLOSE = 1e-9;

/** A score with this slope; where it is 0, one that tends to `limit`. */
export function linearEnd(slope: RootSum | Rational, limit: () => number): ExpectedEnd {
  const exact = slope instanceof Rational ? RootSum.of(slope) : slope;
  return exact.sign === 0
    ? { kind: 'converges', limit: limit() }
    : { kind: 'grows', power: 1, coefficient: exact.value };
}

/** The end of the novelty −log Σ e^f of logits that are lines: slope minus the largest, exact. */
export function energyEnd(logits: GermVector): ExpectedEnd {
  const largest = largestOf(logits.slope);
  const top = logits.intercept.filter((_, c) => logits.slope[c].compare(largest) === 0);
  return linearEnd(largest.negate(), () => -logSumExp(top.map((a) => a.toNumber())));
}

/** The largest of some fractions. */
export function largestOf(values: readonly Rational[]): Rational {
  return values.reduce((best, value) => (value.compare(best) > 0 ? value : best));
}

/** ‖x‖₂ of fractions, exact. */
export function normOf(values: readonly Rational[]): RootSum {
  return RootSum.root(values.reduce((sum, value) => sum.add(value.multiply(value)), Rational.zero));
}

/** What a decided behaviour has against the closed form, in words; null if they agree. */
export function differenceFrom(behaviour: BehaviourAtInfinity, end: ExpectedEnd): string | null {
  const { kind, growth, limit, approach } = behaviour;
  if (end.kind === 'grows') {
    const expected = end.coefficient > 0 ? 'diverges-up' : 'diverges-down';
    if (kind !== expected) return `the novelty ${kind}, but its leading term is ${termOf(end)}`;
    const off =
      growth === null ||
      growth.power !== end.power ||
      !isClose(growth.coefficient, end.coefficient, end.tolerance ?? CLOSE);
    if (!off) return null;
    return `the leading term is ${growth && termOf(growth)}, not ${termOf(end)}`;
  }
  if (kind !== 'converges') return `the novelty ${kind}, but its limit is ${end.limit}`;
  if (!(Math.abs(limit - end.limit) <= (end.tolerance ?? CLOSE) * (1 + Math.abs(end.limit)))) {
    return `the limit is ${limit}, not ${end.limit}`;
  }
  if (end.rate === undefined) return null;
  return approach?.kind === 'exponential' && isClose(approach.rate, end.rate, CLOSE)
    ? null
    : `the limit is approached ${JSON.stringify(approach)}, not like e^(−${end.rate}·t)`;
}

function termOf({ coefficient, power }: { coefficient: number; power: number }): string {
  return `${coefficient}·t^${power}`;
}

function isClose(x: number, y: number, tolerance: number): boolean {
  return Math.abs(x - y) <= tolerance * Math.abs(y);
}
