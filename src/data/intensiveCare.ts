import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { CsvError, parse } from 'csv-parse';
import { InputError } from '../errors/inputError.js';
import type { Problem } from '../errors/problem.js';
import { type Credentials, findDataFile } from './dataFolders.js';
import type { DataSet } from './dataSet.js';
import { fingerprintOf } from './fingerprint.js';
import { LISTED_PROBLEMS, refuse } from './textTable.js';
import { STATISTIC_NAMES, timeSeriesStatistics } from './timeSeriesStatistics.js';

/** How an intensive-care database lays out its observations: one row per stay and time. */
export interface CareLayout {
  readonly name: string;
  readonly files: readonly string[];
  readonly stay: string;
  /** The column of times since admission, and how many of its units make an hour. */
  readonly time: { readonly column: string; readonly perHour: number };
  /** The length of stay and how many of its units make an hour. */
  readonly lengthOfStay: { readonly column: string; readonly perHour: number };
  readonly series: readonly string[];
  readonly numbers: readonly string[];
  readonly categories: readonly string[];
  readonly outcome: {
    readonly column: string;
    readonly died: readonly string[];
    readonly lived: readonly string[];
  };
  readonly age: string;
  readonly source: string;
  readonly credentials: Credentials;
}

/** The columns of `all_data.csv` as the eICU benchmark pipeline writes it (paper B, Table 4). */
export const EICU_LAYOUT: CareLayout = {
  name: 'eicu',
  files: [
    ...['eicu.csv', 'eicu.csv.gz', 'all_data.csv', 'all_data.csv.gz'],
    // What the pipeline makes of the demo that needs no credentials: a hundredth of the stays.
    ...['eicu-demo.csv', 'eicu-demo.csv.gz'],
  ],
  stay: 'patientunitstayid',
  time: { column: 'itemoffset', perHour: 1 },
  lengthOfStay: { column: 'unitdischargeoffset', perHour: 60 },
  series: [
    'pH',
    'Temperature (C)',
    'Respiratory Rate',
    'O2 Saturation',
    'MAP (mmHg)',
    'Heart Rate',
    'glucose',
    'GCS Total',
    'Motor',
    'Eyes',
    'Verbal',
    'FiO2',
    'Invasive BP Diastolic',
    'Invasive BP Systolic',
  ],
  numbers: ['age', 'admissionheight', 'admissionweight'],
  categories: ['gender', 'ethnicity'],
  outcome: {
    column: 'hospitaldischargestatus',
    died: ['1', 'Expired'],
    lived: ['0', 'Alive'],
  },
  age: 'age',
  source: 'Pollard et al. 2018, eICU Collaborative Research Database 2.0',
  credentials: {
    address: 'https://physionet.org/content/eicu-crd/2.0/',
    table: 'the table all_data.csv of the eICU benchmark pipeline (Sheikhalishahi et al. 2020)',
  },
};

/** One table of the MIMIC-IV pipeline's output: stays, hours and the variables of paper B, Table 4. */
export const MIMIC_IV_LAYOUT: CareLayout = {
  name: 'mimic-iv',
  files: ['mimic-iv.csv', 'mimic-iv.csv.gz', 'mimic-iv-demo.csv', 'mimic-iv-demo.csv.gz'],
  stay: 'stay_id',
  time: { column: 'hours', perHour: 1 },
  lengthOfStay: { column: 'los', perHour: 1 / 24 },
  series: [
    'pH',
    'Temperature',
    'Respiratory rate',
    'Oxygen saturation',
    'Mean blood pressure',
    'Heart Rate',
    'Glucose',
    'Diastolic blood pressure',
    'Systolic blood pressure',
  ],
  numbers: ['age'],
  categories: ['gender', 'admission_type', 'first_careunit'],
  outcome: { column: 'hospital_expire_flag', died: ['1'], lived: ['0'] },
  age: 'age',
  source: 'Johnson et al. 2023, MIMIC-IV 2.2',
  credentials: {
    address: 'https://physionet.org/content/mimiciv/2.2/',
    table: 'one table, a row per stay and time, of the MIMIC-IV pipeline (Gupta et al. 2022)',
  },
};

