import {
  encodeOnnx,
  float32,
  int64,
  type OnnxAttribute,
  type OnnxModelNode,
  type OnnxTensor,
} from './encodeOnnx.js';

/** Normally distributed numbers from a small generator: weights as before training. */
export function normals(seed: number): () => number {
  let state = seed | 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** Writes a graph node by node, in the operators that exporters write layers in. */
export class GraphWriter {
  private readonly nodes: OnnxModelNode[] = [];
  private readonly initializers: Record<string, OnnxTensor> = {};
  private readonly random: () => number;
  private count = 0;

  constructor(
    seed: number,
    readonly opset = 17,
  ) {
    this.random = normals(seed);
  }

  /** A node's output. */
  add(
    op: string,
    inputs: readonly string[],
    attributes: Record<string, OnnxAttribute> = {},
  ): string {
    const out = `v${this.count++}`;
    this.nodes.push({ op, in: inputs, out: [out], name: `/${op}_${out}`, attributes });
    return out;
  }

  /** A node of several outputs. */
  split(x: string, parts: number, axis: number, length: number): string[] {
    const out = Array.from({ length: parts }, () => `v${this.count++}`);
    const sizes = this.integers(out.map(() => length));
    this.nodes.push({ op: 'Split', in: [x, sizes], out, attributes: { axis: { int: axis } } });
    return out;
  }

  tensor(dims: readonly number[], values: ArrayLike<number>): string {
    return this.keep(float32(dims, values));
  }

  scalar(value: number): string {
    return this.tensor([], [value]);
  }

  integers(values: readonly number[]): string {
    return this.keep(int64(values));
  }

  /** Normally distributed weights. */
  weights(dims: readonly number[], scale: number): string {
    const length = dims.reduce((product, dim) => product * dim, 1);
    return this.tensor(
      dims,
      Array.from({ length }, () => this.random() * scale),
    );
  }

  /** PyTorch's Linear on the last axis: MatMul by the transposed weights, then Add. */
  linear(x: string, inputs: number, outputs: number, scale = 1 / Math.sqrt(inputs)): string {
    const product = this.add('MatMul', [x, this.weights([inputs, outputs], scale)]);
    return this.add('Add', [this.weights([outputs], 0.1), product]);
  }

  /** PyTorch's Linear on a matrix: Gemm with transB. */
  gemm(x: string, inputs: number, outputs: number, scale = 1 / Math.sqrt(inputs)): string {
    const weights = [this.weights([outputs, inputs], scale), this.weights([outputs], 0.1)];
    return this.add('Gemm', [x, ...weights], { transB: { int: 1 } });
  }

  /** LayerNorm as one operator, or decomposed as opsets before 17 do. */
  layerNorm(x: string, width: number, decomposed = this.opset < 17): string {
    const scale = this.tensor(
      [width],
      Array.from({ length: width }, () => 1 + this.random() * 0.2),
    );
    const shift = this.weights([width], 0.1);
    if (!decomposed) {
      return this.add('LayerNormalization', [x, scale, shift], {
        axis: { int: -1 },
        epsilon: { float: 1e-5 },
      });
    }
    const axes = { axes: { ints: [-1] } };
    const centred = this.add('Sub', [x, this.add('ReduceMean', [x], axes)]);
    const square = this.add('Pow', [centred, this.scalar(2)]);
    const variance = this.add('ReduceMean', [square], axes);
    const root = this.add('Sqrt', [this.add('Add', [variance, this.scalar(1e-5)])]);
    const normal = this.add('Div', [centred, root]);
    return this.add('Add', [this.add('Mul', [normal, scale]), shift]);
  }

  /** RMSNorm as Llama's PyTorch code exports it. */
  rmsNorm(x: string, width: number): string {
    const square = this.add('Pow', [x, this.scalar(2)]);
    const mean = this.add('ReduceMean', [square], { axes: { ints: [-1] } });
    const root = this.add('Sqrt', [this.add('Add', [mean, this.scalar(1e-6)])]);
    const normal = this.add('Mul', [x, this.add('Div', [this.scalar(1), root])]);
    const scale = Array.from({ length: width }, () => 1 + this.random() * 0.2);
    return this.add('Mul', [this.tensor([width], scale), normal]);
  }

  /** x/2·(1 + erf(x/√2)), as opsets before 20 have GELU. */
  gelu(x: string): string {
    const erf = this.add('Erf', [this.add('Div', [x, this.scalar(Math.SQRT2)])]);
    const factor = this.add('Add', [erf, this.scalar(1)]);
    return this.add('Mul', [this.add('Mul', [x, factor]), this.scalar(0.5)]);
  }

  silu(x: string): string {
    return this.add('Mul', [x, this.add('Sigmoid', [x])]);
  }

  reshape(x: string, shape: readonly number[]): string {
    return this.add('Reshape', [x, this.integers(shape)]);
  }

  transpose(x: string, order: readonly number[]): string {
    return this.add('Transpose', [x], { perm: { ints: order } });
  }

  /** Entries from..to of an axis. */
  slice(x: string, axis: number, from: number, to: number): string {
    const [starts, ends, axes] = [[from], [to], [axis]].map((list) => this.integers(list));
    return this.add('Slice', [x, starts, ends, axes]);
  }

  /**
   * Attention of queries over keys and values, all of shape [1, tokens, width], by heads, with the
   * projections that are given: reshaped to heads, scaled scores, softmax, joined again.
   */
  attend(
    [q, k, v]: readonly [string, string, string],
    tokens: { readonly queries: number; readonly keys: number },
    width: number,
    heads: number,
  ): string {
    const size = width / heads;
    const split = (x: string, count: number) =>
      this.transpose(this.reshape(x, [1, count, heads, size]), [0, 2, 1, 3]);
    const keys = this.transpose(split(k, tokens.keys), [0, 1, 3, 2]);
    const scores = this.add('Div', [
      this.add('MatMul', [split(q, tokens.queries), keys]),
      this.scalar(Math.sqrt(size)),
    ]);
    const shares = this.add('Softmax', [scores], { axis: { int: -1 } });
    const read = this.add('MatMul', [shares, split(v, tokens.keys)]);
    return this.reshape(this.transpose(read, [0, 2, 1, 3]), [1, tokens.queries, width]);
  }

  /** The file, with `x` as its input. @param name - that of the output */
  bytes(output: string, shape: readonly (number | string)[], name = 'logits'): Uint8Array {
    this.nodes.push({ op: 'Identity', in: [output], out: [name] });
    return encodeOnnx({
      opset: this.opset,
      nodes: this.nodes,
      inputs: { x: shape },
      outputs: { [name]: null },
      initializers: this.initializers,
    });
  }

  private keep(tensor: OnnxTensor): string {
    const name = `w${this.count++}`;
    this.initializers[name] = tensor;
    return name;
  }
}

/** The sizes of an FT-Transformer. */
export interface FtTransformerSizes {
  readonly features: number;
  readonly width: number;
  readonly heads: number;
  readonly blocks: number;
  readonly hidden: number;
  readonly classes: number;
}

/**
 * An FT-Transformer as rtdl's exports: x_j·w_j + b_j, a class token, blocks with norms before (none
 * before the first attention), ReGLU, and a head on the normalised, rectified class token. The last
 * block asks for the class token only.
 */
export function ftTransformer(sizes: FtTransformerSizes, seed: number): Uint8Array {
  const { features, width, heads, blocks, hidden, classes } = sizes;
  const graph = new GraphWriter(seed);
  const tokens = features + 1;
  const column = graph.add('Unsqueeze', ['x', graph.integers([2])]);
  const scaled = graph.add('Mul', [column, graph.weights([features, width], 0.5)]);
  const embedded = graph.add('Add', [scaled, graph.weights([features, width], 0.5)]);
  let x = graph.add('Concat', [graph.weights([1, 1, width], 0.5), embedded], { axis: { int: 1 } });
  for (let block = 0; block < blocks; block++) {
    const isLast = block === blocks - 1;
    const normal = block === 0 ? x : graph.layerNorm(x, width);
    const asking = isLast ? graph.slice(normal, 1, 0, 1) : normal;
    const [q, k, v] = [asking, normal, normal].map((one) => graph.linear(one, width, width));
    const queries = isLast ? 1 : tokens;
    const read = graph.attend([q, k, v], { queries, keys: tokens }, width, heads);
    const kept = isLast ? graph.slice(x, 1, 0, 1) : x;
    x = graph.add('Add', [kept, graph.linear(read, width, width)]);
    const inner = graph.linear(graph.layerNorm(x, width), width, 2 * hidden);
    const [value, gate] = graph.split(inner, 2, 2, hidden);
    const gated = graph.add('Mul', [value, graph.add('Relu', [gate])]);
    x = graph.add('Add', [x, graph.linear(gated, hidden, width)]);
  }
  const first = graph.reshape(x, [1, width]);
  const head = graph.add('Relu', [graph.layerNorm(first, width)]);
  return graph.bytes(graph.gemm(head, width, classes), [1, features]);
}
