import type fc from 'fast-check';
import type { DetectorCase } from '../claims/cases.js';
import { CaseArbitrary } from './caseArbitrary.js';
import { drawMany } from './draw/choice.js';
import { drawDense } from './draw/drawLayers.js';
import { simplerDetectorCases } from './shrink/simplerDetectorCases.js';

/**
 * Networks of one input and two classes with two hidden layers of rectified units, two rows a class
 * on either side of 0, and a ray outwards: the smallest networks that can be flat where a class is,
 * at different heights for the two, and move further out.
 *
 * @example
 * ```ts
 * fc.assert(fc.property(plateauDetectorCase(), ({ train }) => train.x.length === 4));
 * ```
 */
export function plateauDetectorCase(): fc.Arbitrary<DetectorCase> {
  return new CaseArbitrary(drawPlateauDetectorCase, simplerDetectorCases);
}

function drawPlateauDetectorCase(random: fc.Random): DetectorCase {
  const units = random.nextInt(2, 3);
  const narrow = random.nextInt(1, 2);
  const first = drawDense(random, 'small', 1, units);
  const second = drawDense(random, 'small', units, narrow);
  // Units that start further out than the rows are, and some that others switch off.
  first.bias.forEach((_, j) => {
    first.bias[j] = random.nextInt(-6, 1);
  });
  for (const weights of second.weights) {
    weights.forEach((weight, j) => {
      weights[j] = weight * random.nextInt(1, 6);
    });
  }
  const side = (sign: 1 | -1) => drawMany(2, () => [sign * random.nextInt(1, 3)]);
  const rows = { x: [...side(1), ...side(-1)], y: [0, 0, 1, 1] };
  const outwards = random.nextInt(0, 1) === 0 ? 1 : -1;
  return {
    network: {
      format: 'farfield-network',
      version: 1,
      inputs: 1,
      layers: [
        first,
        { type: 'relu' },
        second,
        { type: 'relu' },
        drawDense(random, 'small', narrow, 2),
      ],
    },
    train: rows,
    validation: rows,
    origin: [outwards * random.nextInt(1, 3)],
    direction: [outwards],
  };
}
