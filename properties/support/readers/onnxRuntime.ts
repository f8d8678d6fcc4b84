import { createRequire } from 'node:module';
import { expect } from 'vitest';
import { evaluate, valuesAt } from '../../../src/network/evaluate.js';
import type { Network } from '../../../src/network/network.js';

/** What these tests use of onnxruntime-web; its own types need a browser's. */
interface Runtime {
  env: { logLevel: string; wasm: { numThreads: number } };
  Tensor: new (
    type: string,
    data: Float32Array,
    shape: readonly number[],
  ) => { data: ArrayLike<number> };
  InferenceSession: {
    create(
      bytes: Uint8Array,
      options?: object,
    ): Promise<{
      inputNames: readonly string[];
      outputNames: readonly string[];
      inputMetadata: readonly { shape: readonly (number | string)[] }[];
      run(feeds: object): Promise<Record<string, { data: ArrayLike<number> }>>;
    }>;
  };
}

const runtime = createRequire(import.meta.url)('onnxruntime-web') as Runtime;
runtime.env.logLevel = 'fatal';
runtime.env.wasm.numThreads = 1;

/** The model's output at each point, by onnxruntime, in float32. */
export async function runOnnx(
  bytes: Uint8Array,
  points: readonly Float32Array[],
): Promise<Float64Array[]> {
  const session = await runtime.InferenceSession.create(bytes, { logSeverityLevel: 4 });
  const shape = session.inputMetadata[0].shape.map((length) =>
    typeof length === 'number' ? length : 1,
  );
  const outputs: Float64Array[] = [];
  for (const point of points) {
    const tensor = new runtime.Tensor('float32', point, shape);
    const result = await session.run({ [session.inputNames[0]]: tensor });
    outputs.push(Float64Array.from(result[session.outputNames[0]].data));
  }
  return outputs;
}

/**
 * The largest difference from onnxruntime, relative to what the logits of each point are sums of:
 * where large terms cancel, that is what float32 rounds.
 */
export async function expectSameAsRuntime(
  network: Network,
  bytes: Uint8Array,
  points: readonly Float32Array[],
  tolerance = 1e-5,
): Promise<void> {
  const expected = await runOnnx(bytes, points);
  points.forEach((point, k) => {
    const logits = evaluate(network, point);
    expect(logits.length).toBe(expected[k].length);
    const scale = Math.max(1e-6, ...summed(network, point), ...expected[k].map(Math.abs));
    for (let c = 0; c < logits.length; c++) {
      expect(Math.abs(logits[c] - expected[k][c]) / scale).toBeLessThan(tolerance);
    }
  });
}

/** Σ |weight|·|activation| + |bias| of each logit, where an affine layer makes them. */
function summed(network: Network, point: Float32Array): number[] {
  const node = network.nodes[network.output - 1];
  if (node?.operation.kind !== 'affine') return [];
  const { operation, inputs } = node;
  const values = valuesAt(network, Float64Array.from(point));
  return Array.from(operation.bias.nearest, (bias, c) =>
    operation.maps.reduce((sum, map, m) => {
      const { columns, values: weights } = map.row(c);
      return Array.from(columns).reduce(
        (partial, j, n) => partial + Math.abs(weights[n] * values[inputs[m]][j]),
        sum,
      );
    }, Math.abs(bias)),
  );
}

/** Pseudo-random numbers in [−1, 1): a test's weights and points, the same in every run. */
export function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    // Numerical Recipes' linear congruential generator: quality is beside the point here.
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/** Random points as float32. */
export function randomPoints(size: number, count: number, seed: number, scale = 1): Float32Array[] {
  const next = numbers(seed);
  return Array.from({ length: count }, () =>
    Float32Array.from({ length: size }, () => next() * scale),
  );
}
