import { describe, expect, test } from 'vitest';
import { EXPORTER_LAYOUTS } from '../../properties/support/readers/exporterLayouts.js';
import { normals } from '../../properties/support/readers/graphWriter.js';
import { expectSameAsRuntime, randomPoints } from '../../properties/support/readers/onnxRuntime.js';
import { exp } from '../exact/elementary.js';
import { Real } from '../exact/real.js';
import { EXACT } from '../network/domains/exact.js';
import type { Network } from '../network/network.js';
import { walk } from '../network/walk.js';
import { readOnnx } from '../readers/onnx/readOnnx.js';
import { expandedTail } from './expandedTail.js';

/** So far out that what falls like 1/t is beyond all digits that are compared. */
const FAR = Real.of(2 ** 120);
const NEAR = 2 ** -60;

/** Class probabilities at x(t), in enclosures of 256 bits. */
function probabilitiesAt(network: Network, origin: number[], direction: number[]): Real[] {
  const x = origin.map((value, i) => Real.of(value).add(FAR.multiply(Real.of(direction[i]))));
  const outputs: Real[] = Array.from(walk(network, EXACT, x)[network.output]);
  if (network.outputs === 'probabilities') return outputs;
  const largest = outputs.reduce((a, b) => (b.toNumber() > a.toNumber() ? b : a));
  const shares = outputs.map((logit) => exp(logit.subtract(largest)));
  const total = shares.reduce((a, b) => a.add(b));
  return shares.map((share) => share.divide(total));
}

describe('limits of networks as exporters write them are where enclosures are far out', () => {
  const asked = { rays: 0, unknown: 0 };

  test.each(Object.entries(EXPORTER_LAYOUTS))('%s', async (name, write) => {
    for (const seed of [1, 2]) {
      const bytes = write(seed);
      const network = readOnnx(bytes, 'model.onnx');
      await expectSameAsRuntime(network, bytes, randomPoints(network.inputSize, 2, seed));
      const isProbabilities = /probabilities|one-versus-rest/.test(name);
      expect(network.outputs === 'probabilities').toBe(isProbabilities);
      const random = normals(seed + 100);
      const origin = Array.from({ length: network.inputSize }, random);
      const axis = origin.map((_value, i) => (i === seed % 3 ? -1 : 0));
      for (const direction of [axis, axis.map((value) => -value), origin.map(() => random())]) {
        const { regime, limit } = expandedTail(network, origin, direction);
        asked.rays++;
        if (regime === 'unknown') asked.unknown++;
        const found = probabilitiesAt(network, origin, direction);
        limit!.forEach(({ lower, upper }, c) => {
          const off = found[c].subtract(Real.ofRational(lower).hull(Real.ofRational(upper)));
          // An enclosure far out and one of the limit have to come this close.
          expect(off.lower.toNumber()).toBeLessThan(NEAR);
          expect(off.upper.toNumber()).toBeGreaterThan(-NEAR);
          if (regime !== 'unknown') {
            expect(upper.subtract(lower).toNumber()).toBeLessThan(1e-9);
          }
        });
        if (regime === 'unknown' || regime === null) continue;
        const kept = found.filter((share) => share.upper.toNumber() > NEAR).length;
        const expected = kept === 1 ? 'saturating' : kept === found.length ? 'flat' : 'tied';
        expect(regime).toBe(expected);
      }
    }
  });

  test('at most one ray in twenty is not known', () => {
    expect(asked.rays).toBeGreaterThan(0);
    expect(asked.unknown / asked.rays).toBeLessThanOrEqual(0.05);
  });
});
