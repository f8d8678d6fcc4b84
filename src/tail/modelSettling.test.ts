import fc from 'fast-check';
import { expect, test } from 'vitest';
import { build, point, probabilitiesAt, recipe } from '../../properties/generalNetworks.js';
import {
  hasLimitCases,
  limitCaseFiles,
  limitCasesFolder,
  readLimitCases,
} from '../../properties/limitCases.js';
import { testsNeeding } from '../../properties/testsNeeding.js';
import { Real } from '../exact/real.js';
import { evaluate } from '../network/evaluate.js';
import type { Network } from '../network/network.js';
import { expandedTail } from './expandedTail.js';
import { settlesWithin, settlingOf } from './settlesWithin.js';
import type { Ray } from './tail.js';

const EPSILONS = [0.1, 1e-3];
/** Rays of each network that are tried. */
const RAYS = 2;
/** Where after a scale it is looked: for ever is later still. */
const LATER = [1, 1 + 2 ** -10, 1.5, 7, 2 ** 20];

test('probabilities of random networks with products, gates, norms and attention stay near their limits', () => {
  let [asked, known] = [0, 0];
  fc.assert(
    fc.property(recipe, point, point, (made, origin, direction) => {
      fc.pre(direction.some((value) => value !== 0));
      const network = build(made);
      const { limit, regime } = expandedTail(network, origin, direction);
      if (!limit || regime === 'unknown') return;
      for (const epsilon of EPSILONS) {
        asked += 1;
        const from = settlesWithin(network, { origin, direction }, epsilon);
        if (from === null) continue;
        known += 1;
        for (const factor of LATER) {
          // Enclosures of 160 bits: 48 digits.
          const found = probabilitiesAt(network, origin, direction, Real.of(from * factor));
          found?.forEach((p, c) => {
            expect(Math.abs(p - limit[c].toNumber())).toBeLessThanOrEqual(epsilon + 1e-9);
          });
        }
      }
    }),
    { numRuns: 120, seed: 12 },
  );
  expect(known / asked).toBeGreaterThan(0.9);
});

function probabilities(network: Network, { origin, direction }: Ray, t: number): number[] {
  const x = Array.from(origin, (value, i) => value + t * direction[i]);
  const outputs = Array.from(evaluate(network, x));
  if (network.outputs === 'probabilities') return outputs;
  const largest = Math.max(...outputs);
  const shares = outputs.map((value) => Math.exp(value - largest));
  const sum = shares.reduce((a, b) => a + b);
  return shares.map((share) => share / sum);
}

/** Of logarithms there are no models; one output has no classes. */
const NOT_KNOWN = ['mlp-log1p.cases.json', 'resnet-bn.cases.json'];

const settled = 'scales from which networks of exporters keep near their limits';
testsNeeding(`networks in ${limitCasesFolder}`, hasLimitCases).describe(settled, () => {
  test.each(limitCaseFiles)('%s', (name) => {
    const { network, cases } = readLimitCases(name);
    for (const ray of cases.slice(0, RAYS)) {
      const settles = settlingOf(network, ray);
      for (const epsilon of EPSILONS) {
        const from = settles(epsilon);
        if (NOT_KNOWN.includes(name)) {
          expect(from).toBeNull();
          continue;
        }
        expect(from).not.toBeNull();
        for (const factor of LATER) {
          // In float64: what is left of a limit of a network this small is far below ε.
          probabilities(network, ray, from! * factor).forEach((p, c) => {
            expect(Math.abs(p - Number(ray.limit![c]))).toBeLessThanOrEqual(epsilon + 1e-6);
          });
        }
      }
    }
  });
});
