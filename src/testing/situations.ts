import type { NetworkFile } from '../network/networkFile.js';
import type { FitRequest } from './subject.js';

/** A classifier, its data, and rows to score. */
export interface Situation extends FitRequest {
  readonly name: string;
  /** In-distribution rows that were not fitted on. */
  readonly inside: readonly (readonly number[])[];
  /** Rows far from the data in every feature, on which the classifier is undecided. */
  readonly far: readonly (readonly number[])[];
  /** Rows between the classes. */
  readonly boundary: readonly (readonly number[])[];
}

/** How a situation differs from the ordinary one. */
interface Twist {
  readonly name: string;
  /** Hidden units beyond ±x_j: weights over the 4 inputs and a bias. */
  readonly extraUnits?: readonly { readonly weights: readonly number[]; readonly bias: number }[];
  readonly onlyPositiveUnits?: boolean;
  readonly bias?: number;
  readonly headScale?: number;
  readonly tiedClasses?: boolean;
  readonly changeTrain?: (rows: LabelledRow[]) => LabelledRow[];
}

interface LabelledRow {
  readonly x: readonly number[];
  readonly y: number;
}

const INPUTS = 4;
const CLASSES = 3;

/**
 * Three Gaussian classes at 3·e_1, 3·e_2, 3·e_3 in four inputs; hidden units relu(±x_j + ¼); class
 * c has logit 2 on its own unit and −1 on those of the other classes. Sizes are odd on purpose: no
 * batch size divides them. All numbers are multiples of 1/64, exact in float32.
 */
export const ORDINARY = situation({ name: 'ordinary' });

/** The row that a class of equal rows, or of one row, consists of. */
export const REPEATED_ROW: readonly number[] = [0, 0, 3, 0.5];

/** The situations that must not make a score other than a finite number, and what they hold. */
export const HARD_SITUATIONS = {
  constantFeature: situation({
    name: 'constant features',
    extraUnits: [
      { weights: [0, 0, 0, 0], bias: 0 },
      { weights: [0, 0, 0, 0], bias: 0.75 },
      { weights: [1, 0, 0, 0], bias: 0.25 },
    ],
  }),
  duplicateRows: situation({
    name: 'duplicate rows',
    changeTrain: (rows) => rows.map((row) => (row.y === 2 ? { x: REPEATED_ROW, y: 2 } : row)),
  }),
  emptyClass: situation({
    name: 'empty class',
    changeTrain: (rows) => rows.filter(({ y }) => y !== 2),
  }),
  oneSampleClass: situation({
    name: 'class of one row',
    changeTrain: (rows) => [...rows.filter(({ y }) => y !== 2), { x: REPEATED_ROW, y: 2 }],
  }),
  fewRows: situation({
    name: 'one row per class',
    changeTrain: (rows) => [0, 1, 2].map((c) => rows.find(({ y }) => y === c)!),
  }),
  zeroFeatures: situation({
    name: 'zero feature vectors',
    bias: -0.5,
    changeTrain: (rows) => [...rows, { x: [0, 0, 0, 0], y: 0 }, { x: [0, 0, 0, 0.25], y: 1 }],
  }),
  hugeLogits: situation({ name: 'huge logits', headScale: 4096 }),
  ties: situation({ name: 'tied classes', tiedClasses: true }),
  narrow: situation({ name: 'four features', onlyPositiveUnits: true }),
} as const;

/** A situation whose classes are renumbered by `order[new] = old`: nothing else changes. */
export function relabelled(base: Situation, order: readonly number[]): Situation {
  const renumber = (y: readonly number[]) => y.map((label) => order.indexOf(label));
  const [hidden, relu, head] = base.network.layers;
  if (head?.type !== 'dense') return base;
  return {
    ...base,
    name: `${base.name}, classes renumbered`,
    network: {
      ...base.network,
      layers: [
        hidden!,
        relu!,
        {
          type: 'dense',
          weights: order.map((c) => head.weights[c]!),
          bias: order.map((c) => head.bias[c]!),
        },
      ],
    },
    train: { x: base.train.x, y: renumber(base.train.y) },
    validation: { x: base.validation.x, y: renumber(base.validation.y) },
  };
}

