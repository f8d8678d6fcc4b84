import { InputError } from '../errors/inputError.js';
import type { LinearMap } from '../network/linearMap.js';
import { type Network, sizeOfValue } from '../network/network.js';
import type { Numbers } from '../network/numbers.js';
import { unknownOperation } from '../network/operation.js';
import type { ActivationOperation } from '../network/operations/activation.js';
import { ElementaryOperation } from '../network/operations/elementary.js';
import type { GeneralOperation } from '../network/operations/general.js';
import { ProductsOperation, QuotientOperation } from '../network/operations/products.js';
import { SoftmaxOperation } from '../network/operations/softmax.js';
import { NodeList } from './nodeList.js';
import { activationNodes, parametersOf } from './onnxActivation.js';
import { encodeModel } from './onnxNodes.js';

/** More numbers than this are no file to write: a convolution is written out as a matrix. */
const MOST_NUMBERS = 2 ** 27;

/** A network as an ONNX file. */
export interface WrittenNetwork {
  readonly bytes: Uint8Array;
  /** The network, told what follows its outputs in the file. */
  readonly network: Network;
  readonly notes: readonly string[];
}

/**
 * A network as an ONNX file of operator set 13, input `input` and output `logits` or
 * `probabilities`, the first axis that of points. Weights are rounded to float32; convolutions are written out as matrices.
 *
 * @throws InputError `unsupported` for what has no operator here (trees, comparisons), `too_large`
 */
export function onnxOfNetwork(network: Network): WrittenNetwork {
  const writer = new NetworkWriter(network);
  const last = writer.write();
  const nodes = writer.nodes.all;
  // A softmax or sigmoid that the file had is put back, as the softmax of all logits.
  const isLogits = network.takenOff === undefined && network.outputs !== 'probabilities';
  const name = isLogits ? 'logits' : 'probabilities';
  nodes.push(
    network.takenOff === undefined
      ? { operator: 'Identity', inputs: [last], output: name }
      : { operator: 'Softmax', inputs: [last], output: name, attributes: { axis: { int: 1 } } },
  );
  const bytes = encodeModel(
    nodes,
    ['input', ['N', network.inputSize]],
    [name, ['N', network.outputSize]],
  );
  const { takenOff, ...rest } = network;
  return {
    bytes,
    network: takenOff === undefined ? network : { ...rest, takenOff: 'softmax' },
    notes: [
      `The network was written as an ONNX file with input "input" and output "${name}".`,
      ...(writer.rounded > 0
        ? [
            `${writer.rounded} of its numbers are no float32 and were rounded: what is guarded is the network of the rounded numbers.`,
          ]
        : []),
    ],
  };
}

class NetworkWriter {
  readonly nodes = new NodeList('');
  /** How many numbers were rounded. */
  rounded = 0;
  private written = 0;
  private readonly values: string[] = ['input'];

  constructor(private readonly network: Network) {}

  write(): string {
    this.network.nodes.forEach(({ operation, inputs, label }, k) => {
      const read = inputs.map((value) => this.values[value]);
      const name = `value ${k + 1}`;
      switch (operation.kind) {
        case 'affine':
          this.values.push(this.affine(name, operation.maps, operation.bias, read));
          break;
        case 'activation':
          this.values.push(this.activation(name, operation, read[0], label));
          break;
        case 'maximum':
          this.values.push(this.maximum(name, operation.groups, read[0]));
          break;
        case 'general':
          this.values.push(this.general(name, operation, read, label));
          break;
        default:
          unknownOperation(operation, 'onnxOfNetwork');
      }
    });
    return this.values[this.network.output];
  }

  private affine(name: string, maps: readonly LinearMap[], bias: Numbers, read: readonly string[]) {
    const products = maps.map((map, m) => {
      const { rows, columns } = map;
      this.charge(rows * columns);
      const transposed = new Float64Array(rows * columns);
      for (let i = 0; i < rows; i++) {
        const row = map.row(i);
        for (let n = 0; n < row.columns.length; n++) {
          transposed[row.columns[n] * rows + i] += row.values[n];
        }
      }
      const weights = this.numbers(`${name}/weights ${m}`, [columns, rows], transposed);
      return this.nodes.add(`${name}/product ${m}`, 'MatMul', [read[m], weights]);
    });
    const offset = this.numbers(`${name}/bias`, [1, bias.length], bias.nearest);
    return [...products, offset].reduce((sum, term, k, all) =>
      this.nodes.add(k === all.length - 1 ? name : `${name}/sum ${k}`, 'Add', [sum, term]),
    );
  }

