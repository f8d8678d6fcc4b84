import type fc from 'fast-check';
import type { RayCase } from '../claims/cases.js';
import { unknownKind } from '../errors/unknownKind.js';
import { CaseArbitrary } from './caseArbitrary.js';
import { pickWeighted } from './draw/choice.js';
import {
  drawAnyNetwork,
  drawBoundaryNetwork,
  drawFlatNetwork,
  drawMonotoneNetwork,
  drawSaturatingNetwork,
  drawTiedNetwork,
  drawTiedOnTail,
} from './draw/drawNetwork.js';
import { drawRay, drawScalingRay } from './draw/drawRay.js';
import { drawStyle } from './draw/numberStyle.js';
import { simplerRayCases } from './shrink/simplerRayCases.js';

/**
 * Networks with a ray: one to three inputs, two to four classes, up to three hidden layers of one
 * to four units.
 *
 * Reaches the hard cases by construction: exact and one-rounding ties, flat tails, dead and
 * duplicate units, zero features, boundary tails, extreme magnitudes, networks that are strictly
 * monotonic along a scaling ray. The shares are measured in `properties/generateCoverage`.
 *
 * @example
 * ```ts
 * fc.assert(fc.property(rayCase(), ({ network, origin, direction }) =>
 *   tail(readNetwork(network), origin, direction).from >= 0));
 * ```
 */
export function rayCase(): fc.Arbitrary<RayCase> {
  return new CaseArbitrary(drawRayCase, simplerRayCases);
}

function drawRayCase(random: fc.Random): RayCase {
  const recipe = pickWeighted(random, [
    [24, 'any'],
    [22, 'monotone'],
    [13, 'tied'],
    [11, 'tied-on-tail'],
    [12, 'flat'],
    [11, 'saturating'],
    [7, 'boundary'],
  ] as const);
  const style = drawStyle(random);
  const inputs = random.nextInt(1, 3);
  const ray = (recipe === 'monotone' ? drawScalingRay : drawRay)(random, style, inputs);
  // Two classes are tied only if they are flat.
  const mayBeTwo = recipe !== 'tied' && recipe !== 'tied-on-tail';
  const classes = pickWeighted(random, [
    [mayBeTwo ? 40 : 0, 2],
    [40, 3],
    [20, 4],
  ]);
  const setting = { random, style, ray, classes };
  const { origin, direction } = ray;
  return { network: draw(), origin, direction };

  function draw() {
    switch (recipe) {
      case 'any':
        return drawAnyNetwork(setting);
      case 'monotone':
        return drawMonotoneNetwork(setting);
      case 'tied':
        return drawTiedNetwork(setting);
      case 'tied-on-tail':
        return drawTiedOnTail(setting);
      case 'flat':
        return drawFlatNetwork(setting);
      case 'saturating':
        return drawSaturatingNetwork(setting, random.nextInt(0, classes - 1));
      case 'boundary':
        return drawBoundaryNetwork(setting);
      default:
        return unknownKind(recipe);
    }
  }
}
