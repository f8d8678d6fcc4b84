import fc from 'fast-check';
import { test } from 'vitest';
import { InputError } from '../../src/errors/inputError.js';
import { readOnnx } from '../../src/readers/onnx/readOnnx.js';
import { RUNS, SEED } from '../runs.js';
import { encodeOnnx, float32, type OnnxAttribute } from '../support/readers/encodeOnnx.js';
import { expectSameAsRuntime, numbers, randomPoints } from '../support/readers/onnxRuntime.js';

const runs = Math.min(Math.ceil(RUNS / 2), 500);
const upTo = (max: number) => fc.integer({ min: 1, max });
const pad = fc.integer({ min: 0, max: 1 });

const geometry = fc.record({
  groups: upTo(2),
  channelsPerGroup: upTo(2),
  filtersPerGroup: upTo(2),
  image: fc.tuple(fc.integer({ min: 4, max: 8 }), fc.integer({ min: 4, max: 8 })),
  kernel: fc.tuple(fc.integer({ min: 2, max: 3 }), fc.integer({ min: 2, max: 3 })),
  strides: fc.tuple(upTo(3), upTo(3)),
  dilations: fc.tuple(upTo(2), upTo(2)),
  pads: fc.tuple(pad, pad, pad, pad),
  automatic: fc.constantFrom('NOTSET', 'VALID', 'SAME_UPPER', 'SAME_LOWER'),
  ceil: fc.boolean(),
  countPadding: fc.boolean(),
  operator: fc.constantFrom('Conv', 'MaxPool', 'AveragePool'),
  seed: fc.integer({ min: 1, max: 1000 }),
});

test('any convolution or pool is evaluated as onnxruntime does', async () => {
  await fc.assert(
    fc.asyncProperty(geometry, async (g) => {
      const channels = g.groups * g.channelsPerGroup;
      const filters = g.groups * g.filtersPerGroup;
      const same = g.automatic.startsWith('SAME');
      // onnxruntime refuses SAME with dilations or strides beyond the kernel, and pads with any auto_pad.
      const attributes: Record<string, OnnxAttribute> = {
        kernel_shape: { ints: g.kernel },
        strides: {
          ints: same ? g.strides.map((s, axis) => Math.min(s, g.kernel[axis])) : g.strides,
        },
        dilations: { ints: same ? [1, 1] : g.dilations },
        auto_pad: { text: g.automatic },
        ...(g.automatic === 'NOTSET' ? { pads: { ints: g.pads } } : {}),
        ...(g.operator === 'Conv' ? { group: { int: g.groups } } : {}),
        ...(g.operator !== 'Conv' && !same ? { ceil_mode: { int: Number(g.ceil) } } : {}),
        ...(g.operator === 'AveragePool'
          ? { count_include_pad: { int: Number(g.countPadding) } }
          : {}),
      };
      const next = numbers(g.seed);
      const draw = (...dims: number[]) =>
        float32(
          dims,
          Array.from({ length: dims.reduce((product, length) => product * length, 1) }, next),
        );
      const bytes = encodeOnnx({
        opset: 19,
        inputs: { x: [1, channels, ...g.image] },
        initializers:
          g.operator === 'Conv'
            ? { w: draw(filters, g.channelsPerGroup, ...g.kernel), b: draw(filters) }
            : {},
        nodes: [
          {
            op: g.operator,
            in: g.operator === 'Conv' ? ['x', 'w', 'b'] : ['x'],
            out: ['y'],
            attributes,
          },
        ],
      });
      let network: ReturnType<typeof readOnnx>;
      try {
        network = readOnnx(bytes, 'model.onnx');
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        // The kernel does not fit into the image: no such model.
        fc.pre(error.code !== 'out_of_range' && error.code !== 'unsupported');
        throw error;
      }
      await expectSameAsRuntime(network, bytes, randomPoints(network.inputSize, 2, g.seed));
    }),
    { numRuns: runs, seed: SEED },
  );
});
