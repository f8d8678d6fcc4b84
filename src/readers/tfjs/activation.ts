import { Real } from '../../exact/real.js';
import { Numbers } from '../../network/numbers.js';
import { rectify } from '../lowering/elementwise.js';
import { refuseUnsupported } from '../lowering/refusal.js';
import { countOf, showShape, type VariableTensor } from '../lowering/tensor.js';
import type { LayerContext } from './layerContext.js';

type Activation = (context: LayerContext, x: VariableTensor) => VariableTensor;

/** Keras's activations by name. */
const ACTIVATIONS: Readonly<Record<string, Activation>> = {
  linear: (_, x) => x,
  relu: ({ graph }, x) => rectify(graph, x, 0),
  relu6: ({ graph }, x) => ({ ...x, value: graph.clip(x.value, 0, 6) }),
  leaky_relu: ({ graph }, x) => rectify(graph, x, 0.2),
  hard_sigmoid: ({ graph }, x) => {
    const size = countOf(x.shape);
    const slopes = Numbers.filled(size, Real.of(0.2));
    const half = Numbers.filled(size, Real.of(0.5));
    return { ...x, value: graph.clip(graph.scale(x.value, slopes, half), 0, 1) };
  },
  sigmoid: ({ graph, last, name }, x) => {
    if (!last || countOf(x.shape) !== 1) {
      refuseUnsupported(
        'has a sigmoid inside the network, or of several units, which is smooth, not piecewise affine',
        'end the network with the sigmoid of one unit, or without one',
      );
    }
    graph.note(
      `The final sigmoid ("${name}") was taken off: of its unit z the outputs are the logits (0, z).`,
    );
    graph.takeOff('sigmoid');
    return { ...x, shape: [1, 2], value: graph.withZeroLogit(x.value) };
  },
  softmax: ({ graph, last, name }, x) => {
    if (!last) {
      refuseUnsupported('has a softmax inside the network, which is smooth, not piecewise affine');
    }
    if (x.shape[x.shape.length - 1] !== countOf(x.shape)) {
      refuseUnsupported(
        `takes a softmax of parts of a tensor of shape ${showShape(x.shape)}, not of all logits`,
        'end the network with one softmax over all logits, or none',
      );
    }
    graph.note(`The final softmax ("${name}") was taken off: outputs are logits.`);
    graph.takeOff('softmax');
    return x;
  },
};

/** Applies a Keras activation. @throws Refusal `unsupported` for one that is not piecewise affine */
export function activate(context: LayerContext, x: VariableTensor, name: string): VariableTensor {
  if (Object.hasOwn(ACTIVATIONS, name)) return ACTIVATIONS[name](context, x);
  return refuseUnsupported(
    `has the activation "${name}", which is smooth or unknown, not piecewise affine`,
    `use one of ${Object.keys(ACTIVATIONS).join(', ')}`,
  );
}
