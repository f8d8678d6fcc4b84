import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RandomNumbers } from '../src/data/index.js';
import { type CareLayout, EICU_LAYOUT, MIMIC_IV_LAYOUT } from '../src/data/intensiveCare.js';

/** How many measurements of each variable a made-up stay has. */
const MEASUREMENTS = 3;

/**
 * Writes made-up tables of the documented layouts, `eicu.csv` and `mimic-iv.csv`, into a folder.
 * Values depend on the outcome, and in MIMIC-IV are wider spread than in eICU.
 *
 * @param stays - in each, a third of them ending in death
 */
export function writeCareTables(folder: string, stays: number): void {
  writeCareTable(folder, EICU_LAYOUT, stays, 1);
  writeCareTable(folder, MIMIC_IV_LAYOUT, stays, 3);
}

function writeCareTable(folder: string, layout: CareLayout, stays: number, spread: number): void {
  const random = new RandomNumbers(stays, layout.name);
  const { stay, time, lengthOfStay, outcome, series, numbers, categories } = layout;
  const header = [
    stay,
    time.column,
    lengthOfStay.column,
    outcome.column,
    ...series,
    ...numbers,
    ...categories,
  ];
  const lines = [header.join(',')];
  for (let id = 1; id <= stays; id++) {
    const died = id % 3 === 0;
    for (let hour = 0; hour < MEASUREMENTS; hour++) {
      lines.push(
        [
          id,
          hour * time.perHour,
          60 * lengthOfStay.perHour,
          (died ? outcome.died : outcome.lived)[0],
          ...series.map(() => (7 + Number(died) + spread * random.normal()).toFixed(2)),
          ...numbers.map(() => 40 + (id % 30)),
          ...categories.map((name) => (name === 'gender' ? 'FM'[id % 2] : `kind ${id % 2}`)),
        ].join(','),
      );
    }
  }
  writeFileSync(join(folder, layout.files[0]), `${lines.join('\n')}\n`);
}
