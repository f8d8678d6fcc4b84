import { type TreeNode, TreesOperation } from '../../../network/operations/trees.js';
import { refuseUnsupported, refuseValue } from '../../lowering/refusal.js';
import type { OnnxNode } from '../onnxNode.js';

/** A tree ensemble as the standard's parallel lists of nodes and leaves. */
export interface Ensemble {
  readonly operation: TreesOperation;
  /** The classes, or targets, that leaves add to. */
  readonly touched: ReadonlySet<number>;
  readonly allPositive: boolean;
}

const QUESTIONS = {
  BRANCH_LEQ: '<=',
  BRANCH_LT: '<',
  BRANCH_GT: '>',
  BRANCH_GTE: '>=',
} as const;

/**
 * Reads a TreeEnsembleClassifier or -Regressor.
 *
 * @param prefix - `class` or `target`: the names of the leaves' lists
 * @param size - the number of outputs
 */
export function readEnsemble(node: OnnxNode, prefix: 'class' | 'target', size: number): Ensemble {
  const list = (name: string) => node.integers(name) ?? refuseValue(`has no ${name}`);
  const trees = list('nodes_treeids');
  const ids = list('nodes_nodeids');
  const features = list('nodes_featureids');
  const yes = list('nodes_truenodeids');
  const no = list('nodes_falsenodeids');
  const values = node.floats('nodes_values') ?? refuseValue('has no nodes_values');
  const modes = node.texts('nodes_modes') ?? refuseValue('has no nodes_modes');
  const count = ids.length;
  for (const other of [trees, features, yes, no, values, modes]) {
    if (other.length !== count) refuseValue('has lists of different lengths');
  }
  const key = (tree: number, id: number) => `${tree} ${id}`;
  const places = new Map(ids.map((id, i) => [key(trees[i], id), i]));
  const { leaves, touched, allPositive } = readLeaves(node, prefix, size, key);
  const built = new Array<TreeNode | undefined>(count);
  const children = new Set<number>();
  // From the leaves up, without recursion: a node is built once both children are.
  const pending = [...ids.keys()].reverse();
  const childOf = (i: number, id: number) =>
    places.get(key(trees[i], id)) ?? refuseValue(`has no node ${id} in tree ${trees[i]}`);
  for (let rounds = 0; pending.length > 0; rounds++) {
    if (rounds > count) refuseValue('has trees with a cycle');
    const waiting: number[] = [];
    for (const i of pending) {
      if (modes[i] === 'LEAF') {
        built[i] = leaves.get(key(trees[i], ids[i])) ?? { kind: 'leaf', outputs: [], values: [] };
        continue;
      }
      const question = QUESTIONS[modes[i] as keyof typeof QUESTIONS];
      if (!question)
        refuseUnsupported(`asks ${modes[i]}`, 'use trees that compare with thresholds');
      const [a, b] = [childOf(i, yes[i]), childOf(i, no[i])];
      children.add(a).add(b);
      const [left, right] = [built[a], built[b]];
      if (!left || !right) {
        waiting.push(i);
        continue;
      }
      const threshold = values[i];
      if (!Number.isFinite(threshold)) refuseValue(`has a threshold of ${threshold}`);
      built[i] = { kind: 'split', feature: features[i], question, threshold, yes: left, no: right };
    }
    pending.splice(0, pending.length, ...waiting);
  }
  const roots = built.filter((_, i): boolean => !children.has(i)) as TreeNode[];
  const given = node.floats('base_values') ?? [];
  const base = Array.from({ length: size }, (_, k) => given[k] ?? 0);
  return { operation: new TreesOperation(size, roots, base), touched, allPositive };
}

function readLeaves(
  node: OnnxNode,
  prefix: string,
  size: number,
  key: (tree: number, id: number) => string,
) {
  const outputs = node.integers(`${prefix}_ids`) ?? refuseValue(`has no ${prefix}_ids`);
  const ids = node.integers(`${prefix}_nodeids`) ?? refuseValue(`has no ${prefix}_nodeids`);
  const trees = node.integers(`${prefix}_treeids`) ?? refuseValue(`has no ${prefix}_treeids`);
  const weights = node.floats(`${prefix}_weights`) ?? refuseValue(`has no ${prefix}_weights`);
  const leaves = new Map<string, { kind: 'leaf'; outputs: number[]; values: number[] }>();
  const touched = new Set<number>();
  for (let i = 0; i < ids.length; i++) {
    const output = outputs[i];
    if (!(output >= 0 && output < size)) refuseValue(`adds to output ${output} of ${size}`);
    if (!Number.isFinite(weights[i])) refuseValue(`has a leaf of ${weights[i]}`);
    const at = key(trees[i], ids[i]);
    const leaf = leaves.get(at) ?? { kind: 'leaf', outputs: [], values: [] };
    leaf.outputs.push(output);
    leaf.values.push(weights[i]);
    leaves.set(at, leaf);
    touched.add(output);
  }
  return { leaves, touched, allPositive: weights.every((weight) => weight >= 0) };
}
