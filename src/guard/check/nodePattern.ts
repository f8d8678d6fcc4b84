import { ofFloat32, type PlainFraction } from './plainFraction.js';
import { integerOf, type PlainNode, tensorOf } from './plainOnnx.js';

/** That nodes are not those that are looked for, and where. */
export class NoGuard extends Error {}

/**
 * Asks added nodes for what makes them, one operator after the other: nothing is compared with what
 * the writer would write.
 */
export class NodePattern {
  protected readonly makers = new Map<string, PlainNode>();

  constructor(added: readonly PlainNode[]) {
    for (const node of added) this.makers.set(node.outputs[0], node);
  }

  /** The inputs of a node that must be of an operator. */
  protected of(name: string, operator: string, axis: number | null = null): readonly string[] {
    const node = this.makers.get(name);
    if (!node) throw new NoGuard(`"${name}" is not of the guard, where ${operator} belongs`);
    if (node.operator !== operator || node.domain !== '') {
      throw new NoGuard(`"${name}" is made by ${node.operator}, where ${operator} belongs`);
    }
    if (axis !== null && integerOf(node, 'axis') !== axis) {
      throw new NoGuard(`"${name}" is along another axis than ${axis}`);
    }
    return node.inputs;
  }

  /** What is cast to floats of another size: the same number, rounded. */
  protected uncast(name: string): string {
    const node = this.makers.get(name);
    if (node?.operator !== 'Cast') return name;
    if (![1, 10, 11].includes(integerOf(node, 'to') ?? 0)) throw new NoGuard(`"${name}" rounds`);
    return node.inputs[0];
  }

  /** Bits of the float32 numbers of a constant. */
  protected floats(
    name: string,
    shape: readonly number[],
    right: (value: number, i: number) => boolean,
    what: string,
  ): number[] {
    const node = this.makers.get(name);
    const tensor = node?.operator === 'Constant' ? tensorOf(node) : null;
    const size = shape.reduce((product, length) => product * length, 1);
    const fits = tensor?.type === 1 && tensor.raw.length === 4 * size;
    if (!tensor || !fits || tensor.shape.join() !== shape.join()) {
      throw new NoGuard(`${what} are no float32 constant of shape [${shape}]`);
    }
    const view = new DataView(tensor.raw.buffer, tensor.raw.byteOffset, tensor.raw.length);
    return Array.from({ length: size }, (_, i) => {
      const value = view.getFloat32(4 * i, true);
      if (!Number.isFinite(value) || !right(value, i)) throw new NoGuard(`${what}: ${value}`);
      return view.getUint32(4 * i, true);
    });
  }

  protected single(name: string, what: string): number;
  protected single(name: string, what: string, exact: true): PlainFraction;
  protected single(name: string, what: string, exact = false): number | PlainFraction {
    const [bits] = this.floats(name, [1], () => true, what);
    if (exact) return ofFloat32(bits);
    const view = new DataView(new ArrayBuffer(4));
    view.setUint32(0, bits);
    return view.getFloat32(0);
  }

  /** The second length of a shape whose first is that of points. */
  protected width(name: string): number {
    const [points, width, ...rest] = this.integers(name);
    const isRows = (points === -1 || points === 1) && width >= 1 && rest.length === 0;
    if (!isRows) throw new NoGuard(`"${name}" is no rows`);
    return width;
  }

  /** The whole numbers of a constant. */
  protected integers(name: string): number[] {
    const node = this.makers.get(name);
    const tensor = node?.operator === 'Constant' ? tensorOf(node) : null;
    if (tensor?.type !== 7 || tensor.shape.length !== 1) throw new NoGuard(`"${name}" is no shape`);
    const view = new DataView(tensor.raw.buffer, tensor.raw.byteOffset, tensor.raw.length);
    return Array.from({ length: tensor.raw.length / 8 }, (_, k) =>
      Number(view.getBigInt64(8 * k, true)),
    );
  }
}
