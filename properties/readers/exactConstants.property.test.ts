import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rational } from '../../src/exact/rational.js';
import { readOnnx } from '../../src/readers/onnx/readOnnx.js';
import { exactTail } from '../../src/tail/exactTail.js';
import { holdsAlways } from '../runs.js';
import {
  encodeOnnx,
  float32,
  int64,
  type OnnxModel,
  type OnnxModelNode,
  type OnnxTensor,
} from '../support/readers/encodeOnnx.js';

/**
 * Graphs whose constants are no doubles: thirds, means, folded quotients, roots. What is read of
 * them is compared with the graph itself, evaluated in fractions by the few lines below, which know
 * nothing of how readers fold constants.
 */
const SIZE = 3;

type Vector = readonly Rational[];

/** One layer: nodes of the file from `x` to `y`, and what they mean. */
interface GraphLayer {
  readonly nodes: (x: string, y: string, prefix: string) => OnnxModelNode[];
  readonly tensors: (prefix: string) => Record<string, OnnxTensor>;
  readonly apply: (x: Vector) => Vector;
}

/** Small whole numbers that are not 0, of which few have reciprocals that are doubles. */
const divisor = fc.constantFrom(-10, -7, -3, 3, 5, 6, 7, 9, 11);
const weight = fc.integer({ min: -3, max: 3 });
const vectorOf = (entry: fc.Arbitrary<number>) =>
  fc.array(entry, { minLength: SIZE, maxLength: SIZE });

const rational = (value: number) => Rational.of(value);
const sum = (values: Vector) => values.reduce((x, y) => x.add(y), Rational.zero);

const layer: fc.Arbitrary<GraphLayer> = fc.oneof(
  vectorOf(divisor).map(
    (by): GraphLayer => ({
      nodes: (x, y, p) => [{ op: 'Div', in: [x, `${p}c`], out: [y] }],
      tensors: (p) => ({ [`${p}c`]: float32([SIZE], by) }),
      apply: (x) => x.map((value, i) => value.divide(rational(by[i]))),
    }),
  ),
  fc.tuple(vectorOf(weight), vectorOf(divisor)).map(
    ([top, bottom]): GraphLayer => ({
      // The quotient of two constants is folded when the file is read.
      nodes: (x, y, p) => [
        { op: 'Div', in: [`${p}a`, `${p}b`], out: [`${p}q`] },
        { op: 'Mul', in: [x, `${p}q`], out: [y] },
      ],
      tensors: (p) => ({ [`${p}a`]: float32([SIZE], top), [`${p}b`]: float32([SIZE], bottom) }),
      apply: (x) =>
        x.map((value, i) => value.multiply(rational(top[i]).divide(rational(bottom[i])))),
    }),
  ),
  fc.constant<GraphLayer>({
    nodes: (x, y, p) => [
      { op: 'ReduceMean', in: [x], out: [`${p}m`], attributes: { axes: { ints: [1] } } },
      { op: 'Sub', in: [x, `${p}m`], out: [y] },
    ],
    tensors: () => ({}),
    apply: (x) => {
      const mean = sum(x).divide(rational(SIZE));
      return x.map((value) => value.subtract(mean));
    },
  }),
  fc.tuple(vectorOf(weight), vectorOf(weight)).map(
    ([scale, offset]): GraphLayer => ({
      // Every variance and ε add up to a square: 9, 36, 49.
      nodes: (x, y, p) => [
        {
          op: 'BatchNormalization',
          in: [x, `${p}s`, `${p}o`, `${p}m`, `${p}v`],
          out: [y],
          attributes: { epsilon: { float: 0.25 } },
        },
      ],
      tensors: (p) => ({
        [`${p}s`]: float32([SIZE], scale),
        [`${p}o`]: float32([SIZE], offset),
        [`${p}m`]: float32([SIZE], [0.5, -1, 2]),
        [`${p}v`]: float32([SIZE], [8.75, 35.75, 48.75]),
      }),
      apply: (x) =>
        x.map((value, i) =>
          rational(scale[i])
            .divide(rational([3, 6, 7][i]))
            .multiply(value.subtract(rational([0.5, -1, 2][i])))
            .add(rational(offset[i])),
        ),
    }),
  ),
  fc.tuple(fc.array(vectorOf(weight), { minLength: SIZE, maxLength: SIZE }), vectorOf(weight)).map(
    ([rows, bias]): GraphLayer => ({
      nodes: (x, y, p) => [
        {
          op: 'Gemm',
          in: [x, `${p}w`, `${p}b`],
          out: [y],
          attributes: { transB: { int: 1 }, alpha: { float: 0.1 }, beta: { float: 0.3 } },
        },
      ],
      tensors: (p) => ({
        [`${p}w`]: float32([SIZE, SIZE], rows.flat()),
        [`${p}b`]: float32([SIZE], bias),
      }),
      apply: (x) =>
        rows.map((row, o) =>
          sum(x.map((value, i) => value.multiply(rational(row[i]))))
            .multiply(rational(Math.fround(0.1)))
            .add(rational(Math.fround(0.3)).multiply(rational(bias[o]))),
        ),
    }),
  ),
  fc.constant<GraphLayer>({
    nodes: (x, y) => [{ op: 'Relu', in: [x], out: [y] }],
    tensors: () => ({}),
    apply: (x) => x.map((value) => (value.sign > 0 ? value : Rational.zero)),
  }),
  fc.integer({ min: 2, max: 6 }).map(
    (count): GraphLayer => ({
      // A mean of several tensors, of which all but the first are turned round.
      nodes: (x, y, p) => [
        { op: 'Neg', in: [x], out: [`${p}n`] },
        { op: 'Mean', in: [x, ...new Array<string>(count).fill(`${p}n`)], out: [y] },
      ],
      tensors: () => ({}),
      apply: (x) =>
        x.map((value) => value.multiply(rational(1 - count)).divide(rational(count + 1))),
    }),
  ),
);