/** eICU, in-hospital mortality from the first 48 hours. See `loadCareData`. */
export async function eicu(): Promise<DataSet> {
  return loadCareData(findDataFile(EICU_LAYOUT.files, EICU_LAYOUT.credentials), EICU_LAYOUT);
}

/** MIMIC-IV, in-hospital mortality from the first 48 hours. See `loadCareData`. */
export async function mimicIv(): Promise<DataSet> {
  return loadCareData(
    findDataFile(MIMIC_IV_LAYOUT.files, MIMIC_IV_LAYOUT.credentials),
    MIMIC_IV_LAYOUT,
  );
}

/**
 * Loads an intensive-care table: the class is 1 for patients who died in hospital.
 *
 * Kept are stays of at least 48 hours of patients older than 18 whose outcome is known and who have
 * every variable at least once in the first 48 hours. Each series becomes 42 statistics of those
 * hours (`timeSeriesStatistics`); categories become one input per value, sorted.
 *
 * The file is read as a stream, so that tables of gigabytes fit in memory.
 *
 * @throws InputError naming line and column of every cell that cannot be read (the first twenty);
 *   `empty` if no stay is kept
 *
 * Source: paper B, appendix B.1.
 */
export async function loadCareData(path: string, layout: CareLayout): Promise<DataSet> {
  const stays = await readStays(path, layout);
  const kept = [...stays.values()].filter((stay) => isKept(stay, layout));
  if (kept.length === 0) {
    throw new InputError(path, [
      {
        code: 'empty',
        path: 'stays',
        value: `${stays.size} in the file`,
        rule: 'must hold one of 48 hours, of an adult, with known outcome and every variable',
        remedy: 'check the units of times and length of stay',
      },
    ]);
  }
  const levels = layout.categories.map((_, k) =>
    [...new Set(kept.map((stay) => stay.categories[k]))].sort(),
  );
  const features = [
    ...layout.series.flatMap((name) => STATISTIC_NAMES.map((statistic) => `${name}: ${statistic}`)),
    ...layout.numbers,
    ...layout.categories.flatMap((name, k) => levels[k].map((level) => `${name} = ${level}`)),
  ];
  const values = new Float64Array(kept.length * features.length);
  kept.forEach((stay, i) => {
    const row = [
      ...stay.series.flatMap(timeSeriesStatistics),
      ...stay.numbers,
      ...stay.categories.flatMap((value, k) => levels[k].map((level) => Number(level === value))),
    ];
    values.set(row, i * features.length);
  });
  return {
    name: layout.name,
    features,
    classes: ['survived', 'died'],
    x: { rows: kept.length, columns: features.length, values },
    y: Int32Array.from(kept, ({ died }) => Number(died)),
    source: layout.source,
    fingerprint: await fingerprintOf([path]),
    notes: [`${kept.length} of ${stays.size} stays kept`],
  };
}

interface Stay {
  readonly series: { times: number[]; values: number[] }[];
  readonly numbers: number[];
  readonly categories: string[];
  died: boolean | null;
  hours: number;
}

function isKept(stay: Stay, layout: CareLayout): boolean {
  const age = stay.numbers[layout.numbers.indexOf(layout.age)];
  return (
    stay.hours >= 48 &&
    age > 18 &&
    stay.died !== null &&
    stay.series.every(({ values }) => values.length > 0) &&
    stay.numbers.every(Number.isFinite) &&
    stay.categories.every((value) => value !== '')
  );
}

