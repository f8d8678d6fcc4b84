import type { OnnxGraph } from './onnxGraph.js';

/** Operators of classifiers whose scores are probabilities after these post-transforms. */
const CLASSIFIERS: ReadonlySet<string> = new Set([
  'ai.onnx.ml.TreeEnsembleClassifier',
  'ai.onnx.ml.LinearClassifier',
]);

/** Operators that leave numbers as they are. */
const RENAMING: ReadonlySet<string> = new Set(['Identity', 'Cast', 'Reshape']);

/**
 * Whether an output is made as probabilities: it is named so, or it is what a classifier of
 * classical machine learning gives.
 */
export function namesProbabilities(graph: OnnxGraph, output: string): boolean {
  const seen = new Set<string>();
  for (let name = output; !seen.has(name); ) {
    if (/prob/i.test(name) && !/log/i.test(name)) return true;
    seen.add(name);
    const node = graph.producers.get(name);
    if (!node) return false;
    if (node.key === 'ai.onnx.ml.ZipMap' || node.key === 'ai.onnx.ml.Normalizer') return true;
    if (CLASSIFIERS.has(node.key)) {
      const transform = node.text('post_transform', 'NONE');
      return transform !== 'NONE' || node.operator === 'TreeEnsembleClassifier';
    }
    if (!RENAMING.has(node.operator)) return false;
    name = node.inputs[0] ?? '';
  }
  return false;
}
