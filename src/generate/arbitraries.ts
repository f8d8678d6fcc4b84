import type fc from 'fast-check';
import type { CaseKind, Cases } from '../claims/cases.js';
import { curveCase } from './curveCase.js';
import { detectorCase } from './detectorCase.js';
import { ensembleCase } from './ensembleCase.js';
import { logitsCase } from './logitsCase.js';
import { rayCase } from './rayCase.js';
import { smoothCase } from './smoothCase.js';
import { speedsCase } from './speedsCase.js';
import { treesCase } from './treesCase.js';

/** The arbitrary of each kind of case. */
export const arbitraryOf: { readonly [Kind in CaseKind]: () => fc.Arbitrary<Cases[Kind]> } = {
  ray: rayCase,
  ensemble: ensembleCase,
  logits: logitsCase,
  curve: curveCase,
  detector: detectorCase,
  smooth: smoothCase,
  speeds: speedsCase,
  trees: treesCase,
};
