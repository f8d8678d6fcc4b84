import type fc from 'fast-check';
import { SmoothAnalysis } from '../claims/beyond/smoothAnalysis.js';
import type { SmoothCase } from '../claims/cases.js';
import { CaseArbitrary } from './caseArbitrary.js';
import { pickWeighted } from './draw/choice.js';
import { drawRay } from './draw/drawRay.js';
import {
  drawAsymptotic,
  drawBoundedTop,
  drawNormalised,
  drawNormBlock,
  drawRising,
  drawStill,
  drawTiedSlopes,
} from './draw/drawSmooth.js';
import type { NumberStyle } from './draw/numberStyle.js';
import { simplerFileCases } from './shrink/simplerFileCases.js';

/**
 * Networks with smooth activations, norms and bounded layers, with a ray: one to three inputs, two
 * to four classes.
 *
 * By construction: slopes that tie exactly or but for one rounding, units of slope 0, slopes that are
 * all alike before a norm, norms that can be bypassed, bounded last layers.
 *
 * @example
 * ```ts
 * fc.assert(fc.property(smoothCase(), (source) => new SmoothAnalysis(source).classes >= 2));
 * ```
 */
export function smoothCase(): fc.Arbitrary<SmoothCase> {
  return new CaseArbitrary(
    drawSmoothCase,
    simplerFileCases((source: SmoothCase) => new SmoothAnalysis(source)),
  );
}

function drawSmoothCase(random: fc.Random): SmoothCase {
  const style = pickWeighted<NumberStyle>(random, [
    [50, 'small'],
    [15, 'integer'],
    [20, 'decimal'],
    [15, 'double'],
  ]);
  const ray = drawRay(random, style, random.nextInt(1, 3));
  const classes = pickWeighted(random, [
    [45, 2],
    [35, 3],
    [20, 4],
  ]);
  const draw = pickWeighted(random, [
    [22, drawRising],
    [14, drawAsymptotic],
    [10, drawTiedSlopes],
    [4, drawStill],
    [28, drawNormalised],
    [10, drawNormBlock],
    [12, drawBoundedTop],
  ]);
  const { origin, direction } = ray;
  return { network: draw({ random, style, ray, classes }), origin, direction };
}
