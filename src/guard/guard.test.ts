import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  encodeOnnx,
  float32,
  type OnnxModel,
} from '../../properties/support/readers/encodeOnnx.js';
import { RunningModel } from '../../properties/support/readers/runModel.js';
import { testsNeeding } from '../../properties/testsNeeding.js';
import { RandomNumbers } from '../data/randomNumbers.js';
import { InputError } from '../errors/inputError.js';
import { Rational } from '../exact/rational.js';
import { valuesAt } from '../network/evaluate.js';
import type { Network } from '../network/network.js';
import { readNetwork } from '../network/networkFile.js';
import { readOnnx } from '../readers/onnx/readOnnx.js';
import type { Box } from '../tail/box.js';
import { expandedTail } from '../tail/expandedTail.js';
import { excessOf, guardedProbabilities } from '../uncertainty/guarded.js';
import { softmax } from '../uncertainty/softmax.js';
import { checkGuard } from './check/checkGuard.js';
import { type Guarded, guard } from './guard.js';
import { boundText } from './guardReport.js';
import { onnxOfNetwork } from './onnxOfNetwork.js';

const box = (size: number): Box => ({
  lower: new Float64Array(size).fill(-1),
  upper: new Float64Array(size).fill(1),
});

/** Probabilities of what an output holds. */
function probabilitiesOf(row: readonly number[], holds: string): number[] {
  if (holds === 'logits') return Array.from(softmax(row));
  if (holds === 'logit') return Array.from(softmax([0, row[0]]));
  return holds === 'probability' ? [1 - row[0], row[0]] : [...row];
}

function probabilitiesAt(network: Network, x: ArrayLike<number>): Float64Array {
  const outputs = valuesAt(network, Float64Array.from(x))[network.output];
  return network.outputs === 'probabilities' ? outputs : softmax(outputs);
}

/** Points in the box, near it, far from it, and where float32 overflows. */
function points(guarded: Guarded, count: number, scales: readonly number[]): Float32Array[] {
  const { lower, upper, widths } = guarded.guard;
  const random = new RandomNumbers(5, 'points');
  return scales.flatMap((scale) =>
    Array.from({ length: count }, () =>
      Float32Array.from(lower, (value, d) => {
        const inside = value + random.uniform() * (upper[d] - value);
        return inside + scale * widths[d] * random.normal();
      }),
    ),
  );
}

/** Largest change that float32 may make of a probability of these small networks. */
const ROUNDING = 5e-6;

/** Whether a runtime finds what the guard is said to be: values, labels, bounds. */
async function expectGuarded(original: Uint8Array, guarded: Guarded): Promise<void> {
  const { certificate, network } = guarded;
  const { name, holds } = certificate.output;
  const model = await RunningModel.of(guarded.model);
  const inside = points(guarded, 10, [0]);
  const all = [...inside, ...points(guarded, 6, [0.5, 10, 1e3, 1e6])];
  const got = (await model.outputs(name, all)).map((row) => probabilitiesOf(row, holds));
  got.forEach((p, k) => {
    const expected = guardedProbabilities(guarded.guard, all[k], probabilitiesAt(network, all[k]));
    expect(p.length).toBe(certificate.classes);
    for (let c = 0; c < p.length; c++) {
      expect(Math.abs(p[c] - expected[c])).toBeLessThan(ROUNDING);
    }
    const excess = excessOf(guarded.guard, all[k]);
    for (const { excess: from, bound } of certificate.confidence) {
      if (excess < Rational.parse(from).toNumber()) continue;
      expect(Math.max(...p)).toBeLessThan(Rational.parse(bound).toNumber() + 1e-6);
    }
  });
  if (certificate.output.zipped === null) {
    const rows = await (await RunningModel.of(original)).outputs(name, inside);
    rows.forEach((row, k) => {
      const p = probabilitiesOf(row, holds);
      expect(got[k].indexOf(Math.max(...got[k]))).toBe(p.indexOf(Math.max(...p)));
      for (let c = 0; c < p.length; c++) expect(Math.abs(p[c] - got[k][c])).toBeLessThan(ROUNDING);
    });
  }
  // Where float32 overflows the answer is a distribution all the same.
  if (certificate.notFinite === 'uniform') {
    const far = points(guarded, 4, [1e30]).map((x) => x.map((value) => Math.fround(value * 1e7)));
    for (const row of await model.outputs(name, far)) {
      for (const p of probabilitiesOf(row, holds)) {
        expect(Math.abs(p - 1 / certificate.classes)).toBeLessThan(1e-7);
      }
    }
  }
}

