import { expect, it } from 'vitest';
import { encodeOnnx, float32 } from '../../../properties/support/readers/encodeOnnx.js';
import { readOnnx } from '../../readers/onnx/readOnnx.js';
import { Classifier } from '../classifier.js';
import { fittingDataOf } from '../fittingData.js';
import { ebo, msp } from '../index.js';
import { behaviourAtInfinity } from './behaviourAtInfinity.js';
import { scoreTailAlong } from './scoreTailAlong.js';

/** Batch normalisation, whose factor 1/√(0.3 + 0.001) is no fraction, before a ReLU and a head. */
const network = readOnnx(
  encodeOnnx({
    inputs: { x: ['N', 2] },
    initializers: {
      s: float32([2], [1, 2]),
      o: float32([2], [0.5, -1]),
      m: float32([2], [0.25, 0]),
      v: float32([2], [0.3, 0.7]),
      w: float32([2, 2], [1, -1, 0.5, 2]),
    },
    nodes: [
      {
        op: 'BatchNormalization',
        in: ['x', 's', 'o', 'm', 'v'],
        out: ['n'],
        attributes: { epsilon: { float: 0.001 } },
      },
      { op: 'Relu', in: ['n'], out: ['z'] },
      { op: 'MatMul', in: ['z', 'w'], out: ['y'] },
    ],
  }),
  'model.onnx',
);

it('detectors are decided at infinity of a network whose constants are only enclosed', () => {
  const classifier = new Classifier(network);
  const rows = Array.from({ length: 30 }, (_, i) => [Math.sin(i), Math.cos(3 * i)]);
  const labels = rows.map(([a, b]) => Number(a < b));
  const data = fittingDataOf(classifier, { x: rows, y: labels }, { x: rows, y: labels });
  const far = scoreTailAlong(classifier, { origin: [0, 0], direction: [1, 0] });
  expect(far.regime).toBe('saturating');
  // Slopes are the middles of enclosures, and say how far they may be off.
  expect(far.penultimate!.slopeErrors![0]).toBeGreaterThan(0);
  expect(far.penultimate!.slopeErrors![0]).toBeLessThan(1e-70);
  expect(behaviourAtInfinity(msp.fit(data), far).kind).toBe('converges');
  expect(behaviourAtInfinity(ebo.fit(data), far).kind).toBe('diverges-down');
});
