import { checkArguments } from '../errors/checkArguments.js';
import { InputError } from '../errors/inputError.js';
import { callable, list, numbers } from '../errors/kinds.js';

/** What the symbolic check of the softmax Jacobian found for one number of classes. */
export interface SymbolicConfirmation {
  /** C. */
  readonly classes: number;
  /** Whether everything below was confirmed. */
  readonly confirmed: boolean;
  /**
   * Entries whose derivative, found symbolically, was shown to be eq. 6 identically: of C².
   */
  readonly identities: number;
  /** Entries, over all points, compared in 64-digit arithmetic. */
  readonly comparisons: number;
  /** The largest absolute difference met at the points; 64-digit arithmetic, as text. */
  readonly largestDifference: string;
  /** mathjs's derivative of s_1 with respect to f_2 (f_1 if C = 1), as text. */
  readonly derivative: string;
  /** The entries that disagree, `∂s_2/∂f_1`; empty if confirmed. */
  readonly disagreements: readonly string[];
}

/** Equation 6 as a formula for one entry, in the names `s1 … sC`: replaceable to test the check. */
export type JacobianFormula = (row: number, column: number) => string;

/** Equation 6: `∂s_c/∂f_c' = s_c (1[c = c'] − s_c')`. */
const equation6: JacobianFormula = (row, column) =>
  `s${row} * (${row === column ? 1 : 0} - s${column})`;

/**
 * Confirms the softmax Jacobian, equation 6, against symbolic derivatives taken by mathjs.
 *
 * Two ways. *As an identity:* with E_c = e^{f_c}, s_c = E_c/S and S = Σ E, the chain rule gives
 * `∂s_c/∂f_c' = E_c' ∂(E_c/S)/∂E_c'`. Times S² both sides of eq. 6 are polynomials of degree at most
 * 2 in each E; they are compared in exact fractions at every point of a grid of 3 values of each E,
 * and polynomials of degree 2 in each variable that agree on such a grid are equal. *At points:* the
 * derivative of `exp(f_c)/Σ exp(f_c')` itself is evaluated at the given logits in 64-digit
 * arithmetic and compared to eq. 6 there, to 60 digits.
 *
 * mathjs is imported when this is first called.
 *
 * @param classes - C, 2 … 4 in the suite; at most 6, since the grid has 3^C points
 * @param points - logits, shape [N][C], finite, best within ±50
 * @throws InputError `out_of_range`, `shape_mismatch`, `not_finite` (the promise rejects)
 *
 * Source: paper A, appendix A.3, equation 6; claim `softmax-jacobian`.
 *
 * @example
 * ```ts
 * (await confirmSoftmaxJacobian(2, [[0, 1]])).confirmed; // true
 * ```
 */
export async function confirmSoftmaxJacobian(
  classes: number,
  points: readonly (readonly number[])[] = [],
  formula: JacobianFormula = equation6,
): Promise<SymbolicConfirmation> {
  checkPoints(classes, points, formula);
  const { create, all } = await import('mathjs');
  const fractions = create(all, { number: 'Fraction' });
  const decimals = create(all, { number: 'BigNumber', precision: 64 });
  const indices = Array.from({ length: classes }, (_, c) => c + 1);
  const sumOf = (term: (c: number) => string) => indices.map(term).join(' + ');
  const disagreements = new Set<string>();
  let identities = 0;
  let comparisons = 0;
  let largest = decimals.bignumber(0);
  for (const row of indices) {
    for (const column of indices) {
      const name = `∂s_${row}/∂f_${column}`;
      const right = fractions.compile(formula(row, column));
      const left = fractions
        .derivative(`E${row} / (${sumOf((c) => `E${c}`)})`, `E${column}`)
        .compile();
      const identical = grid(classes).every((values) => {
        const total = values.reduce((sum, value) => sum + value, 0);
        const exponentials = scopeOf('E', values, (value) => fractions.fraction(value));
        const shares = scopeOf('s', values, (value) => fractions.fraction(value, total));
        const product = fractions.multiply(left.evaluate(exponentials), values[column - 1]);
        return fractions.equal(product, right.evaluate(shares)) as boolean;
      });
      if (identical) identities++;
      else disagreements.add(name);

      const derivative = decimals
        .derivative(`exp(f${row}) / (${sumOf((c) => `exp(f${c})`)})`, `f${column}`)
        .compile();
      const expected = decimals.compile(formula(row, column));
      for (const point of points) {
        const logits = scopeOf('f', point, (value) => decimals.bignumber(value));
        const found = derivative.evaluate(logits);
        const softmax = Object.fromEntries(
          indices.map((c) => [
            `s${c}`,
            decimals.evaluate(`exp(f${c}) / (${sumOf((k) => `exp(f${k})`)})`, logits),
          ]),
        );
        const difference = decimals.bignumber(
          decimals.abs(decimals.subtract(found, expected.evaluate(softmax))),
        );
        if (difference.gt(largest)) largest = difference;
        if (difference.gt('1e-60')) disagreements.add(name);
        comparisons++;
      }
    }
  }
  return {
    classes,
    confirmed: disagreements.size === 0,
    identities,
    comparisons,
    largestDifference: largest.toString(),
    derivative: decimals
      .derivative(`exp(f1) / (${sumOf((c) => `exp(f${c})`)})`, `f${Math.min(2, classes)}`)
      .toString(),
    disagreements: [...disagreements],
  };
}

function scopeOf<T>(
  letter: string,
  values: readonly number[],
  convert: (value: number) => T,
): Record<string, T> {
  return Object.fromEntries(values.map((value, c) => [`${letter}${c + 1}`, convert(value)]));
}

/** All points with coordinates 1, 2 or 5: S is never 0, as it would be with negative values. */
function grid(classes: number): number[][] {
  let points: number[][] = [[]];
  for (let c = 0; c < classes; c++) {
    points = points.flatMap((point) => [1, 2, 5].map((value) => [...point, value]));
  }
  return points;
}

function checkPoints(
  classes: number,
  points: readonly (readonly number[])[],
  formula: JacobianFormula,
): void {
  checkArguments('confirmSoftmaxJacobian', {
    points: [points, list(numbers({ infinite: true, nan: true }))],
    formula: [formula, callable],
  });
  if (!Number.isInteger(classes) || classes < 1 || classes > 6) {
    throw new InputError('confirmSoftmaxJacobian', [
      {
        code: 'out_of_range',
        path: 'classes',
        value: classes,
        rule: 'must be a whole number from 1 to 6',
        remedy: 'the formula is the same for any number',
      },
    ]);
  }
  points.forEach((point, n) => {
    if (point.length !== classes) {
      throw new InputError('confirmSoftmaxJacobian', [
        {
          code: 'shape_mismatch',
          path: `points[${n}].length`,
          value: point.length,
          rule: `must equal classes=${classes}`,
          remedy: 'pass one logit per class',
        },
      ]);
    }
    const bad = point.findIndex((value) => !Number.isFinite(value));
    if (bad === -1) return;
    throw new InputError('confirmSoftmaxJacobian', [
      {
        code: 'not_finite',
        path: `points[${n}][${bad}]`,
        value: point[bad],
        rule: 'must be a finite number',
        remedy: 'derivatives are taken at finite logits',
      },
    ]);
  });
}
