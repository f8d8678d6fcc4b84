import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InputError } from '../../src/errors/inputError.js';
import { capabilityOf } from '../../src/network/capability.js';
import { evaluate } from '../../src/network/evaluate.js';
import { operatorTable } from '../../src/readers/onnx/operators/operatorTable.js';
import { readOnnx } from '../../src/readers/onnx/readOnnx.js';
import { RUNS, SEED } from '../runs.js';
import { cpuTime } from '../support/readers/cpuTime.js';
import { encodeOnnx, float32, int64, type OnnxAttribute } from '../support/readers/encodeOnnx.js';

const EXTREMES = [
  -(2 ** 62),
  -1,
  0,
  1000,
  2 ** 22,
  2 ** 24,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 40,
  2 ** 53,
];
const small = fc.integer({ min: 1, max: 6 });
const length = fc.oneof(
  { weight: 12, arbitrary: small },
  { weight: 1, arbitrary: fc.constantFrom(...EXTREMES) },
);
const whole = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -3, max: 6 }) },
  { weight: 1, arbitrary: fc.constantFrom(...EXTREMES) },
);
const list = fc.array(whole, { maxLength: 6 });
const real = fc.oneof(
  { weight: 9, arbitrary: fc.double({ min: -1, max: 1, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(0, 1e38, Infinity, -Infinity, Number.NaN) },
);

const INTEGERS = [
  'axis',
  'group',
  'ceil_mode',
  'keepdims',
  'num_outputs',
  'to',
  'count_include_pad',
  'allowzero',
  'transA',
  'transB',
  'noop_with_empty_axes',
  'start',
  'end',
  'value_int',
];
const LISTS = [
  'axes',
  'kernel_shape',
  'pads',
  'strides',
  'dilations',
  'perm',
  'starts',
  'ends',
  'split',
  'value_ints',
];
const REALS = ['alpha', 'beta', 'epsilon', 'min', 'max'];
const attribute: fc.Arbitrary<[string, OnnxAttribute]> = fc.oneof(
  fc.tuple(
    fc.constantFrom(...INTEGERS),
    whole.map((int) => ({ int })),
  ),
  fc.tuple(
    fc.constantFrom(...LISTS),
    list.map((ints) => ({ ints })),
  ),
  fc.tuple(
    fc.constantFrom(...REALS),
    real.map((float) => ({ float })),
  ),
  fc.tuple(
    fc.constant('auto_pad'),
    fc.constantFrom('SAME_UPPER', 'VALID', 'odd').map((text) => ({ text })),
  ),
  fc.tuple(
    fc.constant('mode'),
    fc.constantFrom('edge', 'reflect', 'wrap', 'odd').map((text) => ({ text })),
  ),
);

const initializer = fc.oneof(
  list.map((values) => int64(values)),
  whole.map((value) => int64([value], [])),
  fc.array(small, { maxLength: 4 }).chain((dims) => {
    const count = dims.reduce((product, length) => product * length, 1);
    const values = fc.array(real, { minLength: count, maxLength: count });
    return values.map((numbers) => float32(dims, numbers));
  }),
);

const model = fc
  .record({
    opset: fc.constantFrom(7, 9, 11, 13, 17, 18, 21),
    shape: fc.array(length, { minLength: 1, maxLength: 4 }),
    initializers: fc.array(initializer, { maxLength: 4 }),
    nodes: fc.array(
      fc.record({
        op: fc.constantFrom(...operatorTable.keys(), 'Sqrt', 'Mod', 'Pow', 'Where', 'Equal'),
        reads: fc.array(fc.nat(), { minLength: 1, maxLength: 4 }),
        attributes: fc.array(attribute, { maxLength: 4 }),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ opset, shape, initializers, nodes }) => {
    const named = initializers.map((tensor, k) => [`i${k}`, tensor] as const);
    return {
      opset,
      inputs: { x: [1, ...shape] },
      initializers: Object.fromEntries(named),
      nodes: nodes.map(({ op, reads, attributes }, k) => {
        // The first input is most often what the node before made, so that chains form.
        const before = k === 0 ? 'x' : `t${k - 1}`;
        const known = [before, ...named.map(([name]) => name), 'x', ''];
        return {
          op,
          in: reads.map((read, r) =>
            r === 0 && read % 5 > 0 ? before : known[read % known.length],
          ),
          out: [k === nodes.length - 1 ? 'y' : `t${k}`],
          attributes: Object.fromEntries(attributes),
        };
      }),
    };
  });

test('a model of any operators with any settings is read or refused, quickly', () => {
  let read = 0;
  fc.assert(
    fc.property(model, (random) => {
      const bytes = encodeOnnx(random);
      const started = cpuTime();
      try {
        const network = readOnnx(bytes, 'model.onnx');
        read++;
        expect(cpuTime() - started).toBeLessThan(2000);
        const logits = evaluate(network, new Float64Array(network.inputSize));
        expect(logits.length).toBe(network.outputSize);
        // Quotients of computed values may be 0/0; nothing else makes NaN of finite numbers.
        if (capabilityOf(network).piecewiseAffine) {
          expect(logits.some(Number.isNaN)).toBe(false);
        }
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        expect(cpuTime() - started).toBeLessThan(2000);
      }
    }),
    { numRuns: 10 * RUNS, seed: SEED },
  );
  expect(read).toBeGreaterThan(RUNS / 10);
});
