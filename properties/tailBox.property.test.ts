import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Rational } from '../src/exact/rational.js';
import { rayCase } from '../src/generate/rayCase.js';
import { readNetwork } from '../src/network/networkFile.js';
import { boxTail } from '../src/tail/boxTail.js';
import { exactTail } from '../src/tail/exactTail.js';
import { anyDouble, mixedDouble } from './doubles.js';
import { networkAndRay } from './networks.js';
import { holdsAlways, RUNS } from './runs.js';

/** Doubles near a point, and itself: a box of some inputs. */
const widths = fc.constantFrom(0, 0, 2 ** -40, 2 ** -3, 4);

it.each([
  ['generated rays', rayCase(), 2],
  ['magnitudes 2^±60', networkAndRay(mixedDouble()), 1],
  ['all magnitudes', networkAndRay(anyDouble(), { depth: 2, width: 3 }), 1],
])('what a box says holds of its corners and its middle: %s', (_, rays, share) => {
  let tight = 0;
  let tightLeads = 0;
  holdsAlways(
    fc.property(rays, widths, (ray, width) => {
      const network = readNetwork(ray.network);
      const lower = ray.origin.map((x) => x - width);
      const upper = ray.origin.map((x) => x + width);
      if (![...lower, ...upper].every(Number.isFinite)) return;
      const box = boxTail(network, { lower, upper }, ray.direction);
      const k = box.slopes.top[0];
      for (const corner of width === 0 ? [ray.origin] : [ray.origin, lower, upper]) {
        const tail = exactTail(network, corner, ray.direction);
        const notBefore = (bound: number, value: Rational) =>
          bound === Infinity || Rational.of(bound).compare(value) >= 0;
        expect(notBefore(box.fromUpper, tail.from), `${box.fromUpper} < ${tail.from}`).toBe(true);
        const leads = tail.intercept.map((a) => a.subtract(tail.intercept[k]));
        leads.forEach((lead, c) => {
          expect(notBefore(box.leadUpper[c], lead), `${box.leadUpper[c]} < ${lead}`).toBe(true);
        });
        const from = tail.from.toNumber();
        const sizes = tail.intercept.map((a) => Math.abs(a.toNumber()));
        const apart = leads.map((lead, c) => box.leadUpper[c] - lead.toNumber());
        if (width === 0 && apart.every((loss, c) => loss <= 1e-9 * (sizes[c] + sizes[k]))) {
          tightLeads++;
        }
        // Of one input nothing is lost but rounding, unless a unit stays on its kink.
        if (width > 0 || tail.boundary || !(from < 2 ** 100)) continue;
        if (Math.abs(box.fromUpper - from) <= 1e-9 * from) tight++;
      }
    }),
    share,
  );
  expect(tight).toBeGreaterThan(RUNS / 10);
  expect(tightLeads).toBeGreaterThan(RUNS / 4);
});
