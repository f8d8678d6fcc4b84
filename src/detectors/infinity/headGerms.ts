import { rowOf } from '../batch.js';
import type { LinearHead } from '../linearHead.js';
import { type GermVector, mapGerms } from './germVector.js';

/** The logits a head makes of features that are germs. Exact. */
export function headGerms({ weights, bias }: LinearHead, features: GermVector): GermVector {
  const rows = Array.from(bias, (_, c) => rowOf(weights, c));
  return mapGerms(rows, bias, features);
}
