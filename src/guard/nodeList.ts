import type { NodeToWrite, TensorToWrite } from './onnxNodes.js';

/** Nodes as they are added, their tensors named after them. */
export class NodeList {
  readonly all: NodeToWrite[] = [];

  constructor(private readonly prefix: string) {}

  add(
    name: string,
    operator: string,
    inputs: readonly string[],
    attributes?: NodeToWrite['attributes'],
  ): string {
    const output = `${this.prefix}${name}`;
    return this.make({ operator, inputs, output, ...(attributes && { attributes }) });
  }

  make(node: NodeToWrite): string {
    this.all.push(node);
    return node.output;
  }

  cast(name: string, input: string, to: number): string {
    return this.add(name, 'Cast', [input], { to: { int: to } });
  }

  number(name: string, value: number): string {
    return this.constant(name, { shape: [1], values: [value], type: 'float32' });
  }

  numbers(name: string, shape: readonly number[], values: Float64Array): string {
    return this.constant(name, { shape, values, type: 'float32' });
  }

  /** A list of whole numbers. */
  integers(name: string, values: readonly number[]): string {
    return this.constant(name, { shape: [values.length], values, type: 'int64' });
  }

  /** A node and no initialiser: older files would have to list that among their inputs. */
  private constant(name: string, tensor: TensorToWrite): string {
    return this.add(name, 'Constant', [], { value: { tensor } });
  }
}
