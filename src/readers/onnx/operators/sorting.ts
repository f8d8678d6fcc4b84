import { SparseMap } from '../../../network/sparseMap.js';
import type { LayerGraph } from '../../lowering/layerGraph.js';
import { takePositions } from '../../lowering/moves.js';
import { range } from '../../lowering/pickEntries.js';
import { refuseValue } from '../../lowering/refusal.js';
import { countOf, doublesOf, stridesOf, type VariableTensor } from '../../lowering/tensor.js';
import type { Lowering, OperatorContext } from '../operatorContext.js';

/** The largest entries along an axis, in falling order: values only, for their places jump. */
export const sorting: Readonly<Record<string, Lowering>> = {
  TopK: (context) => [topValues(context), null],
};

function topValues(context: OperatorContext): VariableTensor {
  const { graph, node } = context;
  const x = context.variable(0);
  const axis = context.axis(node.integer('axis', -1), x.shape.length);
  const count = context.has(1)
    ? doublesOf(context.constant(1, 'has a computed k'))[0]
    : node.integer('k', 1);
  const length = x.shape[axis];
  if (!(Number.isSafeInteger(count) && count >= 1 && count <= length)) {
    refuseValue(`takes ${count} of ${length} entries`);
  }
  const rising = node.integer('largest', 1) === 0;
  let { value } = x;
  for (let round = 0; round < length; round++) {
    value = exchangeNeighbours(graph, value, x, axis, round % 2, rising);
  }
  return takePositions(graph, { ...x, value }, new Map([[axis, range(count)]])) as VariableTensor;
}

/**
 * One round of sorting by exchanges: each second pair of neighbours along the axis becomes its
 * larger and its smaller entry. As many rounds as there are entries sort them all.
 */
function exchangeNeighbours(
  graph: LayerGraph,
  value: number,
  { shape }: VariableTensor,
  axis: number,
  offset: number,
  rising: boolean,
): number {
  const size = countOf(shape);
  const step = stridesOf(shape)[axis];
  const length = shape[axis];
  graph.charge(24 * size);
  // The smaller of two is the negative of the largest negative, so both signs stand side by side.
  const doubled = new SparseMap(
    size,
    range(2 * size + 1),
    Int32Array.from({ length: 2 * size }, (_, i) => i % size),
    Float64Array.from({ length: 2 * size }, (_, i) => (i < size ? 1 : -1)),
  );
  const signs = new Float64Array(size).fill(1);
  const groups = Array.from({ length: size }, (_, i) => {
    const place = Math.floor(i / step) % length;
    const first = place % 2 === offset;
    const partner = first ? i + step : i - step;
    if (first ? place + 1 >= length : place === 0) return Int32Array.of(i);
    if (first !== rising) return Int32Array.of(Math.min(i, partner), Math.max(i, partner));
    signs[i] = -1;
    return Int32Array.of(size + Math.min(i, partner), size + Math.max(i, partner));
  });
  const both = graph.affine([{ map: doubled, input: value }], null);
  const exchanged = graph.maximum(both, groups);
  return graph.affine([{ map: SparseMap.diagonal(signs), input: exchanged }], null);
}
