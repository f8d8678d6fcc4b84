import { InputError } from '../errors/inputError.js';
import { unknownKind } from '../errors/unknownKind.js';
import type { AnyLayer, AnyNetworkFile } from '../network/networkFile.js';
import type { MlpArchitecture } from './architecture.js';
import { LAYER_NORM_EPSILON } from './layerNorm.js';
import type { ParameterisedModel } from './observeModel.js';
import { meanParameters } from './observeModel.js';
import type { Parameters } from './parameters.js';
import { BATCH_NORM_EPSILON } from './resNet.js';

type Dense = Extract<AnyLayer, { type: 'dense' }>;

/**
 * A trained model of layers in a row as a network file, so that everything exact applies to it.
 *
 * Weights are the float32 values as doubles. Batch normalisation is folded into the dense layer
 * that follows it (or becomes a diagonal one) in float64, so the two agree to float32 accuracy;
 * dropout is off. Of a Bayesian result the mean network is exported.
 *
 * @throws InputError `unsupported` for an FT-Transformer, which is no row of layers: see `networkOf`
 */
export function toNetworkFile(model: ParameterisedModel): AnyNetworkFile {
  const parameters = meanParameters(model.parameters);
  const { architecture, inputs } = model;
  switch (architecture.kind) {
    case 'mlp': {
      const layers = architecture.hidden.flatMap((_, l): AnyLayer[] => [
        denseLayer(parameters, `layer${l}`),
        ...normLayers(architecture, parameters, `layer${l}.norm`),
        { type: architecture.activation ?? 'relu' },
      ]);
      return file(inputs, [
        ...layers,
        denseLayer(parameters, `layer${architecture.hidden.length}`),
      ]);
    }
    case 'resnet': {
      const blocks = Array.from(
        { length: architecture.blocks },
        (_, b): AnyLayer => ({
          type: 'residual',
          layers: [
            afterNorm(
              denseLayer(parameters, `block${b}.inner`),
              normOf(parameters, `block${b}.norm`),
            ),
            { type: 'relu' },
            denseLayer(parameters, `block${b}.outer`),
          ],
        }),
      );
      return file(inputs, [
        denseLayer(parameters, 'first'),
        ...blocks,
        diagonal(normOf(parameters, 'norm')),
        { type: 'relu' },
        denseLayer(parameters, 'head'),
      ]);
    }
    case 'ft-transformer':
      throw new InputError('toNetworkFile', [
        {
          code: 'unsupported',
          path: 'architecture',
          value: architecture.kind,
          rule: 'is no row of layers: attention multiplies activations with each other',
          remedy: 'make it a network with networkOf',
        },
      ]);
    default:
      return unknownKind(architecture);
  }
}

function file(inputs: number, layers: readonly AnyLayer[]): AnyNetworkFile {
  return { format: 'farfield-network', version: 1, inputs, layers };
}

function normLayers({ norm }: MlpArchitecture, parameters: Parameters, name: string): AnyLayer[] {
  if (!norm) return [];
  const [scale, shift] = ['gain', 'shift'].map((part) =>
    Array.from(parameters[`${name}.${part}`].values),
  );
  return [{ type: 'layer-norm', scale, shift, epsilon: LAYER_NORM_EPSILON }];
}

function denseLayer(parameters: Parameters, name: string): Dense {
  const { shape, values } = parameters[`${name}.weights`];
  const [inputs, outputs] = shape as [number, number];
  return {
    type: 'dense',
    weights: Array.from({ length: outputs }, (_, o) =>
      Array.from({ length: inputs }, (_, i) => values[i * outputs + o]),
    ),
    bias: Array.from(parameters[`${name}.bias`].values),
  };
}

/** Batch normalisation as `scale·x + shift`. */
interface Affine {
  readonly scale: Float64Array;
  readonly shift: Float64Array;
}

function normOf(parameters: Parameters, name: string): Affine {
  const values = (part: string) => parameters[`${name}.${part}`].values;
  const mean = values('mean');
  const variance = values('variance');
  const scale = Float64Array.from(
    values('gain'),
    (gain, i) => gain / Math.sqrt(variance[i] + BATCH_NORM_EPSILON),
  );
  const shift = Float64Array.from(values('shift'), (beta, i) => beta - scale[i] * mean[i]);
  return { scale, shift };
}

/** `W(scale·x + shift) + b` as one dense layer. */
function afterNorm({ weights, bias }: Dense, { scale, shift }: Affine): Dense {
  return {
    type: 'dense',
    weights: weights.map((row) => row.map((weight, i) => weight * scale[i])),
    bias: bias.map((b, o) => weights[o].reduce((sum, weight, i) => sum + weight * shift[i], b)),
  };
}

function diagonal({ scale, shift }: Affine): Dense {
  return {
    type: 'dense',
    weights: Array.from(scale, (value, i) => Array.from(scale, (_, j) => (i === j ? value : 0))),
    bias: Array.from(shift),
  };
}
