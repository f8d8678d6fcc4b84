import { InputError } from '../../errors/inputError.js';
import type { Problem } from '../../errors/problem.js';
import type { Network } from '../../network/network.js';
import type { Beside } from '../beside.js';
import { LayerGraph } from '../lowering/layerGraph.js';
import { Refusal } from '../lowering/refusal.js';
import { countOf, showShape, type Tensor } from '../lowering/tensor.js';
import type { ReadOptions } from '../readOptions.js';
import { BatchMixed, batchAxisAfter } from './batchAxis.js';
import type { TensorProto } from './decodeModel.js';
import { foldNode } from './foldConstants.js';
import type { GraphInput } from './graphInput.js';
import { type Head, normalizedCount, normalizesAlong } from './head.js';
import type { OnnxGraph } from './onnxGraph.js';
import type { OnnxNode } from './onnxNode.js';
import { OperatorContext } from './operatorContext.js';
import { checkInputCount } from './operators/inputCounts.js';
import { constantOperators, operatorTable } from './operators/operatorTable.js';
import { readTensor } from './readTensor.js';
import { unsupportedNodes } from './unsupportedNodes.js';
import { withLink } from './withLink.js';

/** A graph ready to be turned into layers. */
export interface GraphToLower {
  readonly graph: OnnxGraph;
  readonly ordered: readonly OnnxNode[];
  readonly head: Head;
  /** Whether outputs from which nothing was taken off are probabilities. */
  readonly isProbability: boolean;
  /** The inputs, joined in this order. */
  readonly inputs: readonly GraphInput[];
  /** Whether to follow the batch through the graph, and to give up where it is mixed. */
  readonly follow: boolean;
  readonly notes: readonly string[];
  /** The files with external data. */
  readonly beside: Beside;
  readonly where: string;
  readonly options: ReadOptions;
}

/**
 * Turns ordered nodes into a network; all problems are reported at once.
 *
 * @throws InputError with the problems
 * @throws BatchMixed if the batch is to be followed and a node mixes it
 */
export function lowerGraph(work: GraphToLower): Network {
  const unsupported = unsupportedNodes(
    work.graph,
    work.ordered,
    work.inputs.map(({ name }) => name),
  );
  if (unsupported.length > 0) throw new InputError(work.where, unsupported.slice(0, 50));
  return new GraphLowering(work).run();
}

class GraphLowering {
  private readonly layers: LayerGraph;
  private readonly tensors = new Map<string, Tensor>();
  /** Tensors not made because of a problem already reported. */
  private readonly broken = new Set<string>();
  private readonly problems: Problem[] = [];
  private readonly uses = new Map<string, number>();

  /** Where the batch stands in the tensors that run over it. */
  private readonly batchAxes = new WeakMap<Tensor, number>();

  constructor(private readonly work: GraphToLower) {
    const { inputs, where, notes, ordered, head, options } = work;
    const sizes = inputs.map(({ shape }) => countOf(shape));
    try {
      const total = sizes.reduce((sum, size) => sum + size, 0);
      this.layers = new LayerGraph(total, options.memory);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      throw new InputError(where, [error.at(`graph.input "${inputs[0].name}"`, inputs[0].shape)]);
    }
    for (const note of notes) this.layers.note(note);
    const [{ batch }] = inputs;
    if (batch !== 1)
      this.layers.note(`The file fixes a batch of ${batch}; it was read as one point.`);
    let start = 0;
    inputs.forEach(({ name, shape }, k) => {
      const value = inputs.length === 1 ? 0 : this.layers.part(0, start, sizes[k]);
      start += sizes[k];
      const tensor: Tensor = { kind: 'variable', shape, value };
      this.tensors.set(name, tensor);
      if (shape.length > 1) this.batchAxes.set(tensor, 0);
    });
    for (const name of [head.output, ...ordered.flatMap((node) => node.inputs)]) {
      this.uses.set(name, (this.uses.get(name) ?? 0) + 1);
    }
  }

  run(): Network {
    for (const node of this.work.ordered) this.lowerNode(node);
    const logits = this.attempt('graph.output', () => this.checkedLogits());
    if (this.problems.length > 0) throw new InputError(this.work.where, this.problems.slice(0, 50));
    const network = this.layers.build(logits!);
    const { link, node } = this.work.head;
    if (link === 'none') return withLink(network, this.work.isProbability);
    const ofLogarithms = node?.operator === 'LogSoftmax';
    return { ...network, takenOff: ofLogarithms ? 'log-softmax' : link };
  }