/** A situation whose hidden units stand in another order: the same function, the same features. */
export function permutedUnits(base: Situation): Situation {
  const [hidden, relu, head] = base.network.layers;
  if (hidden?.type !== 'dense' || head?.type !== 'dense') return base;
  const order = Array.from(hidden.bias.keys()).reverse();
  return {
    ...base,
    name: `${base.name}, hidden units in reverse order`,
    network: {
      ...base.network,
      layers: [
        {
          type: 'dense',
          weights: order.map((unit) => hidden.weights[unit]!),
          bias: order.map((unit) => hidden.bias[unit]!),
        },
        relu!,
        { ...head, weights: head.weights.map((row) => order.map((unit) => row[unit]!)) },
      ],
    },
  };
}

/** A situation whose hidden units are in units 2^power times as large; the head makes up for it. */
export function rescaled(base: Situation, powers: readonly number[]): Situation {
  const [hidden, relu, head] = base.network.layers;
  if (hidden?.type !== 'dense' || head?.type !== 'dense') return base;
  const factor = (unit: number) => 2 ** powers[unit % powers.length]!;
  return {
    ...base,
    name: `${base.name}, features in other units`,
    network: {
      ...base.network,
      layers: [
        {
          type: 'dense',
          weights: hidden.weights.map((row, unit) => row.map((value) => value * factor(unit))),
          bias: hidden.bias.map((value, unit) => value * factor(unit)),
        },
        relu!,
        {
          type: 'dense',
          weights: head.weights.map((row) => row.map((value, unit) => value / factor(unit))),
          bias: head.bias,
        },
      ],
    },
  };
}

function situation(twist: Twist): Situation {
  const next = normalNumbers(1);
  const around = (center: readonly number[], spread: number) =>
    center.map((value) => Math.round((value + spread * next()) * 64) / 64);
  const labelled = (perClass: number): LabelledRow[] =>
    Array.from({ length: perClass * CLASSES }, (_, i) => {
      const y = i % CLASSES;
      const center = [0, 1, 2].map((c) => (c === y ? 3 : 0));
      return { x: [...around(center, 0.5), ...around([0], 1)], y };
    });
  const train = labelled(37);
  const validation = labelled(23);
  const inside = labelled(4).map(({ x }) => x);
  const far = Array.from({ length: 11 }, (_, i) => around([-20, -20, -20, i % 2 ? 20 : -20], 1));
  const boundary = Array.from({ length: 11 }, () => around([0, 0, 0, 0], 0.25));
  const change = twist.changeTrain ?? ((rows: LabelledRow[]) => rows);
  return {
    name: twist.name,
    network: networkOf(twist),
    train: separated(change(train)),
    validation: separated(change(validation)),
    inside,
    far,
    boundary,
  };
}

function networkOf(twist: Twist): NetworkFile {
  const bias = twist.bias ?? 0.25;
  const signs = twist.onlyPositiveUnits ? [1] : [1, -1];
  const units = [
    ...signs.flatMap((sign) =>
      Array.from({ length: INPUTS }, (_, j) => ({
        weights: Array.from({ length: INPUTS }, (_, i) => (i === j ? sign : 0)),
        bias,
      })),
    ),
    ...(twist.extraUnits ?? []),
  ];
  const scale = twist.headScale ?? 1;
  const headRow = (c: number) =>
    units.map((_, j) => (j >= CLASSES ? 0 : (j === c ? 2 : -1) * scale));
  return {
    format: 'farfield-network',
    version: 1,
    inputs: INPUTS,
    layers: [
      {
        type: 'dense',
        weights: units.map((unit) => unit.weights),
        bias: units.map((unit) => unit.bias),
      },
      { type: 'relu' },
      {
        type: 'dense',
        weights: [0, 1, 2].map((c) => headRow(twist.tiedClasses && c === 1 ? 0 : c)),
        bias: [0, 0, 0],
      },
    ],
  };
}

function separated(rows: readonly LabelledRow[]) {
  return { x: rows.map(({ x }) => x), y: rows.map(({ y }) => y) };
}

/** Standard normal numbers by Box and Muller from a linear congruential generator. */
function normalNumbers(seed: number): () => number {
  let state = seed >>> 0;
  const uniform = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
