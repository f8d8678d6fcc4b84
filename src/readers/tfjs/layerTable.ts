import { Real } from '../../exact/real.js';
import { Numbers } from '../../network/numbers.js';
import { maximumOf, rectify, sumTensors } from '../lowering/elementwise.js';
import { refuseShape, refuseUnsupported } from '../lowering/refusal.js';
import { countOf, type VariableTensor } from '../lowering/tensor.js';
import { activate } from './activation.js';
import { arrangementLayers } from './arrangementLayers.js';
import { batchNormalizationLayer } from './batchNormalizationLayer.js';
import { convolution, dense, depthwiseConvolution, separableConvolution } from './kernelLayers.js';
import type { LayerContext, LayerLowering } from './layerContext.js';
import { poolingLayers } from './poolingLayers.js';

/** Every layer of TensorFlow.js that is read, and what turns it into layers of the network. */
export const layerTable: Readonly<Record<string, LayerLowering>> = {
  Dense: dense,
  Conv1D: (context) => convolution(context, 1),
  Conv2D: (context) => convolution(context, 2),
  DepthwiseConv2D: depthwiseConvolution,
  SeparableConv2D: separableConvolution,
  BatchNormalization: batchNormalizationLayer,
  ...poolingLayers,
  ...arrangementLayers,
  Activation: (context) => activate(context, context.input, context.text('activation', 'linear')),
  Softmax: (context) => activate(context, context.input, 'softmax'),
  ReLU: rectifiedLinear,
  LeakyReLU: (context) => {
    const slope = context.number('negative_slope', context.number('alpha', 0.3));
    return rectify(context.graph, context.input, slope);
  },
  PReLU: (context) => rectify(context.graph, context.input, context.weightTensor('alpha')),
  Add: (context) => sumTensors(context.graph, context.inputs.map(once)),
  Subtract: ({ graph, inputs }) => {
    if (inputs.length !== 2) refuseShape(`reads ${inputs.length} tensors, but takes two`);
    return sumTensors(graph, [once(inputs[0]), { tensor: inputs[1], factor: -1 }]);
  },
  Maximum: (context) => maximumOf(context.graph, context.inputs),
  Minimum: ({ graph, inputs }) => {
    const opposite = (x: VariableTensor) => sumTensors(graph, [{ tensor: x, factor: -1 }]);
    return opposite(maximumOf(graph, inputs.map(opposite)));
  },
  Average: ({ graph, inputs }) => {
    const total = sumTensors(graph, inputs.map(once));
    const share = Numbers.filled(
      countOf(total.shape),
      Real.one.divide(Real.of(Math.max(1, inputs.length))),
    );
    return { ...total, value: graph.scale(total.value, share) };
  },
  InputLayer: ({ input }) => input,
  Dropout: ({ input }) => input,
  SpatialDropout1D: ({ input }) => input,
  SpatialDropout2D: ({ input }) => input,
  GaussianDropout: ({ input }) => input,
  GaussianNoise: ({ input }) => input,
};

function once(tensor: VariableTensor) {
  return { tensor, factor: 1 };
}

function rectifiedLinear(context: LayerContext): VariableTensor {
  const { graph, input } = context;
  if (context.number('threshold', 0) !== 0) {
    refuseUnsupported('jumps at its threshold, and a jump is not continuous piecewise affine');
  }
  const slope = context.number('negative_slope', 0);
  const { max_value: largest = null } = context.config;
  if (largest === null) return rectify(graph, input, slope);
  const upper = context.number('max_value', 0);
  if (upper < 0) refuseUnsupported(`jumps at its maximum ${upper}, below 0`);
  if (slope === 0) return { ...input, value: graph.clip(input.value, 0, upper) };
  const rectified = rectify(graph, input, slope);
  return { ...rectified, value: graph.clip(rectified.value, -Infinity, upper) };
}
