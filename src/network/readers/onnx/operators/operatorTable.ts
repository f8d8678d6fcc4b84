import type { Lowering } from '../operatorContext.js';
import { activations } from './activations.js';
import { arithmetic } from './arithmetic.js';
import { constants } from './constants.js';
import { convolution } from './convolution.js';
import { matrix } from './matrix.js';
import { movement } from './movement.js';
import { normalization } from './normalization.js';
import { pooling } from './pooling.js';
import { reduction } from './reduction.js';
import { shapes } from './shapes.js';

/** Every ONNX operator that is read, and what turns it into layers. */
export const operatorTable: ReadonlyMap<string, Lowering> = new Map(
  Object.entries({
    ...activations,
    ...arithmetic,
    ...constants,
    ...convolution,
    ...matrix,
    ...movement,
    ...normalization,
    ...pooling,
    ...reduction,
    ...shapes,
  }),
);

/** Operators whose lowering also takes nothing but constants. */
export const constantOperators: ReadonlySet<string> = new Set(
  Object.keys({ ...constants, ...movement, ...shapes }),
);
