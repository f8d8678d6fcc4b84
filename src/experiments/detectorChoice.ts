import {
  type CeaOptions,
  type Detector,
  detectorNamed,
  type Variant,
  type VariantOptions,
} from '../detectors/index.js';

/** What a detector looks at, as paper B groups them. */
export type Family = 'probability' | 'distance' | 'other';

/** The sixteen detectors of paper B in the order of its tables; SHE as the authors run it. */
export const PAPER_DETECTORS: readonly { readonly id: string; readonly family: Family }[] = [
  { id: 'mds', family: 'distance' },
  { id: 'knn', family: 'distance' },
  { id: 'vim', family: 'other' },
  { id: 'msp', family: 'probability' },
  { id: 'ebo', family: 'probability' },
  { id: 'react', family: 'other' },
  { id: 'gram', family: 'other' },
  { id: 'rmds', family: 'distance' },
  { id: 'she-euclidean', family: 'distance' },
  { id: 'klm', family: 'distance' },
  { id: 'openmax', family: 'other' },
  { id: 'mls', family: 'probability' },
  { id: 'temp-scale', family: 'probability' },
  { id: 'grad-norm', family: 'probability' },
  { id: 'dice', family: 'probability' },
  { id: 'ash', family: 'probability' },
];

/** One way of adding CEA, under a name that result tables use. */
export interface CeaChoice {
  readonly name: string;
  readonly options: Partial<CeaOptions<VariantOptions>>;
}

/** CEA as paper B runs it on tables. */
export const PAPER_CEA: CeaChoice = { name: 'cea', options: {} };

/** A detector by id, with its name as the papers write it. */
export function detectorOf(id: string): Detector<VariantOptions> {
  return detectorNamed(id);
}

/**
 * The options that make a detector that of a variant: the authors' code as shipped, in float32 where
 * its scores depend on it.
 */
export function variantOptions(
  { defaults }: Detector<VariantOptions>,
  variant: Variant,
): VariantOptions {
  const single = variant === 'cea-2024' && 'precision' in defaults;
  return { variant, ...(single && { precision: 'float32' }) };
}
