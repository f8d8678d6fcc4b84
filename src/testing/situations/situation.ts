import type { NetworkFile } from '../../network/networkFile.js';
import type { FitRequest } from '../subject.js';

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
export interface Twist {
  readonly name: string;
  /** Hidden units beyond ±x_j: weights over the 4 inputs and a bias. */
  readonly extraUnits?: readonly { readonly weights: readonly number[]; readonly bias: number }[];
  readonly onlyPositiveUnits?: boolean;
  readonly bias?: number;
  /** Added to every input and, by the biases, to every feature: data far from the origin. */
  readonly offset?: number;
  readonly headScale?: number;
  readonly tiedClasses?: boolean;
  readonly changeTrain?: (rows: LabelledRow[]) => LabelledRow[];
}

export interface LabelledRow {
  readonly x: readonly number[];
  readonly y: number;
}

const INPUTS = 4;
const CLASSES = 3;

/**
 * Makes a situation: Gaussian classes at 3·e_c in four inputs, hidden units relu(±x_j + ¼); class c has
 * logit 2 on its own unit and −1 on those of the other classes. Classes come in no regular order, so
 * that rows and labels that are taken apart do not fit by chance, and sizes are odd, so that no batch
 * size divides them. All numbers are multiples of 1/64, exact in float32.
 */
export function situation(twist: Twist): Situation {
  const uniform = uniformNumbers(1);
  const next = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  const offset = twist.offset ?? 0;
  const around = (center: readonly number[], spread: number) =>
    center.map((value) => offset + Math.round((value + spread * next()) * 64) / 64);
  const labelled = (perClass: number): LabelledRow[] =>
    shuffledLabels(perClass, uniformNumbers(perClass)).map((y) => {
      const center = [0, 1, 2].map((c) => (c === y ? 3 : 0));
      return { x: [...around(center, 0.5), ...around([0], 1)], y };
    });
  const train = labelled(37);
  const validation = labelled(23);
  const inside = labelled(4).map(({ x }) => x);
  // Where no unit is switched off, the classifier is undecided only while its inputs are alike.
  const farSpread = offset === 0 ? 1 : 1 / 16;
  const far = Array.from({ length: 11 }, (_, i) =>
    around([-20, -20, -20, i % 2 ? 20 : -20], farSpread),
  );
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
  const offset = twist.offset ?? 0;
  const signs = twist.onlyPositiveUnits ? [1] : [1, -1];
  const units = [
    ...signs.flatMap((sign) =>
      Array.from({ length: INPUTS }, (_, j) => ({
        weights: Array.from({ length: INPUTS }, (_, i) => (i === j ? sign : 0)),
        // +(x + offset) is offset too high already; −(x + offset) as much too low.
        bias: sign > 0 ? bias : bias + 2 * offset,
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

/** The classes, each `perClass` times, in an order without a pattern (Fisher and Yates). */
function shuffledLabels(perClass: number, uniform: () => number): number[] {
  const labels = Array.from({ length: perClass * CLASSES }, (_, i) => i % CLASSES);
  for (let i = labels.length - 1; i > 0; i--) {
    const j = Math.floor(uniform() * (i + 1));
    [labels[i], labels[j]] = [labels[j], labels[i]];
  }
  return labels;
}

/** Numbers in (0, 1) from a linear congruential generator. */
export function uniformNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
}
