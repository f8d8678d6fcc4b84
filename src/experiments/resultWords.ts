import type { Variant } from '../detectors/index.js';
import { detectorOf } from './detectorChoice.js';

/** How result tables call the definitions of a detector. */
export const VARIANT_WORDS: Readonly<Record<Variant, string>> = {
  paper: 'as defined',
  'cea-2024': "as in the authors' code",
  openood: 'as in OpenOOD',
  'pytorch-ood': 'as in pytorch-ood',
  authors: "as in its authors' code",
};

/** `msp` → MSP, `cea:msp` → MSP + cea. */
export function wordsFor(detector: string): string {
  const [choice, id] = detector.split(':');
  return id === undefined ? detectorOf(choice).name : `${detectorOf(id).name} + ${choice}`;
}

/** The name of a data set as part of a file name: a user's table has a path for one. */
export function slug(dataSet: string): string {
  return dataSet
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** 1000 as it is, 1e+15 as 1e15. */
export function scaleWords(alpha: number): string {
  return alpha < 1e6 ? String(alpha) : alpha.toExponential().replace('+', '');
}
