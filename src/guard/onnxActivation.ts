import { Real } from '../exact/real.js';
import { HARD_SWISH, RELU } from '../network/functions.js';
import {
  ERF,
  elu,
  GELU,
  GELU_TANH,
  MISH,
  SELU,
  SIGMOID,
  SILU,
  SOFTSIGN,
  softplusOf,
  TANH,
} from '../network/smoothFunctions.js';
import type { PiecewisePolynomial, UnivariateFunction } from '../network/univariate.js';
import type { NodeList } from './nodeList.js';

type Write = (nodes: NodeList, name: string, x: string) => string;

const single =
  (operator: string): Write =>
  (nodes, name, x) =>
    nodes.add(name, operator, [x]);

/** x·g(x). */
const timesItself =
  (gate: Write): Write =>
  (nodes, name, x) =>
    nodes.add(name, 'Mul', [x, gate(nodes, `${name}/gate`, x)]);

/** (1 + f(x))/2. */
const half =
  (f: Write): Write =>
  (nodes, name, x) => {
    const raised = nodes.add(`${name}/raised`, 'Add', [
      f(nodes, `${name}/inner`, x),
      nodes.number(`${name}/one`, 1),
    ]);
    return nodes.add(name, 'Mul', [raised, nodes.number(`${name}/half`, 0.5)]);
  };

/** √(2/π)(x + 0.044715 x³), as GELU's form with tanh has it. */
const tanhArgument: Write = (nodes, name, x) => {
  const square = nodes.add(`${name}/square`, 'Mul', [x, x]);
  const cube = nodes.add(`${name}/cube`, 'Mul', [square, x]);
  const part = nodes.add(`${name}/part`, 'Mul', [cube, nodes.number(`${name}/weight`, 0.044715)]);
  const sum = nodes.add(`${name}/sum`, 'Add', [x, part]);
  return nodes.add(name, 'Mul', [sum, nodes.number(`${name}/factor`, Math.sqrt(2 / Math.PI))]);
};

const WRITTEN: ReadonlyMap<UnivariateFunction | string, Write> = new Map<
  UnivariateFunction | string,
  Write
>([
  [RELU, single('Relu')],
  [SIGMOID, single('Sigmoid')],
  [TANH, single('Tanh')],
  [ERF, single('Erf')],
  [SOFTSIGN, single('Softsign')],
  [SELU, single('Selu')],
  [SILU, timesItself(single('Sigmoid'))],
  [
    MISH,
    timesItself((nodes, name, x) =>
      nodes.add(name, 'Tanh', [nodes.add(`${name}/softplus`, 'Softplus', [x])]),
    ),
  ],
  [
    GELU,
    timesItself(
      half((nodes, name, x) =>
        nodes.add(name, 'Erf', [
          nodes.add(`${name}/scaled`, 'Mul', [x, nodes.number(`${name}/root`, Math.SQRT1_2)]),
        ]),
      ),
    ),
  ],
  [
    GELU_TANH,
    timesItself(
      half((nodes, name, x) =>
        nodes.add(name, 'Tanh', [tanhArgument(nodes, `${name}/argument`, x)]),
      ),
    ),
  ],
  [
    HARD_SWISH,
    timesItself((nodes, name, x) =>
      nodes.add(name, 'HardSigmoid', [x], { alpha: { float: 1 / 6 }, beta: { float: 0.5 } }),
    ),
  ],
  // Made anew each time they are read, so told by what they are called.
  [elu(Real.one).name, single('Elu')],
  [softplusOf(Real.one).name, single('Softplus')],
]);

/**
 * Writes a function of one variable as ONNX nodes.
 *
 * @returns the name of its value; null for a function that is not written
 */
export function activationNodes(
  nodes: NodeList,
  name: string,
  f: UnivariateFunction,
  x: string,
): string | null {
  const write = WRITTEN.get(f) ?? WRITTEN.get(f.name);
  if (write) return write(nodes, name, x);
  return f.kind === 'piecewise' && f.lines ? linesNodes(nodes, name, f, x) : null;
}

/** A piecewise-affine function as its first line and a bend at each breakpoint. */
function linesNodes(nodes: NodeList, name: string, f: PiecewisePolynomial, x: string): string {
  const { breakpoints, intercepts, slopes } = f.lines!;
  const number = (part: string, value: number) => nodes.number(`${name}/${part}`, value);
  if (breakpoints.length === 1 && breakpoints[0] === 0 && slopes[1] === 1 && intercepts[1] === 0) {
    return nodes.add(name, 'LeakyRelu', [x], { alpha: { float: slopes[0] } });
  }
  const isClip = slopes.every((slope) => slope === 0 || slope === 1);
  const middle = slopes.indexOf(1);
  if (isClip && middle >= 0 && intercepts[middle] === 0 && middle === slopes.lastIndexOf(1)) {
    const raised =
      middle > 0 ? nodes.add(`${name}/raised`, 'Max', [x, number('lower', breakpoints[0])]) : x;
    const upper = breakpoints[middle];
    return upper === undefined
      ? nodes.add(name, 'Identity', [raised])
      : nodes.add(name, 'Min', [raised, number('upper', upper)]);
  }
  let sum = nodes.add(`${name}/line`, 'Add', [
    nodes.add(`${name}/slope`, 'Mul', [x, number('first slope', slopes[0])]),
    number('first intercept', intercepts[0]),
  ]);
  breakpoints.forEach((place, k) => {
    const beyond = nodes.add(`${name}/beyond ${k}`, 'Relu', [
      nodes.add(`${name}/distance ${k}`, 'Sub', [x, number(`place ${k}`, place)]),
    ]);
    const bend = nodes.add(`${name}/bend ${k}`, 'Mul', [
      beyond,
      number(`turn ${k}`, slopes[k + 1] - slopes[k]),
    ]);
    sum = nodes.add(`${name}/with ${k}`, 'Add', [sum, bend]);
  });
  return nodes.add(name, 'Identity', [sum]);
}
