import type fc from 'fast-check';
import { TreesAnalysis } from '../claims/beyond/treesAnalysis.js';
import type { TreeFile, TreesCase } from '../claims/cases.js';
import { CaseArbitrary } from './caseArbitrary.js';
import { chance, drawMany, pick, pickWeighted } from './draw/choice.js';
import { type DrawnRay, drawRay } from './draw/drawRay.js';
import { drawNumber, type NumberStyle } from './draw/numberStyle.js';
import { simplerFileCases } from './shrink/simplerFileCases.js';

/**
 * Sums of one to four decision trees, of logits or of probabilities, with a ray.
 *
 * By construction: thresholds that the ray's start lies on exactly, features that the ray does not
 * move, trees whose last leaves name one class, sums of leaves that are not 1.
 *
 * @example
 * ```ts
 * fc.assert(fc.property(treesCase(), (source) => new TreesAnalysis(source).classes >= 2));
 * ```
 */
export function treesCase(): fc.Arbitrary<TreesCase> {
  return new CaseArbitrary(
    drawTreesCase,
    simplerFileCases((source: TreesCase) => new TreesAnalysis(source)),
  );
}

function drawTreesCase(random: fc.Random): TreesCase {
  const style = pickWeighted<NumberStyle>(random, [
    [55, 'small'],
    [15, 'integer'],
    [20, 'decimal'],
    [10, 'double'],
  ]);
  const inputs = random.nextInt(1, 3);
  const ray = drawRay(random, style, inputs);
  const classes = random.nextInt(2, 4);
  const outputs = chance(random, 60) ? 'probabilities' : 'logits';
  const count = random.nextInt(1, 4);
  const oneHot = chance(random, 50);
  const leafOf = (): readonly number[] => {
    if (outputs === 'logits') return drawMany(classes, () => drawNumber(random, style));
    const named = random.nextInt(0, classes - 1);
    if (oneHot) return drawMany(classes, (c) => (c === named ? 1 / count : 0));
    const shares = drawMany(classes, () => random.nextInt(0, 3));
    shares[named]++;
    const sum = shares.reduce((x, y) => x + y);
    return shares.map((share) => share / sum / count);
  };
  const trees = drawMany(count, () => drawTree(random, style, ray, leafOf, random.nextInt(0, 3)));
  const { origin, direction } = ray;
  return { inputs, trees, outputs, origin, direction };
}

function drawTree(
  random: fc.Random,
  style: NumberStyle,
  ray: DrawnRay,
  leafOf: () => readonly number[],
  depth: number,
): TreeFile {
  if (depth === 0) return { leaf: leafOf() };
  const feature = random.nextInt(0, ray.origin.length - 1);
  const threshold = pick(random, [
    drawNumber(random, style),
    drawNumber(random, style),
    ray.origin[feature],
  ]);
  const below = () => drawTree(random, style, ray, leafOf, chance(random, 60) ? depth - 1 : 0);
  return { feature, threshold, yes: below(), no: below() };
}
