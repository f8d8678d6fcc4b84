import type { Condition } from '../condition.js';
import { isLayerNormTop, topOf } from './layersOf.js';
import type { SmoothAnalysis } from './smoothAnalysis.js';

/** No norm: then every unit has a line it approaches. */
export const WITHOUT_NORM: Condition<SmoothAnalysis> = {
  words: 'the network is made of affine maps, sums, maxima, clips and activations with asymptotes',
  meets: ({ hasNorm }) => !hasNorm,
};

/** Statements about probabilities. */
export const HAS_CLASSES: Condition<{ readonly classes: number }> = {
  words: 'at least two classes',
  meets: ({ classes }) => classes >= 2,
};

/** A norm that nothing goes around, reached by units that do not all move alike. */
export const MOVES_THE_NORM: Condition<SmoothAnalysis> = {
  words:
    'every path to the logits passes a last norm, and the slopes that reach it are not all alike (for an RMS norm: not all 0)',
  meets(subject) {
    const slopes = subject.slopesAtNorm;
    if (slopes === null) return false;
    const [first] = slopes.layer.type === 'layer-norm' ? slopes.values : [];
    return slopes.values.some((value) => (first ? value.compare(first) !== 0 : value.sign !== 0));
  },
};

/** A head on a norm, or on its rectified values. */
export const HEAD_ON_A_NORM: Condition<SmoothAnalysis> = {
  words: 'the logits are a linear head on a norm, or on a norm and a ReLU',
  meets: ({ file }) => isLayerNormTop(file.layers),
};

/** A head on bounded units. */
export const HEAD_ON_BOUNDED: Condition<SmoothAnalysis> = {
  words: 'the logits are a linear head on units with bounded activations',
  meets: ({ file }) => topOf(file.layers)?.box != null,
};
