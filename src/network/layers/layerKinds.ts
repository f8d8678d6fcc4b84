import { ACTIVATIONS } from './activations.js';
import { dense } from './dense.js';
import type { LayerKind } from './layerKind.js';
import { layerNorm, rmsNorm } from './normalizations.js';
import { clip, leaky, maximum, relu } from './pieces.js';

/** The layers of a network file inside which there are no others, by their `type`. */
export const LAYER_KINDS: Readonly<Record<string, LayerKind>> = {
  dense,
  relu,
  'leaky-relu': leaky,
  clip,
  maximum,
  'layer-norm': layerNorm,
  'rms-norm': rmsNorm,
  ...ACTIVATIONS,
};
