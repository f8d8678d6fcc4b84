import { Real } from '../exact/real.js';
import type { Network } from '../network/network.js';
import { Numbers } from '../network/numbers.js';
import { SparseMap } from '../network/sparseMap.js';
import {
  groupsAlong,
  matrixProductOf,
  normalizeWithin,
  productOf,
  softmaxWithin,
} from '../readers/lowering/computed.js';
import { multiply, rectify, sumTensors } from '../readers/lowering/elementwise.js';
import { LayerGraph } from '../readers/lowering/layerGraph.js';
import { matrixAtPositions, transposed } from '../readers/lowering/linearLayers.js';
import { takePositions, transposeTensor } from '../readers/lowering/moves.js';
import { constantTensor, type VariableTensor } from '../readers/lowering/tensor.js';
import type { FtTransformerArchitecture } from './architecture.js';
import { LAYER_NORM_EPSILON } from './layerNorm.js';
import type { Parameters } from './parameters.js';

/**
 * A trained FT-Transformer as a network: the real-number function of its float32 weights, without
 * dropout. The factor 1/√width of attention's scores is the double nearest to it.
 *
 * @param parameters - as `ftTransformerModel` names them
 */
export function ftTransformerNetwork(
  { blocks, heads }: FtTransformerArchitecture,
  parameters: Parameters,
  inputs: number,
): Network {
  const layers = new TokenLayers(new LayerGraph(inputs), parameters, heads);
  let x = layers.embed(inputs);
  for (let b = 0; b < blocks; b++) {
    const normed = b > 0 ? layers.norm(`block${b}.attentionNorm`, x) : x;
    // Only the class token is read in the end, so the last block asks for it alone.
    const isLast = b === blocks - 1;
    const asking = isLast ? layers.classToken(normed) : normed;
    const attended = layers.attention(`block${b}`, asking, normed);
    x = layers.sum([isLast ? layers.classToken(x) : x, attended]);
    const feed = layers.norm(`block${b}.feedNorm`, x);
    x = layers.sum([x, layers.feedForward(`block${b}`, feed)]);
  }
  const penultimate = layers.rectified(layers.norm('norm', x));
  return layers.graph.build(layers.linear('head', penultimate).value);
}

/** Layers on tensors of shape [tokens, width]; what they add is labelled by their parameters. */
class TokenLayers {
  constructor(
    readonly graph: LayerGraph,
    private readonly parameters: Parameters,
    private readonly heads: number,
  ) {}

  /** One token for each input, `x_j w_j + b_j`, and the class token after them. */
  embed(inputs: number): VariableTensor {
    this.graph.label = 'tokens';
    const [weights, bias, last] = ['weights', 'bias', 'class'].map((part) =>
      this.numbers(`tokens.${part}`),
    );
    const width = last.length;
    // Of entry i of token j the one coefficient is that of input j; the class token has none.
    const starts = Int32Array.from({ length: (inputs + 1) * width + 1 }, (_, row) =>
      Math.min(row, inputs * width),
    );
    const indices = Int32Array.from({ length: inputs * width }, (_, row) =>
      Math.floor(row / width),
    );
    const map = new SparseMap(inputs, starts, indices, weights);
    const value = this.graph.affine([{ map, input: 0 }], Numbers.concatenated([bias, last]));
    return { kind: 'variable', shape: [inputs + 1, width], value };
  }

  /** The last token alone. */
  classToken(x: VariableTensor): VariableTensor {
    const [tokens] = x.shape;
    return tokens === 1
      ? x
      : (takePositions(this.graph, x, new Map([[0, [tokens - 1]]])) as VariableTensor);
  }

  /** `x W + b` of each token. */
  linear(name: string, x: VariableTensor): VariableTensor {
    this.graph.label = name;
    const [tokens, width] = x.shape;
    const bias = this.numbers(`${name}.bias`);
    const size = bias.length;
    const weights = transposed(this.numbers(`${name}.weights`), width, size);
    const map = matrixAtPositions(weights, size, width, tokens);
    const repeated = bias.pick(Int32Array.from({ length: tokens * size }, (_, i) => i % size));
    const value = this.graph.affine([{ map, input: x.value }], repeated);
    return { kind: 'variable', shape: [tokens, size], value };
  }

  /** LayerNorm of each token. */
  norm(name: string, x: VariableTensor): VariableTensor {
    this.graph.label = name;
    const groups = groupsAlong(x.shape, new Set([1]));
    const epsilon = Real.of(LAYER_NORM_EPSILON);
    const normal = normalizeWithin(this.graph, x, groups, epsilon, true);
    const [gain, shift] = ['gain', 'shift'].map((part) => {
      const numbers = this.numbers(`${name}.${part}`);
      return constantTensor([numbers.length], numbers, `${name}.${part}`);
    });
    return sumTensors(this.graph, [
      { tensor: multiply(this.graph, normal, gain), factor: 1 },
      { tensor: shift, factor: 1 },
    ]);
  }

  /** Attention of some tokens to all, by heads. */
  attention(block: string, asking: VariableTensor, all: VariableTensor): VariableTensor {
    const { graph, heads } = this;
    const [query, key, content] = [
      this.linear(`${block}.query`, asking),
      this.linear(`${block}.key`, all),
      this.linear(`${block}.value`, all),
    ].map((tensor) => this.byHead(tensor));
    graph.label = `${block}.attention`;
    const [, asked, width] = query.shape;
    const keys = transposeTensor(graph, key, [0, 2, 1]) as VariableTensor;
    const products = matrixProductOf(graph, query, keys);
    const scores = sumTensors(graph, [{ tensor: products, factor: 1 / Math.sqrt(width) }]);
    const shares = softmaxWithin(graph, scores, groupsAlong(scores.shape, new Set([2])));
    const mixed = matrixProductOf(graph, shares, content);
    const joined = transposeTensor(graph, mixed, [1, 0, 2]) as VariableTensor;
    return this.linear(`${block}.mix`, { ...joined, shape: [asked, heads * width] });
  }

  /** ReGLU and what follows it. */
  feedForward(block: string, x: VariableTensor): VariableTensor {
    const [value, gate] = ['feedIn', 'feedGate'].map((part) => this.linear(`${block}.${part}`, x));
    const open = this.rectified(gate);
    return this.linear(`${block}.feedOut`, productOf(this.graph, value, open));
  }

  rectified(x: VariableTensor): VariableTensor {
    return rectify(this.graph, x, 0);
  }

  sum(tensors: readonly VariableTensor[]): VariableTensor {
    return sumTensors(
      this.graph,
      tensors.map((tensor) => ({ tensor, factor: 1 })),
    );
  }

  /** Shape [heads, tokens, width/heads]. */
  private byHead(x: VariableTensor): VariableTensor {
    const [tokens, width] = x.shape;
    const shape = [tokens, this.heads, width / this.heads];
    return transposeTensor(this.graph, { ...x, shape }, [1, 0, 2]) as VariableTensor;
  }

  private numbers(name: string): Numbers {
    return Numbers.of(this.parameters[name].values);
  }
}