const graphs = fc.array(layer, { minLength: 1, maxLength: 5 });

function modelOf(layers: readonly GraphLayer[]): OnnxModel {
  const name = (k: number) => (k === 0 ? 'x' : k === layers.length ? 'y' : `h${k}`);
  return {
    inputs: { x: ['N', SIZE] },
    initializers: Object.assign(
      { unused: int64([0]) },
      ...layers.map((each, k) => each.tensors(`l${k}`)),
    ),
    nodes: layers.flatMap((each, k) => each.nodes(name(k), name(k + 1), `l${k}`)),
  };
}

describe('a graph with constants that are no doubles', () => {
  it('ends as the graph itself does, evaluated in fractions', () => {
    let [ties, thirds] = [0, 0];
    holdsAlways(
      fc.property(graphs, vectorOf(weight), vectorOf(weight), (layers, origin, direction) => {
        const network = readOnnx(encodeOnnx(modelOf(layers)), 'model.onnx');
        const tail = exactTail(network, origin, direction);
        const at = (t: Rational) =>
          layers.reduce<Vector>(
            (x, each) => each.apply(x),
            origin.map((value, d) => rational(value).add(t.multiply(rational(direction[d])))),
          );
        // Two times of the tail determine it.
        const [start, later] = [1, 2].map((after) => at(tail.from.add(rational(after))));
        const slope = later.map((value, c) => value.subtract(start[c]));
        expect(tail.slope.map(String)).toEqual(slope.map(String));
        const first = tail.from.add(rational(1));
        expect(tail.intercept.map(String)).toEqual(
          start.map((value, c) => String(value.subtract(first.multiply(slope[c])))),
        );
        const largest = slope.reduce((x, y) => (y.compare(x) > 0 ? y : x));
        const top = slope.flatMap((value, c) => (value.compare(largest) === 0 ? [c] : []));
        expect(tail.top).toEqual(top);
        if (top.length > 1 && slope.some(({ sign }) => sign !== 0)) ties++;
        if (slope.some(({ denominator }) => (denominator & (denominator - 1n)) !== 0n)) thirds++;
      }),
    );
    expect(ties).toBeGreaterThan(0);
    expect(thirds).toBeGreaterThan(0);
  });
});
