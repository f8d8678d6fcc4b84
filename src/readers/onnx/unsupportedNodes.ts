import type { Problem } from '../../errors/problem.js';
import { foldsConstants } from './foldConstants.js';
import { reasonAgainst } from './notPiecewiseAffine.js';
import type { OnnxGraph } from './onnxGraph.js';
import type { OnnxNode } from './onnxNode.js';
import { operatorTable } from './operators/operatorTable.js';

/** The nodes whose operator is not read, told apart from those that only meet constants. */
export function unsupportedNodes(
  graph: OnnxGraph,
  ordered: readonly OnnxNode[],
  inputs: readonly string[],
): Problem[] {
  const computed = new Set(inputs);
  const problems: Problem[] = [];
  for (const node of ordered) {
    const { operator, domain, opset } = node;
    const own = domain === '' || domain === 'ai.onnx';
    const reached = node.inputs.some((name) => computed.has(name));
    // What follows an operator that makes constants of computed tensors is constant again.
    if (reached && operator !== 'Shape' && operator !== 'Size') {
      for (const name of node.outputs) computed.add(name);
    }
    const known = operatorTable.has(node.key) || (own && !reached && foldsConstants(operator));
    if (known && opset > 0) continue;
    problems.push({
      code: 'unsupported',
      path: node.path,
      value: operator,
      rule: `${known ? 'belongs to an operator set the file does not import' : reasonAgainst(operator, domain)} (it reads ${sources(graph, node)})`,
      remedy: 'replace the layer by a piecewise-affine one, such as Relu',
    });
  }
  return problems;
}

/** What a node reads, so that its place in the network can be found. */
function sources(graph: OnnxGraph, node: OnnxNode): string {
  const names = node.inputs.filter((name) => name !== '').slice(0, 4);
  if (names.length === 0) return 'nothing';
  return names
    .map((name) => {
      const producer = graph.producers.get(name);
      return producer ? `"${name}" of ${producer.operator} "${producer.label}"` : `"${name}"`;
    })
    .join(', ');
}
