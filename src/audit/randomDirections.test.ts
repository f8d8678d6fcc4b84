import { describe, expect, it } from 'vitest';
import { dense, networkFile, relu } from '../../properties/smallNetworks.js';
import { clopperPearson } from '../metrics/clopperPearson.js';
import { readNetwork } from '../network/networkFile.js';
import { audit } from './audit.js';
import { directionOf } from './auditRay.js';
import { parsePolicies } from './policy.js';
import { randomRays } from './randomRays.js';

/** Logits (relu(x_0), 0): half of all directions end in certainty, the others constant. */
const half = readNetwork(networkFile(3, dense([[1, 0, 0]]), relu, dense([[1], [0]])));

describe('random directions', () => {
  it('have length 1, no direction of their own, and do not hang on how many are drawn', () => {
    const rays = randomRays(4, 400, 7);
    expect(rays[3].entries).toEqual(randomRays(4, 5, 7)[3].entries);
    expect(rays[3].entries).not.toEqual(randomRays(4, 5, 8)[3].entries);
    const mean = [0, 0, 0, 0];
    for (const ray of rays) {
      const direction = directionOf(ray, 4);
      expect(Math.hypot(...direction)).toBeCloseTo(1, 12);
      for (const [d, value] of direction.entries()) mean[d] += value / 400;
    }
    // Each entry has variance 1/4: four deviations of the mean of 400.
    for (const value of mean) expect(Math.abs(value)).toBeLessThan(0.1);
  });

  it('tell the share of all directions that end in certainty, with its interval', async () => {
    let within = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const { audit: found } = await audit(half, { randomDirections: 80, seed, workers: 0 });
      const { drawn, certain, lower, upper, undecided } = found.sample!;
      expect([drawn, undecided]).toEqual([80, 0]);
      expect(certain).toBe(found.summary.saturating);
      expect({ lower, upper, level: 0.95 }).toEqual(clopperPearson(certain, 80));
      if (lower <= 0.5 && upper >= 0.5) within++;
    }
    // Nineteen of twenty are expected; a coin of 1/4 would be outside nearly always.
    expect(within).toBeGreaterThanOrEqual(17);
  });

  it('stand beside all directions of two inputs, decided as arcs', async () => {
    const two = readNetwork(networkFile(2, dense([[1, 0]]), relu, dense([[1], [0]])));
    const { audit: found } = await audit(two, { randomDirections: 40, workers: 0 });
    const { circle, sample, summary } = found;
    expect(circle!.arcs.map(({ from, to, regime }) => [...from, ...to, regime])).toEqual([
      ['0/1', '-1/1', '0/1', '1/1', 'saturating'],
      ['0/1', '1/1', '0/1', '-1/1', 'flat'],
    ]);
    expect(circle!.lower).toBeLessThan(0.5);
    expect(circle!.upper).toBeGreaterThan(0.5);
    expect(circle!.upper - circle!.lower).toBeLessThan(1e-13);
    expect(sample!.lower).toBeLessThan(0.5);
    expect(summary.sentences.join()).toContain('50 % of them end in certainty, in 1 of 2 arcs');
    // Of three inputs there are no arcs, and of features nothing is asked.
    expect((await audit(half, { randomDirections: 5, workers: 0 })).audit.circle).toBeUndefined();
    expect((await audit(two, { workers: 0 })).audit.circle).toBeUndefined();
  });

  it('are what the policy on their share is about, and its interval decides', async () => {
    const check = async (policy: string, randomDirections?: number) => {
      const policies = parsePolicies(policy);
      const more = randomDirections === undefined ? {} : { randomDirections };
      const { audit: found } = await audit(half, { policies, workers: 0, ...more });
      return found.violations.map(({ message }) => message);
    };
    const few = await audit(half, { randomDirections: 10, workers: 0 });
    const many = await audit(half, { randomDirections: 1000, workers: 0 });
    expect(few.audit.sample!.upper).toBeGreaterThan(0.6);
    expect(many.audit.sample!.upper).toBeLessThan(0.6);
    // Ten cannot rule out that it is more than 60 %; a thousand can.
    expect(await check('certain-share>0.6', 10)).toHaveLength(1);
    expect(await check('certain-share>0.6', 1000)).toEqual([]);
    expect((await check('certain-share>0.4', 1000))[0]).toContain('of all directions end in');
    expect(await check('certain-share<0.4', 1000)).toEqual([]);
    await expect(check('certain-share>0.4')).rejects.toThrow('needs directions drawn at random');
    expect(() => parsePolicies('certain-shar>0.4')).toThrow('did you mean certain-share?');
  });

  it('carry a network of 150,528 inputs, from data of its size', async () => {
    const inputs = 150_528;
    const rows = [0, 1, 2].map((r) =>
      Array.from({ length: inputs }, (_, d) => ((d * 7 + r) % 5) - 2),
    );
    const wide = readNetwork(
      networkFile(
        inputs,
        dense(rows),
        relu,
        dense([
          [1, 0, 0],
          [0, 1, 1],
        ]),
      ),
    );
    const values = Float64Array.from({ length: 4 * inputs }, (_, k) => ((k * 13) % 11) / 11);
    const { audit: found } = await audit(wide, {
      randomDirections: 4,
      workers: 0,
      rows: 2,
      data: {
        name: 'images',
        features: Array.from({ length: inputs }, (_, d) => `p${d}`),
        x: { rows: 4, columns: inputs, values },
        labels: null,
        notes: [],
      },
    });
    expect(found.sample).toMatchObject({ drawn: 4, undecided: 0 });
    expect(found.directions).toHaveLength(4);
    const certain = found.directions.filter(({ regime }) => regime === 'saturating');
    expect(certain.length).toBeGreaterThan(0);
    for (const { scales } of certain) expect(scales[0].distance).toBeGreaterThan(0);
  });
});
