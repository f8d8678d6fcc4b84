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
  if (f.kind === 'piecewise') return f.lines ? linesNodes(nodes, name, f, x) : null;
  const { formula } = f;
  if (formula.kind === 'softplus') return softplusNodes(nodes, name, formula.beta.toNumber(), x);
  if (formula.kind === 'exponential-unit') return exponentialUnitNodes(nodes, name, formula, x);
  return null;
}

/** The numbers of a function of one variable that its nodes hold as float32. */
export function parametersOf(f: UnivariateFunction): readonly number[] {
  if (f === HARD_SWISH) return [1 / 6];
  // The operator's own constants are float32 numbers too.
  if (f === SELU) return [1.6732632423543772, 1.0507009873554805];
  if (WRITTEN.has(f) || WRITTEN.has(f.name)) return [];
  if (f.kind === 'piecewise') {
    const { breakpoints, intercepts, slopes } = f.lines ?? NO_LINES;
    return [...new Set([...breakpoints, ...slopes, ...intercepts.slice(0, 1)])];
  }
  const { formula } = f;
  if (formula.kind === 'softplus') return [formula.beta.toNumber()];
  if (formula.kind !== 'exponential-unit') return [];
  const { slope, depth, width } = formula;
  return [...new Set([slope, depth, width].map((value) => value.toNumber()))];
}

const NO_LINES = { breakpoints: [], intercepts: [], slopes: [] };

/** softplus(β·x)/β. */
function softplusNodes(nodes: NodeList, name: string, beta: number, x: string): string {
  const number = nodes.number(`${name}/beta`, beta);
  const scaled = nodes.add(`${name}/scaled`, 'Mul', [x, number]);
  return nodes.add(name, 'Div', [nodes.add(`${name}/softplus`, 'Softplus', [scaled]), number]);
}

/** slope·x for x ≥ 0, depth·(e^(x/width) − 1) below: as one operator where there is one. */
function exponentialUnitNodes(
  nodes: NodeList,
  name: string,
  formula: { readonly slope: Real; readonly depth: Real; readonly width: Real },
  x: string,
): string {
  const [slope, depth, width] = [formula.slope, formula.depth, formula.width].map((value) =>
    value.toNumber(),
  );
  if (slope === 1 && width === 1) return nodes.add(name, 'Elu', [x], { alpha: { float: depth } });
  if (slope === 1 && width === depth) {
    return nodes.add(name, 'Celu', [x], { alpha: { float: depth } });
  }
  const number = (part: string, value: number) => nodes.number(`${name}/${part}`, value);
  const right = nodes.add(`${name}/right`, 'Mul', [
    nodes.add(`${name}/positive`, 'Relu', [x]),
    number('slope', slope),
  ]);
  const negative = nodes.add(`${name}/negative`, 'Min', [x, number('zero', 0)]);
  const scaled = nodes.add(`${name}/scaled`, 'Div', [negative, number('width', width)]);
  const left = nodes.add(`${name}/left`, 'Mul', [
    nodes.add(`${name}/elu`, 'Elu', [scaled]),
    number('depth', depth),
  ]);
  return nodes.add(name, 'Add', [right, left]);
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
