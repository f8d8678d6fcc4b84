import { detectorOf } from '../detectorChoice.js';
import type { ScoreRow } from '../scoreTable.js';
import type { PrintedPlace } from './printedNumbers.js';

const DATA: Readonly<Record<string, string>> = {
  eicu: 'eICU',
  'mimic-iv': 'MIMIC-IV',
  'diabetic-retinopathy': 'Diabetics',
  mnist: 'MNIST',
};

/** What paper B calls the data set and detector of a score, and whether CEA is over it. */
export interface PaperNames extends Pick<PrintedPlace, 'data'> {
  readonly detector: string;
  readonly cea: boolean;
}

/** Undefined for a data set that paper B has no table of. */
export function paperNames({ dataSet, detector }: ScoreRow): PaperNames | undefined {
  const data = DATA[dataSet];
  const id = detector.split(':').at(-1)!;
  return data === undefined
    ? undefined
    : {
        data,
        // Its experiments score SHE by the Euclidean distance.
        detector: id === 'she-euclidean' ? 'SHE' : detectorOf(id).name,
        cea: id !== detector,
      };
}

/** `scale 100` → 100; undefined for other kinds of outliers. */
export function alphaOf({ ood }: Pick<ScoreRow, 'ood'>): number | undefined {
  return ood.startsWith('scale ') ? Number(ood.slice('scale '.length)) : undefined;
}
