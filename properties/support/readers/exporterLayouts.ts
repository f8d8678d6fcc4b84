import { ftTransformer, GraphWriter } from './graphWriter.js';

/** Small networks in the layouts that exporters write, weights as before training. */

const FEATURES = 3;
const WIDTH = 8;
const CLASSES = 3;

/** x_j·w_j + b_j for every feature j: tokens of shape [1, 3, 8]. */
function tokensOf(graph: GraphWriter): string {
  const column = graph.add('Unsqueeze', ['x', graph.integers([2])]);
  const scaled = graph.add('Mul', [column, graph.weights([FEATURES, WIDTH], 0.5)]);
  return graph.add('Add', [scaled, graph.weights([FEATURES, WIDTH], 0.5)]);
}

function withClassToken(graph: GraphWriter, tokens: string): string {
  return graph.add('Concat', [graph.weights([1, 1, WIDTH], 0.5), tokens], { axis: { int: 1 } });
}

/** nn.MultiheadAttention of a sequence with itself: one projection to queries, keys and values. */
function multiheadAttention(graph: GraphWriter, x: string, tokens: number): string {
  const joined = graph.linear(x, WIDTH, 3 * WIDTH, 0.5);
  const [q, k, v] = graph.split(joined, 3, 2, WIDTH);
  const read = graph.attend([q, k, v], { queries: tokens, keys: tokens }, WIDTH, 2);
  return graph.linear(read, WIDTH, WIDTH);
}

function feedForward(graph: GraphWriter, x: string, activation: (x: string) => string): string {
  return graph.linear(activation(graph.linear(x, WIDTH, 12)), 12, WIDTH);
}

function meanOfTokens(graph: GraphWriter, x: string): string {
  return graph.add('ReduceMean', [x], { axes: { ints: [1] }, keepdims: { int: 0 } });
}

function file(graph: GraphWriter, output: string, name = 'logits'): Uint8Array {
  return graph.bytes(output, [1, FEATURES], name);
}

/** TransformerEncoderLayer with norms after. */
function postNorm(seed: number): Uint8Array {
  const graph = new GraphWriter(seed);
  let x = tokensOf(graph);
  x = graph.layerNorm(graph.add('Add', [x, multiheadAttention(graph, x, FEATURES)]), WIDTH);
  const inner = feedForward(graph, x, (h) => graph.gelu(h));
  x = graph.layerNorm(graph.add('Add', [x, inner]), WIDTH);
  return file(graph, graph.gemm(meanOfTokens(graph, x), WIDTH, CLASSES));
}

/** norm_first=True, a class token, SiLU, no norm at the end. */
function preNorm(seed: number): Uint8Array {
  const graph = new GraphWriter(seed);
  let x = withClassToken(graph, tokensOf(graph));
  const normal = graph.layerNorm(x, WIDTH);
  x = graph.add('Add', [x, multiheadAttention(graph, normal, FEATURES + 1)]);
  x = graph.add('Add', [x, feedForward(graph, graph.layerNorm(x, WIDTH), (h) => graph.silu(h))]);
  const first = graph.reshape(graph.slice(x, 1, 0, 1), [1, WIDTH]);
  return file(graph, graph.gemm(first, WIDTH, CLASSES));
}

/** Keras' MultiHeadAttention: projections to heads and back as Einsum with constants. */
function keras(seed: number): Uint8Array {
  const graph = new GraphWriter(seed, 15);
  const x = tokensOf(graph);
  const project = () => {
    const weights = graph.weights([WIDTH, 2, 4], 0.4);
    const heads = graph.add('Einsum', [x, weights], { equation: { text: 'abc,cde->abde' } });
    return graph.add('Add', [heads, graph.weights([2, 4], 0.1)]);
  };
  const [query, key, value] = [project(), project(), project()];
  const scaled = graph.add('Mul', [query, graph.scalar(0.5)]);
  const scores = graph.add('MatMul', [
    graph.transpose(scaled, [0, 2, 1, 3]),
    graph.transpose(key, [0, 2, 3, 1]),
  ]);
  const shares = graph.add('Softmax', [scores], { axis: { int: -1 } });
  const read = graph.add('MatMul', [shares, graph.transpose(value, [0, 2, 1, 3])]);
  const joined = graph.add(
    'Einsum',
    [graph.transpose(read, [0, 2, 1, 3]), graph.weights([2, 4, WIDTH], 0.4)],
    {
      equation: { text: 'abcd,cde->abe' },
    },
  );
  const normal = graph.layerNorm(graph.add('Add', [x, joined]), WIDTH);
  const pooled = graph.add('ReduceMax', [normal], { axes: { ints: [1] }, keepdims: { int: 0 } });
  return file(graph, graph.linear(pooled, WIDTH, CLASSES));
}

/** Llama's block: RMSNorm, SwiGLU without biases, a final RMSNorm. */
function swiglu(seed: number): Uint8Array {
  const graph = new GraphWriter(seed);
  let x = graph.gemm('x', FEATURES, WIDTH);
  const normal = graph.rmsNorm(x, WIDTH);
  const gate = graph.silu(graph.add('MatMul', [normal, graph.weights([WIDTH, 12], 0.4)]));
  const value = graph.add('MatMul', [normal, graph.weights([WIDTH, 12], 0.4)]);
  const gated = graph.add('Mul', [gate, value]);
  x = graph.add('Add', [x, graph.add('MatMul', [gated, graph.weights([12, WIDTH], 0.4)])]);
  return file(graph, graph.gemm(graph.rmsNorm(x, WIDTH), WIDTH, CLASSES));
}