  private lowerNode(node: OnnxNode): void {
    if (node.inputs.some((name) => this.broken.has(name))) {
      for (const name of node.outputs) this.broken.add(name);
      return;
    }
    const made = this.attempt(node.path, () => this.lowered(node), node.operator);
    node.outputs.forEach((name, k) => {
      const tensor = made?.[k];
      if (!tensor) {
        if (made && this.uses.has(name)) this.reportMissingOutput(node, name);
        this.broken.add(name);
        return;
      }
      this.tensors.set(name, tensor);
      if (tensor.kind === 'variable' && this.uses.get(name) !== 1) this.layers.share(tensor.value);
    });
    this.release(node);
  }

  private lowered(node: OnnxNode): readonly (Tensor | null)[] {
    checkInputCount(node);
    this.layers.label = node.label;
    const inputs = node.inputs.map((name) => (name === '' ? null : this.tensor(name)));
    const context = new OperatorContext(
      this.layers,
      node,
      inputs,
      this.work.inputs[0].batch,
      (tensor: TensorProto) => readTensor(tensor, `${node.label}.value`, this.work.beside),
      this.work.head.node === node,
    );
    const lower = operatorTable.get(node.key);
    const constant = inputs.every((input) => input === null || input.kind === 'constant');
    if (constant && !constantOperators.has(node.key)) {
      context.tensor(0);
      return foldNode(context, lower);
    }
    const made = lower!(context);
    if (this.work.follow) this.followBatch(context, made);
    return made;
  }

  private followBatch(context: OperatorContext, made: readonly (Tensor | null)[]): void {
    for (const tensor of made) {
      if (tensor?.kind !== 'variable') continue;
      const axis = batchAxisAfter(context, tensor, (input) => this.batchAxes.get(input) ?? null);
      this.batchAxes.set(tensor, axis);
    }
  }

  private tensor(name: string): Tensor {
    let tensor = this.tensors.get(name);
    if (!tensor) {
      tensor = readTensor(this.work.graph.initializers.get(name)!, name, this.work.beside);
      this.tensors.set(name, tensor);
    }
    return tensor;
  }

  /** Lets go of constants that have served their last reader. */
  private release(node: OnnxNode): void {
    for (const name of node.inputs) {
      const left = (this.uses.get(name) ?? 1) - 1;
      this.uses.set(name, left);
      if (left === 0 && this.tensors.get(name)?.kind === 'constant') this.tensors.delete(name);
    }
  }

  private checkedLogits(): number | null {
    const { head, options } = this.work;
    if (this.broken.has(head.output)) return null;
    const tensor = this.tensors.get(head.output);
    if (tensor?.kind !== 'variable') {
      throw new Refusal(
        'inconsistent',
        `"${head.output}" must depend on the input`,
        'the model computes a constant: export another',
      );
    }
    const size = countOf(tensor.shape);
    if (size === 0) throw new Refusal('empty', 'must have at least one logit', 'export it again');
    if (this.work.follow) {
      const axis = this.batchAxes.get(tensor);
      if (axis === undefined || normalizesAlong(head, tensor.shape, axis)) {
        throw new BatchMixed('the output does not run over the batch');
      }
    }
    if (head.link === 'softmax' && normalizedCount(head.node!, tensor.shape) !== size) {
      throw new Refusal(
        'unsupported',
        `takes a softmax of parts of a tensor of shape ${showShape(tensor.shape)}, not of all logits`,
        'end the network with one softmax over all logits, or name a tensor before it (--output)',
        { path: head.node!.path, value: head.node!.operator },
      );
    }
    if (head.link === 'sigmoid') {
      if (size === 1) return this.layers.withZeroLogit(tensor.value);
      throw new Refusal(
        'unsupported',
        `takes the sigmoid of ${size} units by themselves, which is no distribution over classes`,
        'name the tensor before it to read its logits (--output)',
        { path: head.node!.path, value: head.node!.operator },
      );
    }
    if (options.binary && size === 1) {
      this.layers.note('The one output z was read as the two-class network with logits (0, z).');
      return this.layers.withZeroLogit(tensor.value);
    }
    if (options.binary) {
      throw new Refusal(
        'inconsistent',
        `has ${size} outputs, where --binary needs one`,
        'leave --binary out',
      );
    }
    return tensor.value;
  }

  private attempt<T>(path: string, act: () => T, value?: unknown): T | null {
    try {
      return act();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.problems.push(error.at(path, value));
      return null;
    }
  }

  private reportMissingOutput(node: OnnxNode, name: string): void {
    this.problems.push({
      code: 'unsupported',
      path: `${node.path}.output`,
      value: name,
      rule: `is an output of ${node.operator} that is not read`,
      remedy: 'export a model that does not use it',
    });
  }
}
