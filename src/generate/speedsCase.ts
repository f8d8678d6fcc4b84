import type fc from 'fast-check';
import { SpeedsAnalysis } from '../claims/beyond/speedsAnalysis.js';
import type { AffineMap, Move, SpeedsCase } from '../claims/cases.js';
import type { NetworkFile } from '../network/networkFile.js';
import { CaseArbitrary } from './caseArbitrary.js';
import { chance, drawMany, pick, pickWeighted } from './draw/choice.js';
import { drawDense, drawHiddenLayers } from './draw/drawLayers.js';
import { inputsAlong } from './draw/follow.js';
import { drawNonZero, drawNumber, type NumberStyle, neighbour } from './draw/numberStyle.js';
import { simplerFileCases } from './shrink/simplerFileCases.js';

/**
 * Piecewise-affine networks, half of them read by attention, on curves with one to three speeds.
 *
 * By construction: keys whose scores tie in every power and share by their constants, keys that tie
 * in the fastest only, classes that tie in the fastest power and are told apart by a slower one,
 * ties but for one rounding.
 *
 * @example
 * ```ts
 * fc.assert(fc.property(speedsCase(), (source) => new SpeedsAnalysis(source).classes >= 2));
 * ```
 */
export function speedsCase(): fc.Arbitrary<SpeedsCase> {
  return new CaseArbitrary(
    drawSpeedsCase,
    simplerFileCases((source: SpeedsCase) => new SpeedsAnalysis(source)),
  );
}

function drawSpeedsCase(random: fc.Random): SpeedsCase {
  const style = pickWeighted<NumberStyle>(random, [
    [60, 'small'],
    [20, 'integer'],
    [20, 'decimal'],
  ]);
  const inputs = random.nextInt(1, 3);
  const origin = drawMany(inputs, () => drawNumber(random, style));
  const moves = drawMoves(random, style, inputs);
  const classes = pickWeighted(random, [
    [45, 2],
    [35, 3],
    [20, 4],
  ]);
  // Units are made to live where the fastest move goes.
  const direction = [...moves[0].direction];
  const along = inputsAlong({ origin, direction, moved: [] });
  const { layers, values } = drawHiddenLayers(random, style, along, chance(random, 60) ? 1 : 0);
  const size = values.length;
  const network = (head: AffineMap): NetworkFile => ({
    format: 'farfield-network',
    version: 1,
    inputs,
    layers: [...layers, { type: 'dense', ...head }],
  });
  if (chance(random, 45)) {
    const head = drawDense(random, style, size, classes);
    if (chance(random, 60)) levelRows(random, head, classes);
    return { network: network(head), attention: null, origin, moves };
  }
  const width = random.nextInt(1, 3);
  const keys = random.nextInt(2, 3);
  const scores = drawDense(random, style, width, keys);
  if (chance(random, 60)) levelRows(random, scores, keys);
  const given = drawDense(random, style, width, keys * classes);
  if (chance(random, 40)) {
    // Every class gets the same from what moves, whatever the shares: constants decide.
    for (let j = 0; j < keys; j++) {
      for (let c = 1; c < classes; c++) {
        given.weights[j * classes + c] = given.weights[j * classes].slice();
      }
    }
  }
  const body = network(drawDense(random, style, size, width));
  return { network: body, attention: { scores, values: given }, origin, moves };
}

const POWERS = [3, 2, 1.5, 1, 0.5];

/** One to three speeds, falling. */
function drawMoves(random: fc.Random, style: NumberStyle, inputs: number): Move[] {
  const count = pickWeighted(random, [
    [20, 1],
    [50, 2],
    [30, 3],
  ]);
  const powers = [...POWERS];
  while (powers.length > count) powers.splice(random.nextInt(0, powers.length - 1), 1);
  return powers.map((power) => {
    const direction = drawMany<number>(inputs, () =>
      chance(random, 50) ? 0 : drawNumber(random, style),
    );
    if (!direction.some(Boolean)) {
      direction[random.nextInt(0, inputs - 1)] = drawNonZero(random, style);
    }
    return { power, direction };
  });
}

/** Copies a row to others; sometimes but for one entry, or for one rounding. */
function levelRows(
  random: fc.Random,
  { weights }: { readonly weights: number[][] },
  count: number,
): void {
  const source = random.nextInt(0, count - 1);
  const copies = random.nextInt(1, count - 1);
  for (let n = 0; n < copies; n++) {
    const copy = (source + 1 + n) % count;
    weights[copy] = weights[source].slice();
    const place = random.nextInt(0, weights[copy].length - 1);
    weights[copy][place] = pick(random, [
      weights[copy][place],
      weights[copy][place],
      weights[copy][place] + 1,
      neighbour(random, weights[copy][place]),
    ]);
  }
}
