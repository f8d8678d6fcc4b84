import { Real } from '../../exact/real.js';
import type { Network } from '../../network/network.js';
import { ActivationOperation } from '../../network/operations/activation.js';
import { piecewise, type UnivariateFunction } from '../../network/univariate.js';
import { broadcastSources } from './broadcast.js';
import { spread } from './elementwise.js';
import type { LayerGraph } from './layerGraph.js';
import { refuseUnsupported } from './refusal.js';
import { type ConditionTensor, countOf, type Tensor, type VariableTensor } from './tensor.js';

/** On which side of its threshold a condition holds. */
export type Side = 'above' | 'below';

/** `slope·x + intercept` of an entry of the tensor that is compared. */
interface Line {
  readonly slope: Real;
  readonly intercept: Real;
}

/**
 * `condition ? yes : no`, where either side is a straight line in the entry that is compared, or a
 * constant, and the two meet at the threshold: a function of one variable.
 */
export function selectByThreshold(
  graph: LayerGraph,
  { base, threshold, side, shape }: ConditionTensor,
  yes: Tensor,
  no: Tensor,
): VariableTensor {
  const size = countOf(shape);
  if (countOf(base.shape) !== size) {
    return refuseUnsupported('chooses by a condition that is repeated', 'compare entry by entry');
  }
  // Lines are fractions, and compared as text.
  graph.charge(32 * size);
  const thresholds = spread(threshold, shape);
  const [above, below] = side === 'above' ? [yes, no] : [no, yes];
  const lines = [below, above].map((tensor) => linesOf(graph, tensor, base, size));
  const functions: UnivariateFunction[] = [];
  const known = new Map<string, number>();
  const which = Int32Array.from({ length: size }, (_, i) => {
    const [left, right] = lines.map((line) => line(i));
    const at = thresholds.at(i);
    const text = [at, left.slope, left.intercept, right.slope, right.intercept].join();
    let index = known.get(text);
    if (index === undefined) {
      index = functions.length;
      functions.push(bent(at, left, right));
      known.set(text, index);
    }
    return index;
  });
  const operation = new ActivationOperation(size, functions, which);
  return { kind: 'variable', shape, value: graph.add(operation, base.value) };
}

function bent(at: Real, left: Line, right: Line): UnivariateFunction {
  const valueAt = ({ slope, intercept }: Line) => slope.multiply(at).add(intercept);
  if (valueAt(left).subtract(valueAt(right)).sign !== 0) {
    return refuseUnsupported(
      `jumps at ${at.toNumber()}, and a jump is not continuous piecewise affine`,
      'let both sides meet at the threshold',
    );
  }
  return piecewise(
    'where',
    [at],
    [
      [left.intercept, left.slope],
      [right.intercept, right.slope],
    ],
  );
}

/** The entries of one side as lines in the entries of the tensor that is compared. */
function linesOf(
  graph: LayerGraph,
  tensor: Tensor,
  base: VariableTensor,
  size: number,
): (i: number) => Line {
  if (tensor.kind === 'constant') {
    const sources = countOf(tensor.shape) === 1 ? null : broadcastSources(tensor.shape, base.shape);
    return (i) => {
      const at = countOf(tensor.shape) === 1 ? 0 : sources ? sources[i] : i;
      return { slope: Real.zero, intercept: tensor.numbers.at(at) };
    };
  }
  if (tensor.kind === 'variable' && countOf(tensor.shape) === size) {
    if (tensor.value === base.value) return () => ({ slope: Real.one, intercept: Real.zero });
    const line = diagonalOf(graph.nodeOf(tensor.value), base.value);
    if (line) return line;
  }
  return refuseUnsupported(
    'chooses between values that are no straight lines in what is compared',
    'use an activation of the operator set',
  );
}

/** The lines of an affine node that scales and shifts the entries of a value one by one. */
function diagonalOf(
  node: Network['nodes'][number] | null,
  base: number,
): ((i: number) => Line) | null {
  if (node?.operation.kind !== 'affine' || node.inputs.length !== 1 || node.inputs[0] !== base) {
    return null;
  }
  const { maps, bias } = node.operation;
  const rows = Array.from({ length: bias.length }, (_, i) => maps[0].row(i));
  const diagonal = rows.every(({ columns }, i) => columns.length === 1 && columns[0] === i);
  if (!diagonal) return null;
  return (i) => ({
    slope: rows[i].others?.[0] ?? Real.of(rows[i].values[0]),
    intercept: bias.at(i),
  });
}