  /** Units of one function together, and back in their order. */
  private activation(name: string, operation: ActivationOperation, x: string, label: string) {
    const { functions, which } = operation;
    const apply = (f: number, input: string, part: string) => {
      this.countRounded(parametersOf(functions[f]));
      return (
        activationNodes(this.nodes, part, functions[f], input) ??
        this.refuse(label, `is the activation ${functions[f].name}`)
      );
    };
    if (!which || functions.length === 1) return apply(0, x, name);
    const groups = functions.map((_, f) => [...which.keys()].filter((i) => which[i] === f));
    const used = [...groups.keys()].filter((f) => groups[f].length > 0);
    const parts = used.map((f) =>
      apply(f, this.pick(`${name}/units ${f}`, x, groups[f]), `${name}/function ${f}`),
    );
    const all = this.nodes.add(`${name}/all`, 'Concat', parts, { axis: { int: 1 } });
    const order = used.flatMap((f) => groups[f]);
    const back = new Array<number>(order.length);
    order.forEach((unit, place) => {
      back[unit] = place;
    });
    return this.pick(name, all, back);
  }

  /** Each round takes the next entry of every group; a group that has no more repeats its last. */
  private maximum(name: string, groups: readonly Int32Array[], x: string) {
    const most = groups.reduce((length, group) => Math.max(length, group.length), 1);
    const rounds = Array.from({ length: most }, (_, k) =>
      this.pick(
        `${name}/entries ${k}`,
        x,
        groups.map((group) => group[Math.min(k, group.length - 1)]),
      ),
    );
    return this.nodes.add(name, 'Max', rounds);
  }

  private general(
    name: string,
    operation: GeneralOperation,
    read: readonly string[],
    label: string,
  ) {
    if (operation instanceof SoftmaxOperation && operation.groups.length === 1) {
      return this.nodes.add(name, 'Softmax', read, { axis: { int: 1 } });
    }
    if (operation instanceof QuotientOperation) {
      const left = this.pick(`${name}/left`, read[0], operation.left);
      const right = this.pick(`${name}/right`, read[1], operation.right);
      return this.nodes.add(name, 'Div', [left, right]);
    }
    if (operation instanceof ProductsOperation) return this.products(name, operation, read);
    if (operation instanceof ElementaryOperation) {
      const { f } = operation;
      if (f.kind === 'power') {
        const exponent = f.exponent.toNumber();
        return this.nodes.add(name, 'Pow', [
          read[0],
          this.numbers(`${name}/exponent`, [1], Float64Array.of(exponent)),
        ]);
      }
      const operator = { exp: 'Exp', log: 'Log', sin: 'Sin', cos: 'Cos' }[f.kind as string];
      if (operator) return this.nodes.add(name, operator, read);
    }
    return this.refuse(label, `is ${operation.name}`);
  }

  private products(name: string, operation: ProductsOperation, read: readonly string[]) {
    const { starts, left, right, size } = operation;
    const pairs = left.length;
    const product = this.nodes.add(`${name}/pairs`, 'Mul', [
      this.pick(`${name}/left`, read[0], left),
      this.pick(`${name}/right`, read[1], right),
    ]);
    this.charge(pairs * size);
    const sums = new Float64Array(pairs * size);
    for (let unit = 0; unit < size; unit++) {
      for (let p = starts[unit]; p < starts[unit + 1]; p++) sums[p * size + unit] = 1;
    }
    return this.nodes.add(name, 'MatMul', [
      product,
      this.numbers(`${name}/sums`, [pairs, size], sums),
    ]);
  }

  private pick(name: string, x: string, entries: ArrayLike<number>): string {
    const indices = this.nodes.integers(`${name}/which`, Array.from(entries));
    return this.nodes.add(name, 'Gather', [x, indices], { axis: { int: 1 } });
  }

  private numbers(name: string, shape: readonly number[], values: Float64Array): string {
    this.countRounded(values);
    return this.nodes.numbers(name, shape, values);
  }

  private countRounded(values: Iterable<number>): void {
    for (const value of values) if (Math.fround(value) !== value) this.rounded++;
  }

  private charge(numbers: number): void {
    this.written += numbers;
    if (this.written <= MOST_NUMBERS) return;
    throw new InputError('guard', [
      {
        code: 'too_large',
        path: 'network',
        value: this.written,
        rule: `must be at most ${MOST_NUMBERS} numbers when its convolutions are written out`,
        remedy: 'export the network as an ONNX file and guard that',
      },
    ]);
  }

  private refuse(label: string, what: string): never {
    throw new InputError('guard', [
      {
        code: 'unsupported',
        path: label,
        value: sizeOfValue(this.network, this.network.output),
        rule: `${what}, which is not written as ONNX here`,
        remedy: 'export the network as an ONNX file and guard that',
      },
    ]);
  }
}
