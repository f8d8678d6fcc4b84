import { SparseMap } from '../../../network/sparseMap.js';
import { refuseShape, refuseUnsupported, refuseValue } from '../../lowering/refusal.js';
import {
  type ConstantTensor,
  countOf,
  showShape,
  stridesOf,
  type VariableTensor,
} from '../../lowering/tensor.js';
import { finite, type Lowering, type OperatorContext } from '../operatorContext.js';

/** Sums over named indices of products with at most one computed tensor. */
export const summation: Readonly<Record<string, Lowering>> = {
  Einsum: (context) => [einsum(context)],
};

function einsum(context: OperatorContext): VariableTensor {
  const { graph, node } = context;
  const equation = node.text('equation', '').replaceAll(' ', '');
  if (equation.includes('.')) refuseUnsupported('has an ellipsis', 'name every index');
  const [left, right] = equation.split('->');
  const terms = left.split(',');
  const output = right ?? namedOnce(left);
  const tensors = context.inputs.map((_, k) => context.tensor(k));
  if (terms.length !== tensors.length) {
    refuseValue(`names the indices of ${terms.length} tensors, but reads ${tensors.length}`);
  }
  const lengths = new Map<string, number>();
  tensors.forEach(({ shape }, k) => {
    if (terms[k].length !== shape.length) {
      refuseShape(`names indices "${terms[k]}" for a tensor of shape ${showShape(shape)}`);
    }
    [...terms[k]].forEach((letter, axis) => {
      const known = lengths.get(letter);
      if (known !== undefined && known !== shape[axis]) {
        refuseShape(`gives the index ${letter} the lengths ${known} and ${shape[axis]}`);
      }
      lengths.set(letter, shape[axis]);
    });
  });
  const computed = tensors.findIndex(({ kind }) => kind === 'variable');
  const constants = tensors.filter(
    (tensor): tensor is ConstantTensor => tensor.kind === 'constant',
  );
  if (constants.length !== tensors.length - 1 || constants.length > 1) {
    return refuseUnsupported(
      'multiplies computed values, which is not piecewise affine',
      'give it one computed tensor and at most one constant',
    );
  }
  const x = tensors[computed] as VariableTensor;
  const letters = [...output, ...[...lengths.keys()].filter((letter) => !output.includes(letter))];
  const count = (names: Iterable<string>) =>
    countOf([...names].map((name) => lengths.get(name) ?? 0));
  const inner = count(letters.slice(output.length));
  const rows = count(output);
  graph.charge(4 * rows * inner);
  const stepsOf = (k: number) => {
    const strides = stridesOf(tensors[k].shape);
    return letters.map((letter) =>
      [...terms[k]].reduce((sum, own, axis) => sum + (own === letter ? strides[axis] : 0), 0),
    );
  };
  const steps = stepsOf(computed);
  const constantAt = tensors.findIndex(({ kind }) => kind === 'constant');
  const constantSteps = constantAt < 0 ? null : stepsOf(constantAt);
  const sizes = letters.map((letter) => lengths.get(letter)!);
  const indices = new Int32Array(rows * inner);
  const places = new Int32Array(rows * inner);
  const position = new Array<number>(letters.length).fill(0);
  for (let e = 0; e < indices.length; e++) {
    indices[e] = position.reduce((sum, at, l) => sum + at * steps[l], 0);
    places[e] = constantSteps ? position.reduce((sum, at, l) => sum + at * constantSteps[l], 0) : 0;
    for (let l = letters.length - 1; l >= 0 && ++position[l] === sizes[l]; l--) position[l] = 0;
  }
  const starts = Int32Array.from({ length: rows + 1 }, (_, i) => i * inner);
  const factors = constants[0]
    ? finite(constants[0]).numbers.pick(places)
    : new Float64Array(rows * inner).fill(1);
  const map = new SparseMap(countOf(x.shape), starts, indices, factors);
  const shape = [...output].map(
    (letter) => lengths.get(letter) ?? refuseValue(`makes an unknown index ${letter}`),
  );
  return { kind: 'variable', shape, value: graph.affine([{ map, input: x.value }], null) };
}

/** The implied output: the indices named once, in alphabetical order. */
function namedOnce(left: string): string {
  const letters = [...left.replaceAll(',', '')];
  return letters
    .filter((letter) => letters.indexOf(letter) === letters.lastIndexOf(letter))
    .sort()
    .join('');
}