/** GEGLU on inputs that grow: quadratic where a gate opens. */
function geglu(seed: number): Uint8Array {
  const graph = new GraphWriter(seed, 14);
  const wide = graph.gemm('x', FEATURES, 2 * WIDTH);
  const [value, gate] = graph.split(wide, 2, 1, WIDTH);
  const gated = graph.add('Mul', [value, graph.gelu(gate)]);
  return file(graph, graph.gemm(graph.layerNorm(gated, WIDTH), WIDTH, CLASSES));
}

/** An MLP of x·sigmoid(x) with decomposed norms after each layer, and residual sums. */
function residualMlp(seed: number): Uint8Array {
  const graph = new GraphWriter(seed, 13);
  let x = graph.gemm('x', FEATURES, WIDTH);
  for (let block = 0; block < 2; block++) {
    const inner = graph.silu(graph.layerNorm(graph.gemm(x, WIDTH, WIDTH), WIDTH));
    x = graph.add('Add', [x, graph.gemm(inner, WIDTH, WIDTH)]);
  }
  return file(graph, graph.gemm(x, WIDTH, CLASSES));
}

/** The mean of the probabilities of two networks. */
function mixture(seed: number): Uint8Array {
  const graph = new GraphWriter(seed);
  const member = (activation: (x: string) => string) => {
    const logits = graph.gemm(activation(graph.gemm('x', FEATURES, WIDTH)), WIDTH, CLASSES);
    return graph.add('Softmax', [logits], { axis: { int: -1 } });
  };
  const members = [member((x) => graph.gelu(x)), member((x) => graph.add('Tanh', [x]))];
  const sum = graph.add('Add', members);
  return file(graph, graph.add('Mul', [sum, graph.scalar(0.5)]), 'probabilities');
}

/** One-versus-rest sigmoids, divided by their sum. */
function oneVersusRest(seed: number): Uint8Array {
  const graph = new GraphWriter(seed);
  const hidden = graph.add('Relu', [graph.gemm('x', FEATURES, WIDTH)]);
  const scores = graph.add('Sigmoid', [graph.gemm(hidden, WIDTH, CLASSES)]);
  const total = graph.add('ReduceSum', [scores, graph.integers([1])], { keepdims: { int: 1 } });
  return file(graph, graph.add('Div', [scores, total]), 'probabilities');
}

/** Tokens weighed by a softmax of scores; values grow. */
function attentionPooling(seed: number): Uint8Array {
  const graph = new GraphWriter(seed);
  const x = tokensOf(graph);
  const scores = graph.linear(graph.add('Tanh', [graph.linear(x, WIDTH, WIDTH)]), WIDTH, 1);
  const shares = graph.add('Softmax', [scores], { axis: { int: 1 } });
  const pooled = graph.add('ReduceSum', [graph.add('Mul', [shares, x]), graph.integers([1])], {
    keepdims: { int: 0 },
  });
  return file(graph, graph.gemm(pooled, WIDTH, CLASSES));
}

/** Experts weighed by a softmax of the input. */
function mixtureOfExperts(seed: number): Uint8Array {
  const graph = new GraphWriter(seed);
  const gates = graph.add('Softmax', [graph.gemm('x', FEATURES, 2)], { axis: { int: -1 } });
  const experts = [0, 1].map((expert) => {
    const logits = graph.gemm(graph.gelu(graph.gemm('x', FEATURES, WIDTH)), WIDTH, CLASSES);
    return graph.add('Mul', [graph.slice(gates, 1, expert, expert + 1), logits]);
  });
  return file(graph, graph.add('Add', experts));
}

/** Features gated by sigmoids of themselves (squeeze and excitation) before a norm on a cosine head. */
function gatedCosine(seed: number): Uint8Array {
  const graph = new GraphWriter(seed);
  const hidden = graph.gemm('x', FEATURES, WIDTH);
  const gate = graph.add('Sigmoid', [
    graph.gemm(graph.silu(graph.gemm(hidden, WIDTH, 4)), 4, WIDTH),
  ]);
  const gated = graph.add('Mul', [hidden, gate]);
  const length = graph.add('ReduceL2', [gated], { axes: { ints: [1] }, keepdims: { int: 1 } });
  const normal = graph.add('Div', [gated, graph.add('Add', [length, graph.scalar(1e-3)])]);
  const cosine = graph.add('MatMul', [normal, graph.weights([WIDTH, CLASSES], 0.5)]);
  return file(graph, graph.add('Mul', [cosine, graph.scalar(4)]));
}

const FT = { features: FEATURES, width: WIDTH, heads: 2, blocks: 2, hidden: 6, classes: CLASSES };

export const EXPORTER_LAYOUTS: Readonly<Record<string, (seed: number) => Uint8Array>> = {
  'PyTorch MultiheadAttention, norms after': postNorm,
  'PyTorch MultiheadAttention, norms before, a class token': preNorm,
  'rtdl FT-Transformer': (seed) => ftTransformer(FT, seed),
  'Keras MultiHeadAttention': keras,
  'SwiGLU and RMSNorm': swiglu,
  'GEGLU on what grows': geglu,
  'residual MLP with decomposed norms': residualMlp,
  'a mean of probabilities': mixture,
  'one-versus-rest sigmoids with a normaliser': oneVersusRest,
  'attention pooling': attentionPooling,
  'a mixture of experts': mixtureOfExperts,
  'gates before a cosine head': gatedCosine,
};
