import { ORDINARY } from '../situations/situations.js';

/** A ray away from the data of the ordinary situation. */
export interface FarRay {
  /** What it does, in the terms of the situation. */
  readonly name: string;
  /** A row of the data. */
  readonly origin: readonly number[];
  readonly direction: readonly number[];
}

/** 1, 2, 5, 10, … 1e12. */
export const SCALES: readonly number[] = [
  ...Array.from({ length: 12 }, (_, power) => [1, 2, 5].map((digit) => digit * 10 ** power)).flat(),
  1e12,
];

/** From a row of each class: features that speak for a class, for two, against all, for none. */
export const FAR_RAYS: readonly FarRay[] = [0, 1, 2].flatMap((c) => {
  const other = (c + 1) % 3;
  const { x, y } = ORDINARY.validation;
  const origin = x[y.indexOf(c)];
  const towards = (name: string, ...entries: readonly [number, number][]): FarRay => ({
    name: `class ${c}, ${name}`,
    origin,
    direction: [0, 1, 2, 3].map((j) => entries.find(([input]) => input === j)?.[1] ?? 0),
  });
  return [
    towards('more of its own feature', [c, 1]),
    towards(`more of the feature of class ${other}`, [other, 1]),
    towards('more of both, 3 to 1, and of another', [c, 3], [other, 1], [3, 2]),
    towards('more of both', [c, 1], [other, 1]),
    towards('less of its own feature', [c, -1]),
    towards('less of every feature', [0, -1], [1, -1], [2, -1], [3, -1]),
    towards('more of a feature no class uses', [3, 1]),
  ];
});

/** The rows at all scales. */
export function rowsAlong({ origin, direction }: FarRay, scales = SCALES): number[][] {
  return scales.map((t) => origin.map((value, j) => value + t * direction[j]));
}
