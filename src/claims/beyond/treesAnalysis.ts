import { InputError } from '../../errors/inputError.js';
import { Rational } from '../../exact/rational.js';
import { checkPoint } from '../../network/evaluate.js';
import { GraphBuilder } from '../../network/graphBuilder.js';
import type { Network } from '../../network/network.js';
import { type TreeNode, TreesOperation } from '../../network/operations/trees.js';
import { type ExpandedTail, expandedTail } from '../../tail/expandedTail.js';
import type { TreeFile, TreesCase } from '../cases.js';
import { difference, type FileArithmetic } from './fileArithmetic.js';
import type { FileSubject } from './fileSubject.js';
import { inputAt } from './walkAnyFile.js';

/** A sum of decision trees and a ray, with what checks need. */
export class TreesAnalysis implements FileSubject {
  readonly outputs: 'logits' | 'probabilities';
  readonly network: Network;
  /** C. */
  readonly classes: number;
  private expanded: ExpandedTail | undefined;

  /** @throws InputError if a tree or the ray is not valid */
  constructor(readonly source: TreesCase) {
    const { inputs, trees, origin, direction } = source;
    checkPoint('TreesAnalysis', 'origin', origin, inputs);
    checkPoint('TreesAnalysis', 'direction', direction, inputs);
    this.outputs = source.outputs;
    this.classes = classesOf(trees, inputs);
    const builder = new GraphBuilder(inputs);
    const base = new Array<number>(this.classes).fill(0);
    const sum = builder.add(
      new TreesOperation(this.classes, trees.map(nodeOf), base),
      [0],
      'trees',
    );
    this.network = { ...builder.build(sum), outputs: this.outputs };
  }

  /** The engine's answer along the ray. */
  get tail(): ExpandedTail {
    const { origin, direction } = this.source;
    this.expanded ??= expandedTail(this.network, origin, direction);
    return this.expanded;
  }

  /** The last t ≥ 0 at which the ray meets a threshold of any tree; 0 if none. Exact. */
  get from(): Rational {
    const { trees, origin, direction } = this.source;
    let last = Rational.zero;
    for (const { feature, threshold } of trees.flatMap(splitsOf)) {
      if (direction[feature] === 0) continue;
      const met = Rational.of(threshold)
        .subtract(Rational.of(origin[feature]))
        .divide(Rational.of(direction[feature]));
      if (met.compare(last) > 0) last = met;
    }
    return last;
  }

  /** What the leaves reached at t add up to, shape [C]. Exact. */
  sumAt(t: Rational): Rational[] {
    const { trees, origin, direction } = this.source;
    const x = origin.map((value, d) =>
      Rational.of(value).add(t.multiply(Rational.of(direction[d]))),
    );
    return Array.from({ length: this.classes }, (_, c) =>
      trees.reduce((sum, tree) => sum.add(Rational.of(leafAt(tree, x)[c])), Rational.zero),
    );
  }

  outputsOver<Value>(how: FileArithmetic<Value>, timeTo: (power: number) => Value) {
    const { trees, origin, direction } = this.source;
    const x = inputAt(how, origin, [{ direction, scale: timeTo(1) }]);
    return trees
      .map((tree) => outputOf(how, tree, x))
      .reduce((sum, values) => sum.map((value, c) => how.add(value, values[c])));
  }
}

function leafAt(tree: TreeFile, x: readonly Rational[]): readonly number[] {
  if ('leaf' in tree) return tree.leaf;
  const isBelow = x[tree.feature].compare(Rational.of(tree.threshold)) <= 0;
  return leafAt(isBelow ? tree.yes : tree.no, x);
}

function outputOf<Value>(how: FileArithmetic<Value>, tree: TreeFile, x: readonly Value[]): Value[] {
  if ('leaf' in tree) return tree.leaf.map((value) => how.of(value));
  const side = how.sign(difference(how, x[tree.feature], how.of(tree.threshold)));
  if (side !== null) return outputOf(how, side <= 0 ? tree.yes : tree.no, x);
  const no = outputOf(how, tree.no, x);
  return outputOf(how, tree.yes, x).map((value, c) => how.either(value, no[c]));
}

function splitsOf(tree: TreeFile): { feature: number; threshold: number }[] {
  return 'leaf' in tree ? [] : [tree, ...splitsOf(tree.yes), ...splitsOf(tree.no)];
}

function nodeOf(tree: TreeFile): TreeNode {
  if ('leaf' in tree) {
    return { kind: 'leaf', outputs: tree.leaf.map((_, c) => c), values: tree.leaf };
  }
  const { feature, threshold, yes, no } = tree;
  return { kind: 'split', feature, question: '<=', threshold, yes: nodeOf(yes), no: nodeOf(no) };
}

/** The number of classes that every leaf has a value for. */
function classesOf(trees: readonly TreeFile[], inputs: number): number {
  const leaves = trees.flatMap(leavesOf);
  const classes = leaves[0]?.length ?? 0;
  const isRagged = leaves.some((leaf) => leaf.length !== classes);
  const strange = trees.flatMap(splitsOf).find(({ feature }) => feature >= inputs);
  if (classes > 0 && !isRagged && !strange) return classes;
  throw new InputError('TreesAnalysis', [
    {
      code: 'shape_mismatch',
      path: 'trees',
      value: strange?.feature ?? classes,
      rule: strange
        ? `must ask about features 0 to ${inputs - 1}`
        : 'must have a value for each class in every leaf',
      remedy: 'take the file as farfield wrote it',
    },
  ]);
}

function leavesOf(tree: TreeFile): (readonly number[])[] {
  return 'leaf' in tree ? [tree.leaf] : [...leavesOf(tree.yes), ...leavesOf(tree.no)];
}
