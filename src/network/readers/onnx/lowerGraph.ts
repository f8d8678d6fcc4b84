import { InputError } from '../../../errors/inputError.js';
import type { Problem } from '../../../errors/problem.js';
import type { Network } from '../../network.js';
import { LayerGraph } from '../lowering/layerGraph.js';
import { Refusal } from '../lowering/refusal.js';
import { countOf, showShape, type Tensor } from '../lowering/tensor.js';
import type { TensorProto } from './decodeModel.js';
import { foldNode } from './foldConstants.js';
import type { GraphInput } from './graphInput.js';
import type { OnnxGraph } from './onnxGraph.js';
import type { OnnxNode } from './onnxNode.js';
import { OperatorContext } from './operatorContext.js';
import { checkInputCount } from './operators/inputCounts.js';
import { constantOperators, operatorTable } from './operators/operatorTable.js';
import { readTensor } from './readTensor.js';
import { normalizedCount } from './stripSoftmax.js';
import { unsupportedNodes } from './unsupportedNodes.js';

/** A graph ready to be turned into layers. */
export interface GraphToLower {
  readonly graph: OnnxGraph;
  readonly ordered: readonly OnnxNode[];
  /** The tensor that holds the logits. */
  readonly output: string;
  readonly softmax: OnnxNode | null;
  readonly input: GraphInput;
  readonly notes: readonly string[];
  readonly fileSize: number;
  readonly path: string;
  readonly where: string;
}

/** Turns ordered nodes into a network; all problems are reported at once. */
export function lowerGraph(work: GraphToLower): Network {
  const unsupported = unsupportedNodes(work.graph, work.ordered, work.input.name);
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

  constructor(private readonly work: GraphToLower) {
    const { input, where, fileSize, notes, ordered, output } = work;
    try {
      this.layers = new LayerGraph(countOf(input.shape), fileSize);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      throw new InputError(where, [error.at(`graph.input "${input.name}"`, input.shape)]);
    }
    for (const note of notes) this.layers.note(note);
    if (input.batch !== 1) {
      this.layers.note(`The file fixes a batch of ${input.batch}; it was read as one point.`);
    }
    this.tensors.set(input.name, { kind: 'variable', shape: input.shape, value: 0 });
    for (const name of [output, ...ordered.flatMap((node) => node.inputs)]) {
      this.uses.set(name, (this.uses.get(name) ?? 0) + 1);
    }
  }

  run(): Network {
    for (const node of this.work.ordered) this.lowerNode(node);
    const logits = this.attempt('graph.output', () => this.checkedLogits());
    if (this.problems.length > 0) throw new InputError(this.work.where, this.problems.slice(0, 50));
    return this.layers.build(logits!);
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

  private lowered(node: OnnxNode): readonly Tensor[] {
    checkInputCount(node);
    this.layers.label = node.label;
    const inputs = node.inputs.map((name) => (name === '' ? null : this.tensor(name)));
    const context = new OperatorContext(
      this.layers,
      node,
      inputs,
      this.work.input.batch,
      (tensor: TensorProto) => readTensor(tensor, `${node.label}.value`, this.work.path),
    );
    const lower = operatorTable.get(node.operator);
    const constant = inputs.every((input) => input === null || input.kind === 'constant');
    if (constant && !constantOperators.has(node.operator)) {
      context.tensor(0);
      return foldNode(context, lower);
    }
    return lower!(context);
  }

  private tensor(name: string): Tensor {
    let tensor = this.tensors.get(name);
    if (!tensor) {
      tensor = readTensor(this.work.graph.initializers.get(name)!, name, this.work.path);
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
    const { output, softmax } = this.work;
    if (this.broken.has(output)) return null;
    const tensor = this.tensors.get(output);
    if (tensor?.kind !== 'variable') {
      throw new Refusal(
        'inconsistent',
        `"${output}" must depend on the input`,
        'the model computes a constant: export another',
      );
    }
    const size = countOf(tensor.shape);
    if (size === 0) throw new Refusal('empty', 'must have at least one logit', 'export it again');
    if (softmax && normalizedCount(softmax, tensor.shape) !== size) {
      throw new Refusal(
        'unsupported',
        `takes a softmax of parts of a tensor of shape ${showShape(tensor.shape)}, not of all logits`,
        'end the network with one softmax over all logits, or none',
        { path: softmax.path, value: softmax.operator },
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
