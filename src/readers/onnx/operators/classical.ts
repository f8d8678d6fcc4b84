import { Real } from '../../../exact/real.js';
import { Numbers } from '../../../network/numbers.js';
import { SIGMOID } from '../../../network/smoothFunctions.js';
import { SparseMap } from '../../../network/sparseMap.js';
import { activate, divideByNorm, softmaxWithin } from '../../lowering/computed.js';
import { range } from '../../lowering/pickEntries.js';
import { refuseUnsupported, refuseValue } from '../../lowering/refusal.js';
import { countOf, type Tensor, type VariableTensor } from '../../lowering/tensor.js';
import type { Lowering, OperatorContext } from '../operatorContext.js';
import { readEnsemble } from './treeEnsemble.js';

/**
 * Operators of classical machine learning (domain ai.onnx.ml), as skl2onnx and onnxmltools write
 * them. Of classifiers the scores are read; labels are not made.
 */
export const classical: Readonly<Record<string, Lowering>> = {
  'ai.onnx.ml.Normalizer': (context) => {
    const { graph, node } = context;
    const x = context.variable(0);
    const norm = node.text('norm', 'MAX');
    if (norm !== 'L1' && norm !== 'L2' && norm !== 'MAX') {
      return refuseUnsupported(`has norm ${norm}`);
    }
    // What adds up to 1 already stays as it is.
    if (norm === 'L1' && graph.isDistribution(x.value)) return [x];
    return [divideByNorm(graph, x, [range(countOf(x.shape))], norm)];
  },
  'ai.onnx.ml.ZipMap': (context) => [context.tensor(0)],
  'ai.onnx.ml.TreeEnsembleClassifier': (context) => treeClassifier(context),
  'ai.onnx.ml.TreeEnsembleRegressor': (context) => {
    const { graph, node } = context;
    const size = node.integer('n_targets', 1);
    const x = context.variable(0);
    if (node.text('aggregate_function', 'SUM') !== 'SUM')
      refuseUnsupported('does not add trees up');
    const { operation } = readEnsemble(node, 'target', size);
    const scores: VariableTensor = {
      kind: 'variable',
      shape: [1, size],
      value: graph.general(operation, [x.value]),
    };
    return [transformed(context, scores)];
  },
};

function treeClassifier(context: OperatorContext): (Tensor | null)[] {
  const { graph, node } = context;
  const classes =
    node.integers('classlabels_int64s')?.length || node.texts('classlabels_strings')?.length || 0;
  if (classes < 1) refuseValue('has no class labels');
  const x = context.variable(0);
  const { operation, touched, allPositive } = readEnsemble(node, 'class', classes);
  if (classes !== 2 || touched.size !== 1) {
    const value = graph.general(operation, [x.value]);
    return labelled(transformed(context, { kind: 'variable', shape: [1, classes], value }));
  }
  // Two classes and one score: that of the second class.
  const [scored] = touched;
  const all = graph.general(operation, [x.value]);
  const base = node.floats('base_values') ?? [];
  const map = SparseMap.selection(2, Int32Array.of(scored));
  const shift = base.length === 1 && scored === 1 ? base[0] : 0;
  const value = graph.affine([{ map, input: all }], Numbers.of([shift]));
  const score: VariableTensor = { kind: 'variable', shape: [1, 1], value };
  return labelled(allPositive ? complemented(context, score) : withOpposite(context, score));
}

/** Outputs of a classifier: its labels, which are not made, and its scores. */
function labelled(scores: VariableTensor): (Tensor | null)[] {
  return [null, scores];
}

/** (1 − s, s). */
function complemented({ graph }: OperatorContext, score: VariableTensor): VariableTensor {
  return pair(graph, score, 1);
}

/** (−s, s), or as probabilities (σ(−s), σ(s)). */
export function withOpposite(context: OperatorContext, score: VariableTensor): VariableTensor {
  const both = pair(context.graph, score, 0);
  return context.node.text('post_transform', 'NONE') === 'LOGISTIC'
    ? activate(context.graph, both, SIGMOID)
    : transformed(context, both);
}

function pair(
  graph: OperatorContext['graph'],
  score: VariableTensor,
  first: number,
): VariableTensor {
  const weights = Numbers.ofReals([Real.of(-1), Real.one]);
  const map = new SparseMap(1, Int32Array.of(0, 1, 2), Int32Array.of(0, 0), weights);
  const value = graph.affine([{ map, input: score.value }], Numbers.of([first, 0]));
  return { kind: 'variable', shape: [1, 2], value };
}

export function transformed(context: OperatorContext, scores: VariableTensor): VariableTensor {
  const { graph, node } = context;
  const transform = node.text('post_transform', 'NONE');
  switch (transform) {
    case 'NONE':
      return scores;
    case 'LOGISTIC':
      return activate(graph, scores, SIGMOID);
    case 'SOFTMAX':
      return softmaxWithin(graph, scores, [range(countOf(scores.shape))]);
    default:
      return refuseUnsupported(`transforms its scores by ${transform}`, 'export probabilities');
  }
}
