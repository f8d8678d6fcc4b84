import type fc from 'fast-check';
import type { DetectorCase, LabelledRows } from '../claims/cases.js';
import { evaluate } from '../network/evaluate.js';
import type { Layer, NetworkFile } from '../network/networkFile.js';
import { readNetwork } from '../network/networkFile.js';
import { CaseArbitrary } from './caseArbitrary.js';
import { chance, drawMany, pick, pickWeighted } from './draw/choice.js';
import { type DrawnDense, drawDense } from './draw/drawLayers.js';
import { type DrawnRay, drawRay } from './draw/drawRay.js';
import { drawNumber, drawPositive, type NumberStyle } from './draw/numberStyle.js';
import { simplerDetectorCases } from './shrink/simplerDetectorCases.js';

/**
 * Tiny networks with a hidden layer, six to twelve training rows, four to eight validation rows
 * and a ray.
 *
 * By construction: rays on which the network saturates, with the top logit rising and falling;
 * units that only the ray switches on, so that no detector has seen them move; dead and duplicate
 * units; duplicate rows, classes whose rows are all one point, classes with one row and with none;
 * labels the network agrees with and others; features of other scales; steep heads.
 *
 * @example
 * ```ts
 * fc.assert(fc.property(detectorCase(), ({ train }) => train.x.length >= 6));
 * ```
 */
export function detectorCase(): fc.Arbitrary<DetectorCase> {
  return new CaseArbitrary(drawDetectorCase, simplerDetectorCases);
}

function drawDetectorCase(random: fc.Random): DetectorCase {
  const style = pickWeighted<NumberStyle>(random, [
    [56, 'small'],
    [12, 'integer'],
    [20, 'decimal'],
    [12, 'double'],
  ]);
  const inputs = pickWeighted(random, [
    [35, 1],
    [45, 2],
    [20, 3],
  ]);
  const classes = pickWeighted(random, [
    [50, 2],
    [38, 3],
    [12, 4],
  ]);
  const ray = drawRay(random, style, inputs);
  const network = drawNetwork(random, style, ray, classes);
  const rows = (count: number) => drawRows(random, style, network, classes, count);
  const train = rows(random.nextInt(6, 12));
  const validation = chance(random, 20)
    ? { x: train.x.slice(0, 6), y: train.y.slice(0, 6) }
    : rows(random.nextInt(4, 8));
  const { origin, direction } = ray;
  return { network, train, validation, origin, direction };
}

function drawNetwork(
  random: fc.Random,
  style: NumberStyle,
  ray: DrawnRay,
  classes: number,
): NetworkFile {
  const inputs = ray.origin.length;
  const units = random.nextInt(1, 4);
  const hidden = drawDense(random, style, inputs, units);
  const activation: Layer = chance(random, 92)
    ? { type: 'relu' }
    : pick<Layer>(random, [
        { type: 'leaky-relu', slope: 0.25 },
        { type: 'clip', lower: 0, upper: 6 },
      ]);
  const head = drawDense(random, style, units, classes);
  if (chance(random, 78)) saturate(random, style, ray, hidden, head);
  // Second layers are rare: they make no new behaviour, only larger counterexamples.
  const deep: Layer[] = chance(random, 5)
    ? [drawDense(random, style, units, units), { type: 'relu' }]
    : [];
  const layers: Layer[] = [hidden, activation, ...deep, head];
  return { format: 'farfield-network', version: 1, inputs, layers };
}

/** Makes one hidden unit rise along the ray, and one class lead in what the head makes of it. */
function saturate(
  random: fc.Random,
  style: NumberStyle,
  { moved, direction }: DrawnRay,
  hidden: DrawnDense,
  head: DrawnDense,
): void {
  const unit = random.nextInt(0, hidden.weights.length - 1);
  const row = hidden.weights[unit];
  for (const d of moved) row[d] = Math.sign(direction[d]) * drawPositive(random, style);
  // Rows with such a bias leave the unit off: no detector has seen it move.
  if (chance(random, 25)) hidden.bias[unit] = -50;
  const winner = random.nextInt(0, head.weights.length - 1);
  const steep = chance(random, 15) ? 64 : 1;
  const base = pickWeighted(random, [
    [35, 0],
    [30, -8],
    [35, drawNumber(random, style)],
  ]);
  head.weights.forEach((weights, c) => {
    weights[unit] = steep * (base + (c === winner ? random.nextInt(3, 5) : random.nextInt(0, 2)));
  });
}

function drawRows(
  random: fc.Random,
  style: NumberStyle,
  network: NetworkFile,
  classes: number,
  count: number,
): LabelledRows {
  const { inputs } = network;
  const recipe = pickWeighted(random, [
    [70, 'any'],
    [15, 'one point a class'],
    [15, 'one feature moves'],
  ] as const);
  const scaled = chance(random, 15) ? random.nextInt(0, inputs - 1) : -1;
  const factor = pick(random, [0.125, 8, 64]);
  const drawRow = () =>
    drawMany(inputs, (d) => drawNumber(random, style) * (d === scaled ? factor : 1));
  const first = drawRow();
  const moving = random.nextInt(0, inputs - 1);
  const points = drawMany(classes, drawRow);
  const x: number[][] = [];
  const y: number[] = [];
  // With `lonely` a class has one row at most; it may have none.
  const lonely = chance(random, 30) ? random.nextInt(0, classes - 1) : -1;
  for (let i = 0; i < count; i++) {
    let label = random.nextInt(0, classes - 1);
    if (label === lonely && y.includes(lonely)) label = (label + 1) % classes;
    y.push(label);
    if (recipe === 'one point a class') x.push(points[label].slice());
    else if (i > 0 && chance(random, 15)) x.push(x[i - 1].slice());
    else if (recipe === 'any') x.push(drawRow());
    else x.push(first.with(moving, drawNumber(random, style)));
  }
  if (recipe !== 'one point a class' && chance(random, 50)) {
    const read = readNetwork(network);
    return { x, y: x.map((row) => indexOfLargest(evaluate(read, row))) };
  }
  return { x, y };
}

function indexOfLargest(values: ArrayLike<number>): number {
  let best = 0;
  for (let c = 1; c < values.length; c++) if (values[c] > values[best]) best = c;
  return best;
}
