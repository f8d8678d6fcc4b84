import type { Lowering } from '../operatorContext.js';
import { activations } from './activations.js';
import { arithmetic } from './arithmetic.js';
import { classical } from './classical.js';
import { comparison } from './comparison.js';
import { constants } from './constants.js';
import { convolution } from './convolution.js';
import { matrix } from './matrix.js';
import { movement } from './movement.js';
import { normalization } from './normalization.js';
import { pooling } from './pooling.js';
import { reduction } from './reduction.js';
import { resampling } from './resampling.js';
import { scikitLearn } from './scikitLearn.js';
import { selection } from './selection.js';
import { shapes } from './shapes.js';
import { smooth } from './smooth.js';
import { sorting } from './sorting.js';
import { summation } from './summation.js';

/** The tables of operators; no operator stands in two. */
export const OPERATOR_TABLES = [
  activations,
  arithmetic,
  classical,
  comparison,
  constants,
  convolution,
  matrix,
  movement,
  normalization,
  pooling,
  reduction,
  resampling,
  scikitLearn,
  selection,
  shapes,
  sorting,
  summation,
  smooth,
];

/** Every ONNX operator that is read, by its key, and what turns it into layers. */
export const operatorTable: ReadonlyMap<string, Lowering> = new Map(
  OPERATOR_TABLES.flatMap((table) => Object.entries(table)),
);

/** Operators whose lowering also takes nothing but constants. */
export const constantOperators: ReadonlySet<string> = new Set(
  Object.keys({ ...constants, ...movement, ...shapes }),
);
