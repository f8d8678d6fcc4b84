import { Rational } from '../exact/rational.js';
import {
  interchangeable,
  largestUnits,
  ratioGerm,
  type ShapedRow,
  shapeRows,
  TIE_NOTE,
  type Ties,
} from './activationShaping.js';
import { rowOf } from './batch.js';
import { energies } from './energy.js';
import { germOfValue } from './infinity/atRest.js';
import { exactDot, type GermVector, isConstant, toNumbers } from './infinity/germVector.js';
import { constantGerm, type NoveltyGerm } from './infinity/noveltyGerm.js';
import { scaledEnergyGerm } from './infinity/scaledEnergyGerm.js';
import { applyHead, type LinearHead } from './linearHead.js';

/**
 * The expansion of the energy of a head over features of which the `kept` largest are multiplied by
 * e^{Σ f/Σ kept} and the others are 0.
 *
 * With r = r∞ + ρ/t the kept features are e^{r∞}(tΔ + f⁰ + ρΔ) + O(1/t). Which units stay, the top
 * class and the sign of the slope are exact.
 */
export function ashSGerm(
  head: LinearHead,
  x: GermVector,
  kept: number,
  ratioOf: (row: ShapedRow) => number,
  ties: Ties = 'first',
): NoveltyGerm {
  const { stays, tied } = largestUnits(x, kept, ties);
  const zeros = tied.every((j) => x.slope[j].sign === 0 && x.intercept[j].sign === 0);
  if (!zeros && !interchangeable(head.weights, tied)) return constantGerm(Number.NaN, TIE_NOTE);
  if (isConstant(x)) {
    const far = toNumbers(x.intercept);
    const shaped = shapeRows(
      { rows: 1, columns: far.length, values: far },
      () => kept,
      (value, j, row) => (row.stays[j] ? 1 : 0) * value * Math.exp(ratioOf(row)),
      ties,
    );
    return germOfValue(energies(applyHead(head, shaped))[0]);
  }
  const ratio = ratioGerm(x, stays);
  if (!ratio) return constantGerm(Number.NaN, 'the units that stay do not grow together');
  const pruned = (values: readonly Rational[]) =>
    values.map((value, j) => (stays[j] ? value : Rational.zero));
  const scale = Math.exp(ratio.limit);
  const slope = Array.from(head.bias, (_, c) => exactDot(rowOf(head.weights, c), pruned(x.slope)));
  const constants = slope.map((b, c) => {
    const a = exactDot(rowOf(head.weights, c), pruned(x.intercept)).toNumber();
    return scale * (a + ratio.rate * b.toNumber()) + head.bias[c];
  });
  return scaledEnergyGerm(slope, constants, scale);
}
