import type fc from 'fast-check';
import type { DetectorCase, LabelledRows } from '../claims/cases.js';
import { evaluate, valuesAt } from '../network/evaluate.js';
import type { Layer, NetworkFile } from '../network/networkFile.js';
import { readNetwork } from '../network/networkFile.js';
import { headOf } from '../network/penultimate.js';
import { CaseArbitrary } from './caseArbitrary.js';
import { chance, drawMany, pick, pickWeighted } from './draw/choice.js';
import { drawCarryingLayers } from './draw/drawCarrying.js';
import { type DrawnDense, drawDense, drawWidth } from './draw/drawLayers.js';
import { type DrawnRay, drawRay } from './draw/drawRay.js';
import { type Followed, inputsAlong } from './draw/follow.js';
import { drawNumber, drawPositive, type NumberStyle } from './draw/numberStyle.js';
import { simplerDetectorCases } from './shrink/simplerDetectorCases.js';

/**
 * Tiny networks with a hidden layer, rarely several, six to twelve training rows, four to eight
 * validation rows and a ray. In four of ten cases validation rows are repeated up to a hundred times
 * and one of them is extreme, so that it exceeds the threshold of CEA: a percentile of 99.9 needs as
 * many.
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
  const few = chance(random, 20)
    ? { x: train.x.slice(0, 6), y: train.y.slice(0, 6) }
    : rows(random.nextInt(4, 8));
  const validation = (chance(random, PEAKED) && withPeak(network, few)) || few;
  const { origin, direction } = ray;
  return { network, train, validation, origin, direction };
}

/** In so many of 100 cases a peak is looked for; not every network has one. */
const PEAKED = 45;
/** More rows than this are not repeated for a peak. */
const MOST_ROWS = 128;

/**
 * The rows with one further out, and repeated until its largest activation exceeds 1.1 times the
 * 99.9th percentile of all: with n activations, of which m is the largest and s the next, from
 * (n − 1)(m − s) > 90.9 m on. Null if that takes too many.
 */
function withPeak(network: NetworkFile, { x, y }: LabelledRows): LabelledRows | null {
  const read = readNetwork(network);
  const { penultimate } = headOf(read);
  const activations = (row: readonly number[]) =>
    Array.from(valuesAt(read, Float64Array.from(row))[penultimate]);
  const largest = Math.max(...x.flatMap(activations));
  let best = { row: x[0], share: 1 };
  for (const factor of [64, -64]) {
    for (let d = 0; d < x[0].length; d++) {
      const row = x[0].with(d, x[0][d] * factor + factor);
      const [most, next = 0] = activations(row).sort((a, b) => b - a);
      const share = most > 0 ? Math.max(next, largest) / most : 1;
      if (share < best.share) best = { row, share };
    }
  }
  const count = 92 / (1 - Math.max(0, best.share)) + 1;
  const rows = Math.ceil(count / activations(x[0]).length);
  if (!(rows <= MOST_ROWS)) return null;
  const repeated = drawMany(rows, (i) => i % x.length);
  return {
    x: [best.row, ...repeated.map((i) => x[i])],
    y: [y[0], ...repeated.map((i) => y[i])],
  };
}

function drawNetwork(
  random: fc.Random,
  style: NumberStyle,
  ray: DrawnRay,
  classes: number,
): NetworkFile {
  const inputs = ray.origin.length;
  // Several layers are rare: they make little new behaviour, only larger counterexamples.
  const before = chance(random, 20)
    ? drawCarryingLayers({ random, style, ray, classes })
    : { layers: [], values: inputsAlong(ray) };
  const units = drawWidth(random);
  const hidden = drawDense(random, style, before.values.length, units);
  const activation: Layer = chance(random, 92)
    ? { type: 'relu' }
    : pick<Layer>(random, [
        { type: 'leaky-relu', slope: 0.25 },
        { type: 'clip', lower: 0, upper: 6 },
      ]);
  const head = drawDense(random, style, units, classes);
  if (chance(random, 78)) saturate(random, style, ray, before.values, hidden, head);
  const layers: Layer[] = [...before.layers, hidden, activation, head];
  return { format: 'farfield-network', version: 1, inputs, layers };
}

/** Makes one hidden unit rise along the ray, and one class lead in what the head makes of it. */
function saturate(
  random: fc.Random,
  style: NumberStyle,
  { moved }: DrawnRay,
  values: readonly Followed[],
  hidden: DrawnDense,
  head: DrawnDense,
): void {
  const unit = random.nextInt(0, hidden.weights.length - 1);
  const row = hidden.weights[unit];
  for (const d of moved) row[d] = Math.sign(values[d].slope) * drawPositive(random, style);
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
