import type { Numbers } from '../../network/numbers.js';
import type { LayerGraph } from '../lowering/layerGraph.js';
import { Refusal, refuseShape, refuseUnsupported } from '../lowering/refusal.js';
import {
  type ConstantTensor,
  type Shape,
  showShape,
  type VariableTensor,
} from '../lowering/tensor.js';

/** Turns one layer of a TensorFlow.js model into layers of the network. */
export type LayerLowering = (context: LayerContext) => VariableTensor;

/** What the lowering of one layer has at hand. */
export class LayerContext {
  constructor(
    readonly graph: LayerGraph,
    readonly name: string,
    readonly config: Readonly<Record<string, unknown>>,
    readonly inputs: readonly VariableTensor[],
    /** Whether the layer makes the network's output, where a softmax is taken off. */
    readonly last: boolean,
    private readonly weights: ReadonlyMap<string, ConstantTensor>,
  ) {}

  get input(): VariableTensor {
    if (this.inputs.length === 1) return this.inputs[0];
    return refuseShape(`reads ${this.inputs.length} tensors, but takes one`);
  }

  flag(field: string, fallback: boolean): boolean {
    const value = this.config[field] ?? fallback;
    return typeof value === 'boolean' ? value : this.refuse(field, 'must be true or false');
  }

  number(field: string, fallback: number): number {
    const value = this.config[field] ?? fallback;
    const valid = typeof value === 'number' && Number.isFinite(value);
    return valid ? value : this.refuse(field, 'must be a finite number');
  }

  text(field: string, fallback: string): string {
    const value = this.config[field] ?? fallback;
    return typeof value === 'string' ? value : this.refuse(field, 'must be a string');
  }

  /** Lengths along the spatial axes; one number stands for all of them. */
  lengths(field: string, rank: number, fallback: number | null): readonly number[] | null {
    const given = this.config[field] ?? fallback;
    if (given === null) return null;
    const lengths = Array.isArray(given) ? given : new Array<unknown>(rank).fill(given);
    if (lengths.length === rank && lengths.every((n) => Number.isSafeInteger(n) && n >= 1)) {
      return lengths as number[];
    }
    return this.refuse(field, `must be ${rank} whole numbers of at least 1`);
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
  image(rank: number): { spatial: Shape; channels: number } {
    if (this.text('data_format', 'channels_last') !== 'channels_last') {
      refuseUnsupported('has channels first', 'save the model with channels last');
    }
    const { shape } = this.input;
    if (shape.length !== rank + 2) {
      refuseShape(`reads a tensor of shape ${showShape(shape)}, not one of ${rank + 2} axes`);
    }
    return { spatial: shape.slice(1, -1), channels: shape[rank + 1] };
  }

  private refuse(field: string, rule: string): never {
    throw new Refusal('wrong_type', rule, 'save the model again', {
      path: `layer "${this.name}".${field}`,
      value: this.config[field],
    });
  }
}
