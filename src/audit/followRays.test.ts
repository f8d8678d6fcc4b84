import { expect, it } from 'vitest';
import { RandomNumbers } from '../data/randomNumbers.js';
import type { Batch, BehaviourAtInfinity, Observations } from '../detectors/index.js';
import type { FittedDetector } from './fittedDetectors.js';
import { followRays, type RaysView, type RayToFollow, type ScalesOfRay } from './followRays.js';

/** Certain, or flagged, at scales between pairs of these, ascending; for ever after the last. */
type Changes = readonly number[];

const isOn = (changes: Changes, t: number) => changes.filter((at) => at <= t).length % 2 === 1;

/** A ray by its changes: of certainty, of what each detector flags, and where doubles end. */
interface MadeRay {
  readonly certain: Changes;
  readonly flags: readonly Changes[];
  readonly leaves: number;
}

/** Logits tell certainty, features what detectors flag. */
function viewOf(rays: readonly MadeRay[], asked: { scales: number }): RaysView {
  const places = (at: readonly ScalesOfRay[]) =>
    at.flatMap(({ ray, scales }) => scales.map((t) => ({ ray: rays[ray], t })));
  const batch = (rows: readonly (readonly number[])[]): Batch => ({
    rows: rows.length,
    columns: rows[0].length,
    values: Float64Array.from(rows.flat()),
  });
  const outputs = (at: readonly ScalesOfRay[]) =>
    batch(places(at).map(({ ray, t }) => [isOn(ray.certain, t) ? 1 : 0.5, 0]));
  return {
    outputs,
    observe(at): Observations {
      asked.scales += places(at).length;
      return {
        logits: outputs(at),
        features: batch(
          places(at).map(({ ray, t }) =>
            ray.flags.map((changes) => (t >= ray.leaves ? Infinity : isOn(changes, t) ? 1 : -1)),
          ),
        ),
      };
    },
    probabilities: (row) => row,
    scalesAtOnce: 80,
  };
}

const detectorOf = (d: number, scored: { rows: number }): FittedDetector => ({
  id: `detector ${d}`,
  name: '',
  threshold: 0,
  flagging: {
    threshold: 0,
    bounds: { lower: 0, upper: 0, level: 0 },
    flagged: 0,
    atMost: 0,
  } as never,
  idScores: Float64Array.of(0),
  scorer: {
    detector: `detector ${d}`,
    parameters: {},
    score({ features }) {
      scored.rows += features.rows;
      return Float64Array.from(
        { length: features.rows },
        (_, i) => features.values[i * features.columns + d],
      );
    },
    germ: () => {
      throw new Error('not asked for');
    },
  },
});

const ending = (up: boolean) =>
  ({
    kind: up ? 'diverges-up' : 'diverges-down',
    limit: up ? Infinity : -Infinity,
    float64Limit: null,
    unattained: null,
    bounds: up ? { lower: Infinity, upper: Infinity } : { lower: -Infinity, upper: -Infinity },
  }) as BehaviourAtInfinity;

/** The scale from which something stays so: every scale of the curve, then all that are between. */
function endures(first: readonly number[], is: (t: number) => boolean): number {
  let scales = first;
  if (!is(scales.at(-1)!)) {
    const last = scales.at(-1)!;
    scales = [last, ...Array.from({ length: 54 }, (_, k) => last * 4 ** (k + 1))];
    if (!is(scales.at(-1)!)) return scales.at(-1)!;
  }
  const before = scales.findLastIndex((t) => !is(t));
  if (before === -1) return scales[0];
  const [low, high] = [scales[before], scales[before + 1]];
  const between = Array.from({ length: 16 }, (_, k) => {
    const share = (k + 1) / 17;
    return low > 0 ? low * (high / low) ** share : low + (high - low) * share;
  });
  return between[between.findLastIndex((t) => !is(t)) + 1] ?? high;
}

it('rays followed together see what each would alone, whatever comes and goes along them', () => {
  const random = new RandomNumbers(3, 'followRays');
  const draw = (most: number, odd: boolean): Changes => {
    const count = 2 * Math.floor(random.uniform() * 3) + (odd ? 1 : 0);
    return Array.from({ length: count }, () => 10 ** (most * random.uniform() - 3)).sort(
      (x, y) => x - y,
    );
  };
  const asked = { scales: 0 };
  const scored = { rows: 0 };
  for (let run = 0; run < 40; run++) {
    const rays = Array.from(
      { length: 1 + (run % 5) },
      (): MadeRay => ({
        certain: draw(run % 4 === 0 ? 12 : 6, true),
        flags: [draw(6, true), draw(6, false), draw(14, true)],
        leaves: run % 3 === 0 ? 10 ** (5 * random.uniform()) : Infinity,
      }),
    );
    const follow: RayToFollow[] = rays.map((_, k) => ({
      dangerScale: run % 7 === 0 ? null : 10 ** (2 * random.uniform()),
      edge: run % 2 === 0 ? 0 : 3,
      detected: k % 4 !== 3,
      drawn: k === 0,
    }));
    const detectors = [0, 1, 2].map((d) => detectorOf(d, scored));
    const isBlind = (d: number, ray: number) => rays[ray].flags[d].length % 2 === 0;
    const found = followRays(
      viewOf(rays, asked),
      follow,
      detectors,
      ({ id }, ray) => ending(!isBlind(Number(id.at(-1)), ray)),
      { top: 0, epsilon: 0.01, points: 33 },
    );
    found.forEach(({ edge, seenFrom, curves, findings }, ray) => {
      const { certain, flags, leaves } = rays[ray];
      const { dangerScale, detected, drawn } = follow[ray];
      expect(edge).toBe(follow[ray].edge);
      expect(curves !== null).toBe(drawn);
      const around = dangerScale ?? firstCertain(edge, certain);
      const curve = Array.from({ length: 33 }, (_, j) => around * 10 ** (-2 + (6 * j) / 32));
      const scales = [...new Set([0, edge, ...curve])].sort((x, y) => x - y);
      expect(seenFrom).toBe(endures(scales, (t) => isOn(certain, t)));
      expect(findings.length).toBe(detected ? 3 : 0);
      findings.forEach(({ blind, flagScale }, d) => {
        expect(blind).toBe(isBlind(d, ray));
        const flagged = (t: number) => t >= leaves || isOn(flags[d], t);
        expect(flagScale).toBe(blind ? Infinity : endures(scales, flagged));
      });
      if (!curves) return;
      expect(curves.scales).toEqual(curve);
      expect(curves.confidence).toEqual(curve.map((t) => (isOn(certain, t) ? 1 : 0.5)));
      const share = (changes: Changes) => (t: number) =>
        t >= leaves ? 0 : isOn(changes, t) ? 1 : 0;
      expect(curves.shares).toEqual(flags.map((changes) => curve.map(share(changes))));
    });
  }
  // Where a detector is blind and nothing is drawn, nothing is scored; else from the last scale on.
  expect(scored.rows).toBeLessThan(2 * asked.scales);
});

function firstCertain(edge: number, certain: Changes): number {
  const base = edge > 0 ? edge : 1;
  const at = Array.from({ length: 31 }, (_, k) => base * 2 ** (2 * k - 8));
  return at[at.findLastIndex((t) => !isOn(certain, t)) + 1] ?? at[at.length - 1];
}
