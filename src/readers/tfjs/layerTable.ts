import { Real } from '../../exact/real.js';
import { Numbers } from '../../network/numbers.js';
import { number } from '../../schema/shape.js';
import { maximumOf, rectify, sumTensors } from '../lowering/elementwise.js';
import { refuseShape, refuseUnsupported } from '../lowering/refusal.js';
import { countOf, type VariableTensor } from '../lowering/tensor.js';
import { activate } from './activation.js';
import { arrangementLayers } from './arrangementLayers.js';
import { batchNormalizationLayer } from './batchNormalizationLayer.js';
import { convolution, dense, depthwiseConvolution, separableConvolution } from './kernelLayers.js';
import type { LayerContext } from './layerContext.js';
import { type LayerKind, layerKind, numberOr, numberOrNone, plain, textOr } from './layerKind.js';
import { poolingLayers } from './poolingLayers.js';

/** A layer that changes nothing once a network is trained. */
const same = plain(({ input }) => input);

/** Every layer of TensorFlow.js that is read, and what turns it into layers of the network. */
export const layerTable: Readonly<Record<string, LayerKind>> = {
  Dense: dense,
  Conv1D: convolution(1),
  Conv2D: convolution(2),
  DepthwiseConv2D: depthwiseConvolution,
  SeparableConv2D: separableConvolution,
  BatchNormalization: batchNormalizationLayer,
  ...poolingLayers,
  ...arrangementLayers,
  Activation: layerKind({ activation: textOr('linear') }, (context, { activation }) =>
    activate(context, context.input, activation),
  ),
  Softmax: layerKind(
    { axis: { shape: number({ whole: true }), fallback: -1 } },
    (context, { axis }) => {
      const last = context.input.shape.length - 1;
      if (axis !== -1 && axis !== last) {
        refuseUnsupported(`takes a softmax along axis ${axis}, not the last`);
      }
      return activate(context, context.input, 'softmax');
    },
  ),
  ReLU: layerKind(
    { threshold: numberOr(0), negative_slope: numberOr(0), max_value: numberOrNone },
    rectifiedLinear,
  ),
  LeakyReLU: layerKind(
    { negative_slope: numberOrNone, alpha: numberOr(0.3) },
    ({ graph, input }, { negative_slope, alpha }) => rectify(graph, input, negative_slope ?? alpha),
  ),
  PReLU: plain((context) => rectify(context.graph, context.input, context.weightTensor('alpha'))),
  Add: plain(({ graph, inputs }) => sumTensors(graph, inputs.map(once))),
  Subtract: plain(({ graph, inputs }) => {
    if (inputs.length !== 2) refuseShape(`reads ${inputs.length} tensors, but takes two`);
    return sumTensors(graph, [once(inputs[0]), { tensor: inputs[1], factor: -1 }]);
  }),
  Maximum: plain(({ graph, inputs }) => maximumOf(graph, inputs)),
  Minimum: plain(({ graph, inputs }) => {
    const opposite = (x: VariableTensor) => sumTensors(graph, [{ tensor: x, factor: -1 }]);
    return opposite(maximumOf(graph, inputs.map(opposite)));
  }),
  Average: plain(({ graph, inputs }) => {
    const total = sumTensors(graph, inputs.map(once));
    const share = Numbers.filled(
      countOf(total.shape),
      Real.one.divide(Real.of(Math.max(1, inputs.length))),
    );
    return { ...total, value: graph.scale(total.value, share) };
  }),
  InputLayer: same,
  Dropout: same,
  SpatialDropout1D: same,
  SpatialDropout2D: same,
  GaussianDropout: same,
  GaussianNoise: same,
};

function once(tensor: VariableTensor) {
  return { tensor, factor: 1 };
}

function rectifiedLinear(
  { graph, input }: LayerContext,
  settings: { threshold: number; negative_slope: number; max_value: number | null },
): VariableTensor {
  const { threshold, negative_slope: slope, max_value: upper } = settings;
  if (threshold !== 0) {
    refuseUnsupported('jumps at its threshold, and a jump is not continuous piecewise affine');
  }
  if (upper === null) return rectify(graph, input, slope);
  if (upper < 0) refuseUnsupported(`jumps at its maximum ${upper}, below 0`);
  if (slope === 0) return { ...input, value: graph.clip(input.value, 0, upper) };
  const rectified = rectify(graph, input, slope);
  return { ...rectified, value: graph.clip(rectified.value, -Infinity, upper) };
}
