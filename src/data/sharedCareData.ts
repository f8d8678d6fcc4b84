import { InputError } from '../errors/inputError.js';
import type { DataSet } from './dataSet.js';
import { STATISTIC_NAMES } from './timeSeriesStatistics.js';

/** The variables that eICU and MIMIC-IV share, as each calls them (paper B, Table 4). */
const SHARED_SERIES: readonly { readonly name: string; readonly as: readonly string[] }[] = [
  { name: 'pH', as: ['pH'] },
  { name: 'temperature', as: ['Temperature (C)', 'Temperature'] },
  { name: 'respiratory rate', as: ['Respiratory Rate', 'Respiratory rate'] },
  { name: 'oxygen saturation', as: ['O2 Saturation', 'Oxygen saturation'] },
  { name: 'mean arterial pressure', as: ['MAP (mmHg)', 'Mean blood pressure'] },
  { name: 'heart rate', as: ['Heart Rate'] },
  { name: 'glucose', as: ['glucose', 'Glucose'] },
  { name: 'diastolic pressure', as: ['Invasive BP Diastolic', 'Diastolic blood pressure'] },
  { name: 'systolic pressure', as: ['Invasive BP Systolic', 'Systolic blood pressure'] },
];

/** How gender is written: words, letters, or the numbers of the eICU pipeline. */
const GENDERS: readonly { readonly name: string; readonly as: readonly string[] }[] = [
  { name: 'female', as: ['F', 'Female', '1', '1.0'] },
  { name: 'male', as: ['M', 'Male', '2', '2.0'] },
];
const NOT_STATED = ['Other', 'Unknown', 'NaN', '0', '0.0'];

/**
 * Only the inputs that eICU and MIMIC-IV share, under one name and in one order, so that a network
 * trained on one can be shown the other: nine series with their statistics, age, and gender as two
 * inputs, both 0 where it is not stated.
 *
 * @param data - either, as `loadCareData` loads it
 * @param name - of the result
 * @throws InputError `unknown_value` for a gender that neither writes
 *
 * Source: paper B, section 3.3 ("Real-world tabular data as OOD") and Table 4.
 */
export function sharedCareData(data: DataSet, name: string): DataSet {
  const { rows, columns, values } = data.x;
  const column = new Map(data.features.map((feature, k) => [feature, k]));
  const sources: { readonly feature: string; readonly from: readonly number[] }[] = [
    ...SHARED_SERIES.flatMap((series) =>
      STATISTIC_NAMES.map((statistic) => ({
        feature: `${series.name}: ${statistic}`,
        from: series.as.flatMap((own) => column.get(`${own}: ${statistic}`) ?? []),
      })),
    ),
    { feature: 'age', from: [column.get('age')!] },
    ...genderColumns(data),
  ];
  const shared = new Float64Array(rows * sources.length);
  for (let i = 0; i < rows; i++) {
    sources.forEach(({ from }, j) => {
      // One column, or those of several spellings, at most one of which is 1.
      for (const k of from) shared[i * sources.length + j] += values[i * columns + k];
    });
  }
  return {
    ...data,
    name,
    features: sources.map(({ feature }) => feature),
    x: { rows, columns: sources.length, values: shared },
    fingerprint: `${data.fingerprint} shared`,
    notes: [
      ...data.notes,
      'only the variables that eICU and MIMIC-IV share; both tables must give them in the same units',
    ],
  };
}

function genderColumns({ name, features }: DataSet) {
  const prefix = 'gender = ';
  const found = features.flatMap((feature, k) =>
    feature.startsWith(prefix) ? [{ level: feature.slice(prefix.length), k }] : [],
  );
  const known = [...GENDERS.flatMap(({ as }) => as), ...NOT_STATED];
  const same = (a: string) => (b: string) => a.toLowerCase() === b.toLowerCase();
  const unknown = found.filter(({ level }) => !known.some(same(level)));
  if (unknown.length > 0) {
    throw new InputError(
      name,
      unknown.map(({ level }) => ({
        code: 'unknown_value',
        path: 'gender',
        value: level,
        rule: `must be one of ${known.join(', ')}`,
        remedy: 'write the gender as a word or a letter',
      })),
    );
  }
  return GENDERS.map((gender) => ({
    feature: gender.name,
    from: found.filter(({ level }) => gender.as.some(same(level))).map(({ k }) => k),
  }));
}