const NETWORK = readNetwork({
  format: 'farfield-network',
  version: 1,
  inputs: 2,
  layers: [
    {
      type: 'dense',
      weights: [
        [1, -1],
        [0.5, 2],
        [3, 1],
      ],
      bias: [0, 1, -1],
    },
    { type: 'relu' },
    {
      type: 'dense',
      weights: [
        [1, 0, 1],
        [0, 1, -1],
        [0.25, 0, 0],
      ],
      bias: [0, 0, 1],
    },
  ],
});

/** x → W x + b, then more nodes. */
function model(more: Partial<OnnxModel>, width = 3): OnnxModel {
  return {
    opset: 13,
    inputs: { x: ['N', 2] },
    initializers: {
      w: float32([2, width], [1, -2, 3, 0.5, 4, -1].slice(0, 2 * width)),
      b: float32([width], [0.5, 0, -1].slice(0, width)),
    },
    outputs: { y: ['N', width] },
    nodes: [],
    ...more,
  };
}

const linear = [
  { op: 'MatMul', in: ['x', 'w'], out: ['h'] },
  { op: 'Add', in: ['h', 'b'], out: ['z'] },
];

/** Heads and files of every kind, with what their output holds. */
const MODELS: Record<string, { model: OnnxModel; holds: string; binary?: boolean }> = {
  logits: {
    model: model({ nodes: [...linear, { op: 'Identity', in: ['z'], out: ['y'] }] }),
    holds: 'logits',
  },
  'logits of operator set 7, one point': {
    model: model({
      opset: 7,
      inputs: { x: [1, 2] },
      outputs: { y: [1, 3] },
      nodes: [...linear, { op: 'Identity', in: ['z'], out: ['y'] }],
    }),
    holds: 'logits',
  },
  'logits of operator set 8, any number of points': {
    model: model({ opset: 8, nodes: [...linear, { op: 'Identity', in: ['z'], out: ['y'] }] }),
    holds: 'logits',
  },
  'a softmax of operator set 9': {
    model: model({ opset: 9, nodes: [...linear, { op: 'Softmax', in: ['z'], out: ['y'] }] }),
    holds: 'probabilities',
  },
  'a logarithm of a softmax': {
    model: model({ nodes: [...linear, { op: 'LogSoftmax', in: ['z'], out: ['y'] }] }),
    holds: 'logits',
  },
  'a sigmoid': {
    model: model({ nodes: [...linear, { op: 'Sigmoid', in: ['z'], out: ['y'] }] }, 1),
    holds: 'probability',
  },
  'one score read as two classes': {
    model: model({ nodes: [...linear, { op: 'Identity', in: ['z'], out: ['y'] }] }, 1),
    holds: 'logit',
    binary: true,
  },
  'an output that other nodes read': {
    model: model({
      outputs: { y: ['N', 3], label: null },
      nodes: [
        ...linear,
        { op: 'Softmax', in: ['z'], out: ['y'] },
        { op: 'Mul', in: ['y', 'b'], out: ['label'] },
      ],
    }),
    holds: 'probabilities',
  },
  'dictionaries of operators of scikit-learn alone': {
    model: {
      opset: 13,
      domains: { 'ai.onnx.ml': 1 },
      inputs: { x: ['N', 2] },
      initializers: {},
      outputs: { probabilities: null },
      nodes: [
        {
          op: 'LinearClassifier',
          domain: 'ai.onnx.ml',
          in: ['x'],
          out: ['label', 'scores'],
          attributes: {
            coefficients: { floats: [1, -2, 3, 0.5, 4, -1] },
            intercepts: { floats: [0.5, 0, -1] },
            classlabels_ints: { ints: [0, 1, 2] },
            post_transform: { text: 'SOFTMAX' },
          },
        },
        {
          op: 'ZipMap',
          domain: 'ai.onnx.ml',
          in: ['scores'],
          out: ['probabilities'],
          attributes: { classlabels_int64s: { ints: [0, 1, 2] } },
        },
      ],
    },
    holds: 'probabilities',
  },
};

