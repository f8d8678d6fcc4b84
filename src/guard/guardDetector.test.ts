import { describe, expect, it } from 'vitest';
import {
  encodeOnnx,
  float32,
  type OnnxModel,
} from '../../properties/support/readers/encodeOnnx.js';
import { RunningModel } from '../../properties/support/readers/runModel.js';
import { RandomNumbers } from '../data/randomNumbers.js';
import { batchOf } from '../detectors/batch.js';
import { Classifier } from '../detectors/classifier.js';
import { Rational } from '../exact/rational.js';
import { readOnnx } from '../readers/onnx/readOnnx.js';
import { softmax } from '../uncertainty/softmax.js';
import { checkGuard } from './check/checkGuard.js';
import { type FittedGuardDetector, fitGuardDetector } from './fitGuardDetector.js';
import type { Guarded } from './guard.js';
import { guard } from './guard.js';

const random = new RandomNumbers(4, 'guard detector');
const normals = (count: number, scale: number) =>
  Array.from({ length: count }, () => Math.fround(scale * random.normal()));

/** Three inputs, eight units, three classes: as a Gemm of a turned matrix, or a product and a sum. */
function model(head: 'Gemm' | 'MatMul', end: 'Identity' | 'Softmax'): OnnxModel {
  const weights = normals(24, 0.05);
  const turned = Array.from({ length: 24 }, (_, k) => weights[(k % 3) * 8 + Math.floor(k / 3)]);
  return {
    opset: 13,
    inputs: { x: ['N', 3] },
    initializers: {
      w: float32([3, 8], normals(24, 1)),
      b: float32([8], normals(8, 0.3)),
      v: head === 'Gemm' ? float32([3, 8], weights) : float32([8, 3], turned),
      c: float32([3], normals(3, 0.2)),
    },
    outputs: { y: ['N', 3] },
    nodes: [
      { op: 'MatMul', in: ['x', 'w'], out: ['h'] },
      { op: 'Add', in: ['h', 'b'], out: ['a'] },
      { op: 'Relu', in: ['a'], out: ['z'] },
      ...(head === 'Gemm'
        ? [{ op: 'Gemm', in: ['z', 'v', 'c'], out: ['f'], attributes: { transB: { int: 1 } } }]
        : [
            { op: 'MatMul', in: ['z', 'v'], out: ['m'] },
            { op: 'Add', in: ['m', 'c'], out: ['f'] },
          ]),
      { op: end, in: ['f'], out: ['y'] },
    ],
  };
}

const rows = Array.from({ length: 80 }, () => normals(3, 1));
const data = {
  name: 'rows',
  features: ['a', 'b', 'c'],
  x: batchOf('rows', rows),
  labels: null,
  notes: [],
};

interface Made {
  readonly onnx: Uint8Array;
  readonly fitted: FittedGuardDetector;
  readonly guarded: Guarded;
}

async function made(
  id: 'cea-msp' | 'cea-ebo',
  head: 'Gemm' | 'MatMul',
  end: 'Identity' | 'Softmax',
): Promise<Made> {
  const onnx = encodeOnnx(model(head, end));
  const network = readOnnx(onnx, 'model.onnx');
  const settings = { scaling: null, flagRate: 0.05, seed: 1 };
  const fitted = await fitGuardDetector(network, id, data, settings);
  return { onnx, fitted, guarded: guard({ onnx }, data.x, {}, fitted) };
}

const number = (text: string | null) => Rational.parse(text!).toNumber();

