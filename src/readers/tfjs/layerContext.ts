import type { Numbers } from '../../network/numbers.js';
import type { LayerGraph } from '../lowering/layerGraph.js';
import { Refusal, refuseShape, refuseUnsupported } from '../lowering/refusal.js';
import {
  type ConstantTensor,
  type Shape,
  showShape,
  type VariableTensor,
} from '../lowering/tensor.js';

/** What the lowering of one layer has at hand. */
export class LayerContext {
  constructor(
    readonly graph: LayerGraph,
    readonly name: string,
    readonly inputs: readonly VariableTensor[],
    /** Whether the layer makes the network's output, where a softmax is taken off. */
    readonly last: boolean,
    private readonly weights: ReadonlyMap<string, ConstantTensor>,
  ) {}

  get input(): VariableTensor {
    if (this.inputs.length === 1) return this.inputs[0];
    return refuseShape(`reads ${this.inputs.length} tensors, but takes one`);
  }

  /** A weight of this layer, by the last part of its name. */
  weight(kind: string, shape: Shape): Numbers {
    const tensor = this.weights.get(`${this.name}/${kind}`);
    if (!tensor) {
      throw new Refusal(
        'missing',
        `must have a weight "${kind}"`,
        'save the model with its weights',
      );
    }
    if (showShape(tensor.shape) !== showShape(shape)) {
      refuseShape(
        `has a weight "${kind}" of shape ${showShape(tensor.shape)} where ${showShape(shape)} fits`,
      );
    }
    return tensor.numbers;
  }

  /** A weight of this layer of whatever shape. */
  weightTensor(kind: string): ConstantTensor {
    const tensor = this.weights.get(`${this.name}/${kind}`);
    if (tensor) return tensor;
    throw new Refusal('missing', `must have a weight "${kind}"`, 'save the model with its weights');
  }

  /** The axes of an image, channels last. */
  image(rank: number, format: string): { spatial: Shape; channels: number } {
    if (format !== 'channels_last') {
      refuseUnsupported('has channels first', 'save the model with channels last');
    }
    const { shape } = this.input;
    if (shape.length !== rank + 2) {
      refuseShape(`reads a tensor of shape ${showShape(shape)}, not one of ${rank + 2} axes`);
    }
    return { spatial: shape.slice(1, -1), channels: shape[rank + 1] };
  }
}