describe('guard', () => {
  for (const [title, { model, holds, binary }] of Object.entries(MODELS)) {
    it(`guards ${title}, as a runtime and the checker find`, async () => {
      const onnx = encodeOnnx(model);
      const options = binary ? { binary } : {};
      const guarded = guard({ onnx, options }, box(2));
      expect(guarded.certificate.output.holds).toBe(holds);
      await expectGuarded(onnx, guarded);
      expect(checkGuard(guarded.model, onnx, guarded.certificate)).toBe(null);
      // And as farfield reads it: uniform along a ray, by what its file stores.
      const read = readOnnx(guarded.model, 'guarded.onnx', undefined, options);
      const tail = expandedTail(read, [0, 0.5], [1, 0.25]);
      expect(tail.regime).toBe('flat');
      expect(tail.limit!.map((p) => p.toNumber())).toEqual(
        new Array(read.outputSize).fill(1 / read.outputSize),
      );
    });
  }

  it('guards a network in memory, and a guarded file again', async () => {
    const guarded = guard({ network: NETWORK }, box(2));
    const original = onnxOfNetwork(NETWORK).bytes;
    await expectGuarded(original, guarded);
    expect(checkGuard(guarded.model, original, guarded.certificate)).toBe(null);
    const again = guard({ onnx: guarded.model }, box(2), { confidence: 0.5 });
    expect(checkGuard(again.model, guarded.model, again.certificate)).toBe(null);
    await expectGuarded(guarded.model, again);
  });

  it('keeps what it is told to keep and is uncertain where it is told to be', () => {
    const data = { rows: 3, columns: 2, values: Float64Array.of(0, 1, 2, 1, 4, 1) };
    const aims = { keep: 1e-4, uncertainAt: 2, confidence: 0.6, margin: 1, quantile: 0.4 };
    const { guard: found, certificate } = guard({ network: NETWORK }, data, aims);
    const number = (text: string) => Rational.parse(text).toNumber();
    expect(number(certificate.change)).toBeLessThanOrEqual(1e-4);
    expect(number(certificate.change)).toBeGreaterThan(0.99e-4);
    const [first] = certificate.confidence;
    expect(number(first.excess)).toBe(2);
    expect(number(first.bound)).toBeLessThanOrEqual(0.6);
    expect(number(first.bound)).toBeGreaterThan(0.5999);
    // The middle row alone is left, one width wider each way; the constant column has the other's.
    const width = Math.sqrt(8 / 3);
    expect(found.widths[0]).toBeCloseTo(width, 6);
    expect(found.widths[1]).toBe(found.widths[0]);
    expect(found.lower[0]).toBeCloseTo(2 - width, 6);
    expect(found.upper[1]).toBeCloseTo(1 + width, 6);
  });

  it('refuses one output, aims that contradict each other and a tensor inside', () => {
    const one = readNetwork({
      format: 'farfield-network',
      version: 1,
      inputs: 1,
      layers: [{ type: 'dense', weights: [[1]], bias: [0] }],
    });
    const codeOf = (act: () => unknown) => {
      try {
        act();
      } catch (error) {
        if (error instanceof InputError) return `${error.code} ${error.path}`;
        throw error;
      }
      return null;
    };
    expect(codeOf(() => guard({ network: one }, box(1)))).toBe('unsupported network.outputs');
    const aims = (wrong: object) => codeOf(() => guard({ network: NETWORK }, box(2), wrong));
    expect(aims({ keep: 0 })).toBe('out_of_range keep');
    expect(aims({ confidence: 1 / 3 })).toBe('out_of_range confidence');
    expect(aims({ uncertainAt: 0 })).toBe('out_of_range uncertainAt');
    expect(aims({ widths: [1] })).toBe('shape_mismatch widths.length');
    expect(aims({ widths: [1, 0] })).toBe('out_of_range widths[1]');
    expect(codeOf(() => guard({ network: NETWORK }, box(3)))).toBe('shape_mismatch box.length');
    const onnx = encodeOnnx(MODELS.logits.model);
    expect(codeOf(() => guard({ onnx, options: { output: 'h' } }, box(2)))).toBe(
      'unsupported output',
    );
  });
});

it('bounds are printed rounded up', () => {
  for (const bound of [1 / 3, 0.5, 0.1, 0.99999999, 1e-6 / 3, 0.9]) {
    expect(Number(boundText(bound, 4))).toBeGreaterThanOrEqual(bound);
    expect(Number(boundText(bound, 4))).toBeLessThan(bound * 1.001);
  }
  expect(boundText(0.5, 3)).toBe('0.500');
});

