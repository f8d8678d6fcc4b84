import type { LinearHead } from '../linearHead.js';
import { fittedMapGerms, type GermVector } from './germVector.js';

/** The logits a head makes of features that are germs. Exact. */
export function headGerms({ weights, bias }: LinearHead, features: GermVector): GermVector {
  return fittedMapGerms(weights, bias, features);
}
