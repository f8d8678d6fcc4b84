import type fc from 'fast-check';
import type { CurveCase } from '../claims/cases.js';
import { CaseArbitrary } from './caseArbitrary.js';
import { chance, drawMany, pick, pickWeighted } from './draw/choice.js';
import {
  drawNonZero,
  drawNumber,
  drawPositive,
  drawStyle,
  type NumberStyle,
} from './draw/numberStyle.js';
import { simplerCurveCases } from './shrink/simplerCurveCases.js';

/**
 * Curves whose units are `t·(linear + oscillating·cos t)`, with a linear head: one to three units,
 * two to four classes.
 *
 * By construction: piecewise-affine ones (nothing oscillates), constant ones, units that tend to
 * infinity while they oscillate, and units without a limit whose oscillations cancel in the
 * differences of the logits, so that one class becomes certain all the same.
 *
 * @example
 * ```ts
 * fc.assert(fc.property(curveCase(), (source) => new CurveAnalysis(source).units.length >= 1));
 * ```
 */
export function curveCase(): fc.Arbitrary<CurveCase> {
  return new CaseArbitrary(drawCurveCase, simplerCurveCases);
}

type Unit = CurveCase['units'][number];

function drawCurveCase(random: fc.Random): CurveCase {
  const style = drawStyle(random);
  const classes = pickWeighted(random, [
    [45, 2],
    [40, 3],
    [15, 4],
  ]);
  const bias = drawMany(classes, () => (chance(random, 50) ? 0 : drawNumber(random, style)));
  const recipe = pickWeighted(random, [
    [25, drawAnyUnits],
    [20, drawLinearUnits],
    [20, drawRestlessUnits],
    [35, drawCancellingUnits],
  ]);
  const units = recipe(random, style);
  if (recipe !== drawCancellingUnits) {
    const weights = drawMany(classes, () => units.map(() => drawNumber(random, style)));
    return { units, weights, bias };
  }
  // Every row weighs the two units alike, so the rows' differences do not oscillate.
  const winner = random.nextInt(0, classes - 1);
  const base = units.map(() => (chance(random, 50) ? 0 : drawNumber(random, 'small')));
  const lead = drawPositive(random, 'small') * Math.sign(units[0].linear + units[1].linear || 1);
  const weights = drawMany(classes, (c) => {
    const share = c === winner ? lead : chance(random, 70) ? 0 : -lead;
    return base.map((weight) => weight + share);
  });
  return { units, weights, bias };
}

function drawAnyUnits(random: fc.Random, style: NumberStyle): Unit[] {
  return drawMany(random.nextInt(1, 3), () => ({
    linear: drawNumber(random, style),
    oscillating: drawNumber(random, style),
  }));
}

function drawLinearUnits(random: fc.Random, style: NumberStyle): Unit[] {
  return drawMany(random.nextInt(1, 3), () => ({
    linear: drawNumber(random, style),
    oscillating: 0,
  }));
}

/** Units without a limit: |linear| ≤ |oscillating| ≠ 0. */
function drawRestlessUnits(random: fc.Random, style: NumberStyle): Unit[] {
  return drawMany(random.nextInt(1, 3), () => {
    const oscillating = drawNonZero(random, style);
    return {
      linear: pick(random, [0, oscillating, -oscillating, oscillating / 2]) + 0,
      oscillating,
    };
  });
}

/** Two units without a limit with opposite oscillations and a sum that grows. */
function drawCancellingUnits(random: fc.Random, style: NumberStyle): Unit[] {
  const oscillating = drawNonZero(random, style);
  const linear = pick(random, [oscillating, -oscillating]);
  return [
    { linear, oscillating },
    { linear: chance(random, 60) ? linear : 0, oscillating: -oscillating },
  ];
}
