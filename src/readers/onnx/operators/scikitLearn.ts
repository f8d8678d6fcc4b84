import { DenseMap } from '../../../network/denseMap.js';
import { Numbers } from '../../../network/numbers.js';
import { multiply, sumTensors } from '../../lowering/elementwise.js';
import { matrixAtPositions } from '../../lowering/linearLayers.js';
import { takePositions } from '../../lowering/moves.js';
import { refuseShape, refuseUnsupported } from '../../lowering/refusal.js';
import { constantTensor, countOf, doublesOf, type VariableTensor } from '../../lowering/tensor.js';
import type { Lowering, OperatorContext } from '../operatorContext.js';
import { transformed, withOpposite } from './classical.js';

/** Operators of ONNX-ML, as scikit-learn's estimators are exported. */
export const scikitLearn: Readonly<Record<string, Lowering>> = {
  'ai.onnx.ml.Scaler': (context) => [scaler(context)],
  'ai.onnx.ml.LinearClassifier': (context) => [null, linearClassifier(context)],
  'ai.onnx.ml.LinearRegressor': (context) => [linearRegressor(context)],
  'ai.onnx.ml.ArrayFeatureExtractor': (context) => [arrayFeatureExtractor(context)],
};

/** (x − offset)·scale. */
function scaler(context: OperatorContext): VariableTensor {
  const { graph, node } = context;
  const x = context.variable(0);
  const list = (name: 'offset' | 'scale', fallback: number) => {
    const numbers = Numbers.of(node.floats(name) ?? [fallback]);
    const features = x.shape[x.shape.length - 1] ?? 1;
    if (numbers.length !== 1 && numbers.length !== features) {
      refuseShape(`has ${numbers.length} numbers as ${name} for ${features} features`);
    }
    return constantTensor([numbers.length], numbers, name);
  };
  const centred = sumTensors(graph, [
    { tensor: x, factor: 1 },
    { tensor: list('offset', 0), factor: -1 },
  ]);
  return multiply(graph, { ...centred, shape: x.shape }, list('scale', 1));
}

/** The raw scores; of two classes with opposite scores only the second, z. */
function linearClassifier(context: OperatorContext): VariableTensor {
  const { node, last } = context;
  const transform = node.text('post_transform', 'NONE');
  const { weights, intercepts, rows, features } = coefficientsOf(context, 'coefficients');
  if (!last && transform !== 'NONE') {
    const scores = affineRows(context, weights, intercepts, rows, features);
    return rows === 1 ? withOpposite(context, scores) : transformed(context, scores);
  }
  if (transform !== 'LOGISTIC') return affineRows(context, weights, intercepts, rows, features);
  const opposite = (i: number, numbers: Numbers, width: number) =>
    numbers.at(i).add(numbers.at(width + i)).isZero;
  const complementary =
    rows === 2 &&
    opposite(0, intercepts, 1) &&
    Array.from({ length: features }, (_, j) => j).every((j) => opposite(j, weights, features));
  if (rows !== 1 && !complementary) {
    refuseUnsupported(
      `takes the sigmoid of ${rows} scores by themselves, which is not piecewise affine`,
      'export the model with raw scores',
    );
  }
  const row = rows - 1;
  const places = Int32Array.from({ length: features }, (_, j) => row * features + j);
  return affineRows(context, weights.pick(places), intercepts.pick([row]), 1, features);
}

function linearRegressor(context: OperatorContext): VariableTensor {
  if (context.node.text('post_transform', 'NONE') !== 'NONE') {
    refuseUnsupported('transforms its result, which is not piecewise affine');
  }
  const { weights, intercepts, rows, features } = coefficientsOf(context, 'coefficients');
  return affineRows(context, weights, intercepts, rows, features);
}

function coefficientsOf(context: OperatorContext, name: string) {
  const { node } = context;
  const weights = Numbers.of(node.floats(name) ?? []);
  const { shape } = context.variable(0);
  const features = shape[shape.length - 1] ?? 1;
  const rows = weights.length / features;
  if (!Number.isInteger(rows) || rows < 1) {
    refuseShape(`has ${weights.length} coefficients for ${features} features`);
  }
  const given = node.floats('intercepts');
  const intercepts = given && given.length > 0 ? Numbers.of(given) : Numbers.zeros(rows);
  if (intercepts.length !== rows) {
    refuseShape(`has ${intercepts.length} intercepts for ${rows} rows of coefficients`);
  }
  return { weights, intercepts, rows, features };
}

function affineRows(
  context: OperatorContext,
  weights: Numbers,
  intercepts: Numbers,
  rows: number,
  features: number,
): VariableTensor {
  const { graph } = context;
  const x = context.variable(0);
  const positions = countOf(x.shape) / features;
  graph.charge(rows * positions);
  const map =
    positions === 1
      ? new DenseMap(rows, features, weights)
      : matrixAtPositions(weights, rows, features, positions);
  const bias = intercepts.pick(Int32Array.from({ length: map.rows }, (_, i) => i % rows));
  const value = graph.affine([{ map, input: x.value }], bias);
  return { kind: 'variable', shape: [positions, rows], value };
}

/** Chosen entries of the last axis. */
function arrayFeatureExtractor(context: OperatorContext): VariableTensor {
  const x = context.variable(0);
  const chosen = doublesOf(context.constant(1, 'chooses features by computed indices'));
  const axis = x.shape.length - 1;
  const length = x.shape[axis];
  const bad = chosen.find((index) => !(Number.isInteger(index) && index >= 0 && index < length));
  if (bad !== undefined) refuseShape(`chooses feature ${bad} of ${length}`);
  return takePositions(context.graph, x, new Map([[axis, chosen]])) as VariableTensor;
}
