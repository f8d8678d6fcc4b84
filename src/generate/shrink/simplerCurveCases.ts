import type { CurveCase } from '../../claims/cases.js';
import type { Simplification } from '../caseArbitrary.js';
import { fieldComplexity, simplerFields } from './numberField.js';

/** Simpler curves: fewer units, fewer classes, simpler numbers. */
export const simplerCurveCases: Simplification<CurveCase> = {
  isCase: (value): value is CurveCase => {
    if (typeof value !== 'object' || value === null) return false;
    const { units, weights, bias } = value as Partial<Record<keyof CurveCase, unknown>>;
    if (!Array.isArray(units) || !Array.isArray(weights) || !Array.isArray(bias)) return false;
    return (
      units.length >= 1 &&
      weights.length >= 2 &&
      bias.length === weights.length &&
      units.every((unit) => Number.isFinite(unit?.linear) && Number.isFinite(unit.oscillating)) &&
      weights.every(
        (row) => Array.isArray(row) && row.length === units.length && row.every(Number.isFinite),
      ) &&
      bias.every(Number.isFinite)
    );
  },
  sizeOf: (source) => [
    source.units.length,
    source.weights.length,
    fieldComplexity(fieldOf(source).values),
  ],
  *simpler(source) {
    const { units, weights, bias } = source;
    for (let j = 0; j < units.length && units.length > 1; j++) {
      yield {
        units: units.toSpliced(j, 1),
        weights: weights.map((row) => row.toSpliced(j, 1)),
        bias,
      };
    }
    for (let c = 0; c < weights.length && weights.length > 2; c++) {
      yield { units, weights: weights.toSpliced(c, 1), bias: bias.toSpliced(c, 1) };
    }
    for (const values of simplerFields(fieldOf(source))) yield rebuilt(source, values);
  },
};

/** Units first (linear, oscillating of each), then weights by rows, then biases. */
function fieldOf({ units, weights, bias }: CurveCase) {
  const values = [
    ...units.flatMap(({ linear, oscillating }) => [linear, oscillating]),
    ...weights.flat(),
    ...bias,
  ];
  const count = units.length;
  const places = weights.map((row, c) => row.map((_, j) => 2 * count + c * count + j));
  const biases = bias.map((_, c) => 2 * count + places.flat().length + c);
  return {
    values,
    groups: [
      biases,
      [...values.keys()],
      units.flatMap((_, j) => [2 * j, 2 * j + 1]),
      places.flat(),
      ...units.map((_, j) => [2 * j, 2 * j + 1]),
      ...units.map((_, j) => places.map((row) => row[j])),
      ...places,
    ],
  };
}

function rebuilt({ units, weights, bias }: CurveCase, values: readonly number[]): CurveCase {
  let next = 0;
  return {
    units: units.map(() => ({ linear: values[next++], oscillating: values[next++] })),
    weights: weights.map((row) => row.map(() => values[next++])),
    bias: bias.map(() => values[next++]),
  };
}
