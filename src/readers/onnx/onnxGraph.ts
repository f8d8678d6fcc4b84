import { InputError } from '../../errors/inputError.js';
import type { Problem } from '../../errors/problem.js';
import type { GraphProto, TensorProto } from './decodeModel.js';
import { OnnxNode } from './onnxNode.js';

/** The names of a graph resolved: who makes which tensor. */
export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  /** The node that makes a tensor. */
  readonly producers: ReadonlyMap<string, OnnxNode>;
  readonly initializers: ReadonlyMap<string, TensorProto>;
  /** Inputs that are not merely initialisers listed again, as older files do. */
  readonly inputs: ReadonlySet<string>;
}

/**
 * Resolves the names of a graph.
 *
 * @throws InputError `duplicate`: a name given twice, all of them
 */
export function resolveNames(
  graph: GraphProto,
  opsetOf: (domain: string) => number,
  where: string,
): OnnxGraph {
  const problems: Problem[] = [];
  const nodes = graph.node.map((proto, index) => new OnnxNode(proto, index, opsetOf(proto.domain)));
  const initializers = new Map<string, TensorProto>();
  const twice = (path: string, value: string) => {
    problems.push({
      code: 'duplicate',
      path,
      value,
      rule: 'must be a name of its own, but another tensor has it',
      remedy: 'the file contradicts itself: export it again',
    });
  };
  graph.initializer.forEach((tensor, i) => {
    if (initializers.has(tensor.name)) twice(`graph.initializer[${i}].name`, tensor.name);
    initializers.set(tensor.name, tensor);
  });
  const inputs = new Set<string>();
  graph.input.forEach(({ name }, i) => {
    if (initializers.has(name)) return;
    if (inputs.has(name)) twice(`graph.input[${i}].name`, name);
    inputs.add(name);
  });
  const producers = new Map<string, OnnxNode>();
  for (const node of nodes) {
    for (const output of node.outputs) {
      if (output === '') continue;
      if (producers.has(output) || initializers.has(output) || inputs.has(output)) {
        twice(`${node.path}.output`, output);
      }
      producers.set(output, node);
    }
  }
  if (problems.length > 0) throw new InputError(where, problems.slice(0, 50));
  return { nodes, producers, initializers, inputs };
}

/**
 * The nodes an output needs, each after those it reads, whatever their order in the file.
 *
 * Walks without recursion: a chain of a million nodes is as good as any.
 *
 * @throws InputError `missing` (a tensor nobody makes, all of them), `inconsistent` (a cycle)
 */
export function orderNodes(graph: OnnxGraph, output: string, where: string): OnnxNode[] {
  const { producers, initializers, inputs } = graph;
  const problems: Problem[] = [];
  const ordered: OnnxNode[] = [];
  const state = new Map<OnnxNode, 'open' | 'done'>();
  const start = producers.get(output);
  if (!start && !inputs.has(output)) {
    problems.push({
      code: 'missing',
      path: 'graph.output',
      value: output,
      rule: 'must be the output of a node',
      remedy: 'the file is incomplete: export it again',
    });
  }
  const stack: { node: OnnxNode; next: number }[] = start ? [{ node: start, next: 0 }] : [];
  if (start) state.set(start, 'open');
  while (stack.length > 0) {
    const top = stack[stack.length - 1];
    if (top.next === top.node.inputs.length) {
      state.set(top.node, 'done');
      ordered.push(top.node);
      stack.pop();
      continue;
    }
    const name = top.node.inputs[top.next++];
    const producer = producers.get(name);
    if (!producer) {
      if (name !== '' && !initializers.has(name) && !inputs.has(name) && problems.length < 50) {
        problems.push({
          code: 'missing',
          path: `${top.node.path}.input[${top.next - 1}]`,
          value: name,
          rule: 'must be an input, an initializer or the output of a node',
          remedy: 'the file is incomplete: export it again',
        });
      }
      continue;
    }
    const known = state.get(producer);
    if (known === 'open') {
      problems.push({
        code: 'inconsistent',
        path: `${top.node.path}.input[${top.next - 1}]`,
        value: name,
        rule: `must not depend on the node's own output, but ${producer.path} lies on a cycle with it`,
        remedy: 'a network has no cycles: export it again',
      });
      break;
    }
    if (known === undefined) {
      state.set(producer, 'open');
      stack.push({ node: producer, next: 0 });
    }
  }
  if (problems.length > 0) throw new InputError(where, problems);
  return ordered;
}
