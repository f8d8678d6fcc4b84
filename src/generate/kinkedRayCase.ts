import type fc from 'fast-check';
import type { RayCase } from '../claims/cases.js';
import { CaseArbitrary } from './caseArbitrary.js';
import { drawDense } from './draw/drawLayers.js';
import { simplerRayCases } from './shrink/simplerRayCases.js';

/**
 * Networks of one input and two classes with one hidden layer of two or three rectified units, and a
 * ray: the smallest networks whose input meets several pieces, for statements that need some.
 *
 * @example
 * ```ts
 * fc.assert(fc.property(kinkedRayCase(), ({ network }) => network.inputs === 1));
 * ```
 */
export function kinkedRayCase(): fc.Arbitrary<RayCase> {
  return new CaseArbitrary(drawKinkedRayCase, simplerRayCases);
}

function drawKinkedRayCase(random: fc.Random): RayCase {
  const units = random.nextInt(2, 3);
  return {
    network: {
      format: 'farfield-network',
      version: 1,
      inputs: 1,
      layers: [
        drawDense(random, 'small', 1, units),
        { type: 'relu' },
        drawDense(random, 'small', units, 2),
      ],
    },
    origin: [random.nextInt(-2, 2)],
    direction: [1],
  };
}
