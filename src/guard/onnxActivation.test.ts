import { describe, expect, it } from 'vitest';
import { RunningModel } from '../../properties/support/readers/runModel.js';
import { Real } from '../exact/real.js';
import { valuesAt } from '../network/evaluate.js';
import { GraphBuilder } from '../network/graphBuilder.js';
import type { Network } from '../network/network.js';
import { type AnyLayer, readNetwork } from '../network/networkFile.js';
import { selu } from '../network/smoothFunctions.js';
import { readOnnx } from '../readers/onnx/readOnnx.js';
import { expandedTail } from '../tail/expandedTail.js';
import { onnxOfNetwork } from './onnxOfNetwork.js';

const SPREAD = { type: 'dense', weights: [[1], [-0.5], [0.25]], bias: [0, 0.75, -1] } as const;
const layersOf = (activation: AnyLayer) =>
  readNetwork({ format: 'farfield-network', version: 1, inputs: 1, layers: [SPREAD, activation] });

/** A SELU of other constants, as ONNX files may hold. */
function otherSelu(): Network {
  const builder = new GraphBuilder(1);
  const x = builder.dense(Float64Array.of(1, -0.5, 0.25), Float64Array.of(0, 0.75, -1), 0, 'dense');
  return builder.build(builder.activation(selu(Real.of(1.5), Real.of(0.75)), x, 'selu'));
}

const NETWORKS: Readonly<Record<string, Network>> = {
  ...Object.fromEntries(
    (
      [
        { type: 'elu', alpha: 1 },
        { type: 'elu', alpha: 0.25 },
        { type: 'celu', alpha: 1 },
        { type: 'celu', alpha: 3 },
        { type: 'softplus', beta: 1 },
        { type: 'softplus', beta: 2.5 },
        { type: 'leaky-relu', slope: 0.125 },
        { type: 'clip', lower: -0.5, upper: 2 },
        { type: 'mish' },
      ] as const
    ).map((layer) => [JSON.stringify(layer), layersOf(layer)]),
  ),
  'a SELU of other constants': otherSelu(),
};

describe('an activation written as ONNX', () => {
  it.each(Object.entries(NETWORKS))(
    '%s is what it was, in onnxruntime and read again',
    async (_, network) => {
      const { bytes, notes } = onnxOfNetwork(network);
      expect(notes).toHaveLength(1);
      const points = [-300, -3, -1, -0.25, 0, 0.5, 2, 300].map((x) => Float32Array.of(x));
      const rows = await (await RunningModel.of(bytes)).outputs('logits', points);
      const again = readOnnx(bytes, 'written.onnx');
      for (const [p, point] of points.entries()) {
        const [expected, found] = [network, again].map((one) =>
          Array.from(valuesAt(one, Float64Array.from(point)).at(-1)!),
        );
        for (const [i, value] of expected.entries()) {
          expect(rows[p][i]).toBeCloseTo(value, 4);
          expect(found[i]).toBeCloseTo(value, 12);
        }
      }
      for (const direction of [[1], [-1]]) {
        const [was, is] = [network, again].map((one) => expandedTail(one, [0.5], direction));
        expect(is.regime).toBe(was.regime);
        expect(is.slope?.map(String)).toEqual(was.slope?.map(String));
      }
    },
  );

  it('tells of parameters that float32 does not hold', () => {
    const notes = (layer: AnyLayer) => onnxOfNetwork(layersOf(layer)).notes.join(' ');
    expect(notes({ type: 'elu', alpha: 0.1 })).toMatch(/1 of its numbers/);
    expect(notes({ type: 'softplus', beta: 0.1 })).toMatch(/1 of its numbers/);
    expect(notes({ type: 'leaky-relu', slope: 0.01 })).toMatch(/1 of its numbers/);
    expect(notes({ type: 'clip', lower: -0.1, upper: 0.3 })).toMatch(/2 of its numbers/);
    expect(notes({ type: 'selu' })).toMatch(/2 of its numbers/);
    expect(notes({ type: 'hard-swish' })).toMatch(/1 of its numbers/);
  });
});