describe('a detector beside a guard', () => {
  for (const [id, head, end] of [
    ['cea-msp', 'Gemm', 'Identity'],
    ['cea-msp', 'MatMul', 'Softmax'],
    ['cea-ebo', 'MatMul', 'Identity'],
    ['cea-ebo', 'Gemm', 'Softmax'],
  ] as const) {
    it(`has outputs that a runtime makes as the detector does: ${id}, ${head}, ${end}`, async () => {
      const { onnx, fitted, guarded } = await made(id, head, end);
      expect(checkGuard(guarded.model, onnx, guarded.certificate)).toBe(null);
      const { outputs } = guarded.certificate.detector!;
      const running = await RunningModel.of(guarded.model);
      const far = [1, 10, 1e3, 1e6].flatMap((scale) =>
        Array.from({ length: 20 }, () => Float32Array.from(normals(3, scale))),
      );
      const points = [...rows.map((row) => Float32Array.from(row)), ...far];
      const novelty = (await running.outputs(outputs.novelty, points)).flat();
      const flagged = (await running.outputs(outputs.flagged, points)).flat();
      const observed = fitted.classifier.observe(points);
      const expected = fitted.scorer.score(observed);
      let told = 0;
      points.forEach((_, k) => {
        const size = 1e-4 * (1 + Math.abs(expected[k]));
        expect(Math.abs(novelty[k] - expected[k])).toBeLessThan(size);
        // At the threshold float32 may say either.
        if (Math.abs(expected[k] - fitted.detector.threshold) < size) return;
        told++;
        expect(Boolean(flagged[k])).toBe(expected[k] > fitted.detector.threshold);
      });
      expect(told).toBeGreaterThan(points.length - 5);
      expect(flagged.slice(0, rows.length).filter(Boolean).length).toBeLessThan(20);
      // What overflows is flagged, whatever it is.
      const overflowing = [3e38, -3e38].map((value) => Float32Array.of(value, value, -value));
      expect((await running.outputs(outputs.flagged, overflowing)).flat().every(Boolean)).toBe(
        true,
      );
    });
  }

  it('lets nothing pass above its ceiling, and has one that says something', async () => {
    for (const id of ['cea-msp', 'cea-ebo'] as const) {
      const { fitted, guarded } = await made(id, 'Gemm', 'Identity');
      const { ceiling, reach, tau } = guarded.certificate.detector!;
      expect(number(ceiling)).toBeLessThan(0.999);
      const { classifier, scorer, detector } = fitted;
      const points = Array.from({ length: 4000 }, (_, k) => normals(3, 10 ** ((k % 5) - 1)));
      const observed = classifier.observe(points);
      const novelty = scorer.score(observed);
      let [most, passed, widest] = [0, 0, 0];
      points.forEach((_, k) => {
        if (!(novelty[k] < detector.threshold)) return;
        passed++;
        most = Math.max(most, ...softmax(observed.logits.values.subarray(3 * k, 3 * k + 3)));
        const z = observed.features.values.subarray(8 * k, 8 * k + 8);
        widest = Math.max(widest, Math.hypot(...z.map((v) => Math.max(0, v - number(tau)))));
      });
      expect(passed).toBeGreaterThan(100);
      expect(most).toBeLessThanOrEqual(number(ceiling));
      expect(widest).toBeLessThanOrEqual(number(reach));
      // Without the detector there are inputs above it.
      const all = points.map((_, k) =>
        Math.max(...softmax(observed.logits.values.subarray(3 * k, 3 * k + 3))),
      );
      expect(Math.max(...all)).toBeGreaterThan(number(ceiling));
    }
  });

  it('says where it flags along the features that end in certainty', async () => {
    const { guarded } = await made('cea-msp', 'Gemm', 'Identity');
    const { flags } = guarded.certificate.detector!;
    expect(flags!.length).toBeGreaterThan(0);
    for (const { direction, blind, scale } of flags!) {
      expect(direction).toMatch(/^[abc] [+−]$/);
      expect(blind).toBe(false);
      expect(scale).toBeGreaterThan(0);
    }
  });

  it('is refused by the checker where the certificate or the file says something better', async () => {
    for (const id of ['cea-msp', 'cea-ebo'] as const) {
      const { onnx, guarded } = await made(id, 'Gemm', 'Identity');
      const { certificate } = guarded;
      const detector = certificate.detector!;
      const scaled = (text: string | null, factor: bigint) =>
        Rational.parse(text!).multiply(new Rational(factor, 1_000_000n)).toString();
      const lower = (text: string | null) => scaled(text, 999_000n);
      const lost = Rational.of(1).subtract(Rational.parse(detector.ceiling!));
      const better = Rational.of(1).subtract(lost.multiply(new Rational(1_001n, 1_000n)));
      const lies = {
        ceiling: { ...detector, ceiling: better.toString() },
        'ceiling of nothing': { ...detector, ceiling: '0/1' },
        reach: { ...detector, reach: lower(detector.reach) },
        'no reach': { ...detector, reach: null },
        lambda: { ...detector, lambda: scaled(detector.lambda, 1_001_000n) },
        tau: { ...detector, tau: lower(detector.tau) },
        threshold: { ...detector, threshold: '-2/1' },
        base: { ...detector, base: detector.base === 'msp' ? 'ebo' : 'msp' },
        features: { ...detector, features: 'a' },
        logits: { ...detector, logits: 'h' },
        novelty: { ...detector, outputs: { ...detector.outputs, novelty: 'y' } },
        none: undefined,
      };
      for (const [name, lie] of Object.entries(lies)) {
        const told = { ...certificate, detector: lie };
        expect(checkGuard(guarded.model, onnx, told), `${id} ${name}`).not.toBe(null);
      }
      for (const operator of ['Sqrt', 'GlobalMaxPool', 'Not', 'Less', 'Neg']) {
        const changed = guarded.model.slice();
        changed[Buffer.from(changed).lastIndexOf(operator)] ^= 1;
        expect(checkGuard(changed, onnx, certificate), operator).not.toBe(null);
      }
      // A weight of the last layer, in both files.
      expect(Buffer.from(onnx).indexOf(Buffer.from(float32Bytes(onnx)))).toBeGreaterThan(0);
      const [file, original] = [guarded.model, onnx].map((bytes) => {
        const place = Buffer.from(bytes).indexOf(Buffer.from(float32Bytes(onnx)));
        const changed = bytes.slice();
        new DataView(changed.buffer, changed.byteOffset).setFloat32(place, 5, true);
        return changed;
      });
      expect(checkGuard(file, original, certificate), 'a weight').not.toBe(null);
    }
  });

  it('has no ceiling where activations may be negative, and is refused without a last layer', async () => {
    const plain = model('Gemm', 'Identity');
    const leaky = {
      ...plain,
      nodes: plain.nodes.map((node) => (node.op === 'Relu' ? { ...node, op: 'LeakyRelu' } : node)),
    };
    const onnx = encodeOnnx(leaky);
    const settings = { scaling: null, flagRate: 0.05, seed: 1 };
    const fitted = await fitGuardDetector(readOnnx(onnx, 'leaky'), 'cea-msp', data, settings);
    const guarded = guard({ onnx }, data.x, {}, fitted);
    expect(guarded.certificate.detector).toMatchObject({ ceiling: null, reach: null });
    expect(checkGuard(guarded.model, onnx, guarded.certificate)).toBe(null);
    const lie = { ...guarded.certificate.detector!, ceiling: '9/10', reach: '100000/1' };
    expect(checkGuard(guarded.model, onnx, { ...guarded.certificate, detector: lie })).toContain(
      'may be negative',
    );
    const ended = encodeOnnx({
      ...plain,
      nodes: [
        ...plain.nodes.slice(0, -1),
        { op: 'Tanh', in: ['f'], out: ['t'] },
        { op: 'Identity', in: ['t'], out: ['y'] },
      ],
    });
    expect(() => guard({ onnx: ended }, data.x, {}, fitted)).toThrow('must be made by one Gemm');
  });
});

/** The bytes of the first weight of the last layer. */
function float32Bytes(onnx: Uint8Array): Uint8Array {
  const head = new Classifier(readOnnx(onnx, 'model')).head.weights.values;
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  view.setFloat32(0, head[0], true);
  view.setFloat32(4, head[1], true);
  return bytes;
}