describe('checkGuard', () => {
  const original = onnxOfNetwork(NETWORK).bytes;
  const { model: bytes, certificate } = guard({ network: NETWORK }, box(2));

  it('finds every claim that is a little too good', () => {
    const better = (text: string) =>
      Rational.parse(text).multiply(new Rational(999_999n, 1_000_000n)).toString();
    const lies = {
      change: { ...certificate, change: better(certificate.change) },
      bound: {
        ...certificate,
        confidence: certificate.confidence.map(({ excess, bound }) => ({
          excess,
          bound: better(bound),
        })),
      },
      excess: {
        ...certificate,
        confidence: [{ ...certificate.confidence[0], excess: '1/1' }],
      },
      kappa: { ...certificate, guard: { ...certificate.guard, kappa: '20/1' } },
      widths: { ...certificate, guard: { ...certificate.guard, widths: ['1/1', '1/1'] } },
      classes: { ...certificate, classes: 4 },
      nothing: {},
      none: null,
    };
    for (const [name, lie] of Object.entries(lies)) {
      expect(checkGuard(bytes, original, lie), name).not.toBe(null);
    }
  });

  it('finds any changed byte of the nodes', () => {
    // Names of nodes, the producer and versions mean nothing to what is computed: those bytes may
    // change. All others are sampled.
    let noticed = 0;
    let tried = 0;
    for (let at = 0; at < bytes.length; at += 7) {
      const changed = bytes.slice();
      changed[at] ^= 1;
      tried++;
      if (checkGuard(changed, original, certificate) !== null) noticed++;
    }
    expect(noticed / tried).toBeGreaterThan(0.6);
    const view = Buffer.from(bytes);
    for (const operator of ['Reciprocal', 'Relu', 'Exp', 'MatMul', 'IsNaN', 'Where', 'Log']) {
      const at = view.lastIndexOf(operator, view.length);
      const changed = bytes.slice();
      changed[at] ^= 1;
      expect(checkGuard(changed, original, certificate), operator).not.toBe(null);
    }
  });

  it('finds another original', () => {
    const other = onnxOfNetwork(
      readNetwork({
        format: 'farfield-network',
        version: 1,
        inputs: 2,
        layers: [
          {
            type: 'dense',
            weights: [
              [1, 0],
              [0, 1],
              [1, 1],
            ],
            bias: [0, 0, 0],
          },
        ],
      }),
    ).bytes;
    expect(checkGuard(bytes, other, certificate)).not.toBe(null);
  });
});

function axis(size: number, at: number, sign: number): number[] {
  return Array.from({ length: size }, (_, d) => (d === at ? sign : 0));
}

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const folder = process.env.FARFIELD_NETWORKS ?? join(root, '..', 'shared', 'networks');

/** One of each way that outputs are made; all where many runs are asked for. */
const SAMPLE =
  /^(sk-logreg-multi|sk-forest-binary|keras-sigmoid|ft-transformer-d8-relu|xgb-multi)\./;

testsNeeding('the networks of FARFIELD_NETWORKS', existsSync(folder)).describe(
  'guards trained networks',
  () => {
    const files = existsSync(folder) ? readdirSync(folder) : [];
    const all = Number(process.env.FARFIELD_RUNS ?? 0) >= 1000;
    for (const file of files.filter((name) => name.endsWith('.onnx'))) {
      if (!all && !SAMPLE.test(file)) continue;
      it(file, async () => {
        const onnx = readFileSync(join(folder, file));
        const text = readFileSync(join(folder, file.replace('.onnx', '.cases.json')), 'utf8');
        const { cases, output } = JSON.parse(text);
        const options = output.kind === 'logit' ? { binary: true } : {};
        const origins = cases.map(({ origin }: { origin: number[] }) => origin) as number[][];
        const ends = (end: (...values: number[]) => number) =>
          Float64Array.from(origins[0], (_, d) => end(...origins.map((origin) => origin[d])));
        const around = { lower: ends(Math.min), upper: ends(Math.max) };
        const guarded = guard({ onnx, options }, around);
        await expectGuarded(onnx, guarded);
        expect(checkGuard(guarded.model, onnx, guarded.certificate)).toBe(null);
        // No direction is left in which it ends certain: the features, and the rays of the cases.
        const read = readOnnx(guarded.model, file, undefined, options);
        const axes = [0, read.inputSize - 1].flatMap((d) =>
          [1, -1].map((sign) => ({ origin: origins[0], direction: axis(read.inputSize, d, sign) })),
        );
        for (const { origin, direction } of [...axes, ...cases.slice(0, 4)]) {
          const { limit } = expandedTail(read, origin, direction);
          for (const p of limit!) expect(p.toNumber()).toBeCloseTo(1 / read.outputSize, 12);
        }
      });
    }
  },
);
