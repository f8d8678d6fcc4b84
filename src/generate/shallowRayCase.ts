import type fc from 'fast-check';
import type { RayCase } from '../claims/cases.js';
import type { Layer } from '../network/networkFile.js';
import { CaseArbitrary } from './caseArbitrary.js';
import { chance } from './draw/choice.js';
import { drawDense } from './draw/drawLayers.js';
import { simplerRayCases } from './shrink/simplerRayCases.js';

/**
 * Networks of one input and three classes, affine or with one hidden layer of one or two rectified
 * units, and a ray: the smallest networks with a class in the middle, for statements about what such
 * a class does on one piece.
 *
 * @example
 * ```ts
 * fc.assert(fc.property(shallowRayCase(), ({ network }) => network.layers.length <= 3));
 * ```
 */
export function shallowRayCase(): fc.Arbitrary<RayCase> {
  return new CaseArbitrary(drawShallowRayCase, simplerRayCases);
}

function drawShallowRayCase(random: fc.Random): RayCase {
  const hidden = chance(random, 50) ? 0 : random.nextInt(1, 2);
  const layers: Layer[] =
    hidden === 0
      ? [drawDense(random, 'small', 1, 3)]
      : [
          drawDense(random, 'small', 1, hidden),
          { type: 'relu' },
          drawDense(random, 'small', hidden, 3),
        ];
  return {
    network: { format: 'farfield-network', version: 1, inputs: 1, layers },
    origin: [random.nextInt(-4, 4)],
    direction: [1],
  };
}