async function readStays(path: string, layout: CareLayout): Promise<Map<string, Stay>> {
  const stays = new Map<string, Stay>();
  const problems: Problem[] = [];
  const parser = parse({
    columns: (header: string[]) => checkedHeader(path, header, layout),
    info: true,
    trim: true,
    skip_empty_lines: true,
  });
  const source = createReadStream(path);
  const reading = path.endsWith('.gz')
    ? pipeline(source, createGunzip(), parser)
    : pipeline(source, parser);
  const watched = reading.catch((error: unknown) => error);
  try {
    for await (const { record, info } of parser) {
      readRow(record, info.lines, stays, layout, problems);
      if (problems.length >= LISTED_PROBLEMS) break;
    }
  } catch (error) {
    throw readingProblem(path, error);
  }
  refuse(path, problems);
  const failure = await watched;
  if (failure) throw readingProblem(path, failure);
  return stays;
}

function readRow(
  record: Readonly<Record<string, string>>,
  line: number,
  stays: Map<string, Stay>,
  layout: CareLayout,
  problems: Problem[],
): void {
  const names = Object.keys(record);
  const numberIn = (column: string): number => {
    const cell = record[column];
    // Blank, and what pandas and SQL write for a missing value.
    if (cell === '' || /^(nan|null|na)$/i.test(cell)) return Number.NaN;
    // eICU writes ages above 89 as "> 89".
    const value = Number(/^>\s*\d+$/.test(cell) ? cell.replace(/^>\s*/, '') : cell);
    if (!Number.isFinite(value)) {
      problems.push({
        code: 'not_a_number',
        path: `line ${line}, column ${names.indexOf(column) + 1} (${column})`,
        value: cell,
        rule: 'must be a finite number or empty',
        remedy: 'mend the cell',
      });
    }
    return value;
  };
  const id = record[layout.stay];
  let stay = stays.get(id);
  if (!stay) {
    stay = {
      series: layout.series.map(() => ({ times: [], values: [] })),
      numbers: layout.numbers.map(() => Number.NaN),
      categories: layout.categories.map(() => ''),
      died: null,
      hours: Number.NaN,
    };
    stays.set(id, stay);
  }
  const hours = numberIn(layout.lengthOfStay.column) / layout.lengthOfStay.perHour;
  if (Number.isFinite(hours)) stay.hours = hours;
  layout.numbers.forEach((column, k) => {
    const value = numberIn(column);
    if (Number.isFinite(value)) stay.numbers[k] = value;
  });
  layout.categories.forEach((column, k) => {
    if (record[column] !== '') stay.categories[k] = record[column];
  });
  const outcome = record[layout.outcome.column];
  const asNumber = Number(outcome);
  const status = outcome !== '' && Number.isInteger(asNumber) ? String(asNumber) : outcome;
  if (layout.outcome.died.includes(status)) stay.died = true;
  if (layout.outcome.lived.includes(status)) stay.died = false;
  const time = numberIn(layout.time.column) / layout.time.perHour;
  if (!(time >= 0 && time <= 48)) return;
  layout.series.forEach((column, k) => {
    const value = numberIn(column);
    if (!Number.isFinite(value)) return;
    stay.series[k].times.push(time);
    stay.series[k].values.push(value);
  });
}

function checkedHeader(path: string, header: string[], layout: CareLayout): string[] {
  const names = header.map((name) => name.trim().replace(/^\uFEFF/, ''));
  const needed = [
    layout.stay,
    layout.time.column,
    layout.lengthOfStay.column,
    layout.outcome.column,
    ...layout.series,
    ...layout.numbers,
    ...layout.categories,
  ];
  refuse(
    path,
    needed
      .filter((name) => !names.includes(name))
      .map((name) => ({
        code: 'missing' as const,
        path: `line 1, column ${JSON.stringify(name)}`,
        rule: 'must be in the header',
        remedy: 'write the table with the documented columns',
      })),
  );
  return names;
}

function readingProblem(path: string, error: unknown): Error {
  if (error instanceof InputError) return error;
  const { message, lines, code } = error as { message: string; lines?: number; code?: string };
  const csv = error instanceof CsvError;
  return new InputError(path, [
    {
      code: csv ? 'malformed' : code === 'ENOENT' ? 'not_found' : 'truncated',
      path: csv && lines ? `line ${lines}` : 'file',
      rule: `cannot be read (${message})`,
      remedy: csv ? 'mend the row' : 'check the file',
    },
  ]);
}
