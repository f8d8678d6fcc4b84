import type { Domain } from '../domain.js';
import { GeneralOperation } from './general.js';

/** A node of a decision tree: a leaf, or a question about one feature. */
export type TreeNode = Leaf | Split;

export interface Leaf {
  readonly kind: 'leaf';
  /** What it adds to which outputs. */
  readonly outputs: readonly number[];
  readonly values: readonly number[];
}

/** Goes to `yes` where `x[feature]` compares with the threshold as asked, else to `no`. */
export interface Split {
  readonly kind: 'split';
  readonly feature: number;
  readonly question: '<=' | '<' | '>' | '>=';
  readonly threshold: number;
  readonly yes: TreeNode;
  readonly no: TreeNode;
}

/**
 * The sum of decision trees: constant on boxes, with jumps between them.
 *
 * Thresholds are compared as the real numbers that are stored.
 */
export class TreesOperation extends GeneralOperation {
  readonly name = 'decision trees';
  private readonly features: readonly number[];
  private readonly perOutput: readonly (readonly TreeNode[])[];

  /** @param base - added to the outputs, shape [size] */
  constructor(
    readonly size: number,
    readonly trees: readonly TreeNode[],
    readonly base: readonly number[],
  ) {
    super();
    const features = new Set<number>();
    const touched = trees.map((tree) => {
      const outputs = new Set<number>();
      eachNode(tree, (node) => {
        if (node.kind === 'split') features.add(node.feature);
        else for (const output of node.outputs) outputs.add(output);
      });
      return outputs;
    });
    this.features = [...features];
    this.perOutput = base.map((_, output) => trees.filter((_tree, i) => touched[i].has(output)));
  }

  forEachRead(_unit: number, visit: (input: number, entry: number) => void): void {
    for (const feature of this.features) visit(0, feature);
  }

  output<X>(unit: number, [x]: readonly ArrayLike<X>[], domain: Domain<X>): X {
    const { choose } = this.beyond(domain);
    const leafOf = (node: TreeNode): X => {
      // Follows the questions in a loop of calls no deeper than the tree.
      if (node.kind === 'leaf') {
        const at = node.outputs.indexOf(unit);
        return domain.constant(at < 0 ? 0 : node.values[at], null);
      }
      const { feature, question, threshold, yes, no } = node;
      const isAbove = question === '>' || question === '<=';
      const apart = isAbove
        ? domain.addScaled(domain.constant(-threshold, null), x[feature], 1, null)
        : domain.addScaled(domain.constant(threshold, null), x[feature], -1, null);
      // x > c, and not x ≤ c; x < c, and not x ≥ c.
      const [positive, otherwise] = question === '>' || question === '<' ? [yes, no] : [no, yes];
      return choose(
        apart,
        () => leafOf(positive),
        () => leafOf(otherwise),
      );
    };
    return this.perOutput[unit].reduce(
      (sum, tree) => domain.addScaled(sum, leafOf(tree), 1, null),
      domain.constant(this.base[unit], null),
    );
  }
}

function eachNode(root: TreeNode, visit: (node: TreeNode) => void): void {
  const stack = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    visit(node);
    if (node.kind === 'split') stack.push(node.yes, node.no);
  }
}
