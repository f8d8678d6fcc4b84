import { InputError } from '../../errors/inputError.js';
import { MANY_CLASSES } from './manyClasses.js';
import { type Situation, situation } from './situation.js';
import {
  relabelled,
  rescaled,
  reversed,
  shuffled,
  stretched,
  twice,
  unitsReversed,
  unitsShuffled,
} from './variations.js';

/** Three Gaussian classes in four inputs, and a classifier that tells them apart. */
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
  /** Features of about 512 ± ½: in float32 their squares keep no digit of the spread. */
  farFromOrigin: situation({ name: 'data far from the origin', offset: 512 }),
} as const;

/** The changes of the ordinary situation that must change no score, or another fit's data. */
export const VARIATIONS = {
  classesCycled: relabelled(ORDINARY, [2, 0, 1]),
  classesSwapped: relabelled(ORDINARY, [1, 0, 2]),
  unitsReversed: unitsReversed(ORDINARY),
  unitsShuffled: [1, 2, 3].map((seed) => unitsShuffled(ORDINARY, seed)),
  otherUnits: rescaled(ORDINARY, [0, 6, -6]),
  rowsTwice: twice(ORDINARY),
  rowsReversed: reversed(ORDINARY),
  rowsShuffled: [1, 2, 3, 4, 5].map((seed) => shuffled(ORDINARY, seed)),
  stretched: stretched(ORDINARY),
} as const;

/** Every situation that laws use, by the name that findings give. */
export const SITUATIONS: Readonly<Record<string, Situation>> = Object.fromEntries(
  [
    ORDINARY,
    ...Object.values(HARD_SITUATIONS),
    MANY_CLASSES,
    ...Object.values(VARIATIONS).flat(),
  ].map((one) => [one.name, one]),
);

/**
 * The situation of a finding, by its name: classifier, data, and rows to score.
 *
 * @throws InputError `unknown_value`, listing the names there are
 *
 * @example
 * ```ts
 * situationNamed('tied classes').network.layers.length; // 3
 * ```
 */
export function situationNamed(name: string): Situation {
  const found = Object.hasOwn(SITUATIONS, name) ? SITUATIONS[name] : undefined;
  if (found) return found;
  throw new InputError('situationNamed', [
    {
      code: 'unknown_value',
      path: 'name',
      value: name,
      rule: `must be one of ${Object.keys(SITUATIONS).join('; ')}`,
      remedy: 'take the name a finding gives',
    },
  ]);
}
