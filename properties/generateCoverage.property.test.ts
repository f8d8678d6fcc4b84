import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Claim } from '../src/claims/claim.js';
import { CurveAnalysis, limitOfWave } from '../src/claims/curveAnalysis.js';
import { EnsembleAnalysis, RayAnalysis } from '../src/claims/rayAnalysis.js';
import { CLAIMS } from '../src/claims/registry.js';
import { isMonotoneOnTail } from '../src/claims/shared/monotone.js';
import { arbitraryOf } from '../src/generate/arbitraries.js';
import { depthShares, LEAST_DEEP } from './claims/depthShares.js';
import { subjectsOf } from './claims/sharedSubjects.js';
import { PlantedSources } from './plantedSources.js';

const CASES = 2000;
const SEED = 7;

const rays = fc.sample(arbitraryOf.ray(), { numRuns: CASES, seed: SEED });
const subjects = rays.map((source) => RayAnalysis.of(source));
const ensembles = fc
  .sample(arbitraryOf.ensemble(), { numRuns: CASES, seed: SEED })
  .map((source) => new EnsembleAnalysis(source));
const logits = fc.sample(arbitraryOf.logits(), { numRuns: CASES, seed: SEED });
const curves = fc
  .sample(arbitraryOf.curve(), { numRuns: CASES, seed: SEED })
  .map((source) => new CurveAnalysis(source));

/** Percent of cases that meet a condition. */
function share<T>(cases: readonly T[], condition: (value: T) => boolean): number {
  return (100 * cases.filter(condition).length) / cases.length;
}

describe('generated rays', () => {
  it('saturate, are tied and are flat in at least a fifth of cases each', () => {
    for (const regime of ['saturating', 'tied', 'flat'] as const) {
      expect(share(subjects, ({ tail }) => tail.regime === regime)).toBeGreaterThanOrEqual(20);
    }
  });

  it('stay on a polytope boundary in at least 3 % of cases', () => {
    expect(share(subjects, ({ tail }) => tail.boundary)).toBeGreaterThanOrEqual(3);
  });

  it('scale one coordinate in at least half of all cases', () => {
    expect(share(subjects, (subject) => subject.scalesOneCoordinate)).toBeGreaterThanOrEqual(50);
  });

  it('are strictly monotonic scaling rays in at least 15 % of cases, two classes and more, tied and not', () => {
    const monotone = subjects.filter(
      (subject) => subject.scalesOneCoordinate && isMonotoneOnTail(subject) === true,
    );
    const count = (condition: (subject: RayAnalysis) => boolean) =>
      (100 * monotone.filter(condition).length) / CASES;
    expect(count(() => true)).toBeGreaterThanOrEqual(15);
    expect(count(({ classes }) => classes === 2)).toBeGreaterThanOrEqual(5);
    expect(count(({ classes }) => classes > 2)).toBeGreaterThanOrEqual(5);
    expect(count(({ tail }) => tail.regime === 'tied')).toBeGreaterThanOrEqual(5);
  });

  it('scale the whole input in at least 5 % of cases', () => {
    const whole = ({ origin, direction, coordinate }: RayAnalysis) =>
      coordinate === null && origin.every((value, d) => value === direction[d]);
    expect(share(subjects, whole)).toBeGreaterThanOrEqual(5);
  });

  it('hold zero features, zero rows, and rows that repeat', () => {
    const layersOf = ({ file }: RayAnalysis) =>
      file.layers.flatMap((layer) => (layer.type === 'dense' ? [layer] : []));
    const zeroRow = (subject: RayAnalysis) =>
      layersOf(subject).some(({ weights }) => weights.some((row) => row.every((w) => w === 0)));
    const twins = (subject: RayAnalysis) =>
      layersOf(subject).some(({ weights }) => {
        const rows = weights.map((row) => row.join());
        return new Set(rows).size < rows.length;
      });
    expect(share(subjects, ({ origin }) => origin.includes(0))).toBeGreaterThanOrEqual(10);
    expect(share(subjects, zeroRow)).toBeGreaterThanOrEqual(10);
    expect(share(subjects, twins)).toBeGreaterThanOrEqual(10);
  });

  it('are decided in exact integers, because bounds cannot, in at least 5 % of cases', () => {
    expect(share(subjects, ({ certified }) => certified.decisions.exact > 0)).toBeGreaterThan(5);
  });

  it('have every number of hidden layers from none to five, and every kind of layer', () => {
    const kinds = new Set(rays.flatMap(({ network }) => network.layers.map(({ type }) => type)));
    expect([...kinds].sort()).toEqual(
      ['clip', 'dense', 'leaky-relu', 'maximum', 'relu', 'residual'].sort(),
    );
    const depth = ({ file }: RayAnalysis) =>
      file.layers.filter(({ type }) => type === 'dense').length - 1;
    for (const layers of [0, 1, 2, 3, 4, 5]) {
      expect(share(subjects, (subject) => depth(subject) === layers)).toBeGreaterThanOrEqual(1);
    }
    for (const kind of ['clip', 'leaky-relu', 'maximum', 'residual'] as const) {
      const has = ({ file }: RayAnalysis) => file.layers.some(({ type }) => type === kind);
      expect(share(subjects, has), kind).toBeGreaterThanOrEqual(5);
    }
  });

  it('are wide, up to twelve units, and hold convolutions, in a few cases each', () => {
    const widths = subjects.map(({ file }) =>
      Math.max(
        0,
        ...file.layers
          .slice(0, -1)
          .map((layer) => (layer.type === 'dense' ? layer.weights.length : 0)),
      ),
    );
    expect(share(widths, (width) => width >= 5)).toBeGreaterThanOrEqual(4);
    expect(Math.max(...widths)).toBe(12);
    // Each row is the one before, an entry further.
    const convolves = ({ file }: RayAnalysis) =>
      file.layers.some(
        (layer) =>
          layer.type === 'dense' &&
          layer.weights.length > 1 &&
          layer.weights[0].length > layer.weights.length &&
          layer.weights[0].some((weight) => weight !== 0) &&
          layer.weights.every(
            (row, o) =>
              o === 0 || row.every((weight, i) => weight === (layer.weights[o - 1][i - 1] ?? 0)),
          ),
      );
    expect(share(subjects, convolves)).toBeGreaterThanOrEqual(1);
  });

  it('hold numbers of every magnitude, most of them small integers', () => {
    const numbers = (subject: RayAnalysis) => [
      ...subject.origin,
      ...subject.file.layers.flatMap((layer) =>
        layer.type === 'dense' ? [...layer.weights.flat(), ...layer.bias] : [],
      ),
    ];
    const all = subjects.map((subject) => numbers(subject).filter((value) => value !== 0));
    const small = all.filter((list) => list.every((x) => Number.isInteger(x) && Math.abs(x) <= 9));
    expect(small.length / CASES).toBeGreaterThan(0.5);
    const reached = (low: number, high: number) =>
      all.some((list) => list.some((x) => Math.abs(x) >= low && Math.abs(x) < high));
    expect(reached(0, 2 ** -1022)).toBe(true);
    expect(reached(2 ** -310, 2 ** -290)).toBe(true);
    expect(reached(2 ** -70, 2 ** -40)).toBe(true);
    expect(reached(2 ** 40, 2 ** 70)).toBe(true);
    expect(reached(2 ** 290, 2 ** 310)).toBe(true);
  });
});

describe('claims about rays and ensembles', () => {
  const claims = CLAIMS.filter(({ kind }) => kind === 'ray' || kind === 'ensemble');

  it('would be known to be tried on shallow networks, if none had hidden layers', () => {
    const { arbitraryOf: shallow } = new PlantedSources([
      'generate/draw/drawLayers.ts',
      'return pickWeighted(random, [\n    [11, 0],',
      'return 0 * pickWeighted(random, [\n    [11, 0],',
    ]).load<typeof import('../src/generate/arbitraries.js')>('generate/arbitraries.ts');
    const [rays, ensembles] = (['ray', 'ensemble'] as const).map((kind) =>
      subjectsOf(kind, { numRuns: 200, seed: SEED }, shallow),
    );
    for (const claim of claims) {
      const subjects = claim.kind === 'ray' ? rays : ensembles;
      const shares = depthShares(claim as unknown as Claim, subjects as never);
      expect(shares.length, claim.id).toBeGreaterThan(0);
      for (const { percent } of shares) expect(percent).toBeLessThan(LEAST_DEEP);
    }
  });
});

describe('generated ensembles', () => {
  it('saturate in every member in at least 30 % of cases', () => {
    expect(share(ensembles, ({ saturates }) => saturates)).toBeGreaterThanOrEqual(30);
  });

  it('agree, and disagree, on the class they saturate to in at least 10 % of cases each', () => {
    const tops = ({ members }: EnsembleAnalysis) => new Set(members.map(({ tail }) => tail.top[0]));
    const several = (subject: EnsembleAnalysis) => subject.size > 1 && subject.saturates;
    expect(share(ensembles, (e) => several(e) && tops(e).size === 1)).toBeGreaterThanOrEqual(10);
    expect(share(ensembles, (e) => several(e) && tops(e).size > 1)).toBeGreaterThanOrEqual(10);
  });

  it('have only strictly monotonic members along a scaling ray in at least 10 % of cases with three classes or more', () => {
    const monotone = ({ classes, members }: EnsembleAnalysis) =>
      classes > 2 && members.every((m) => m.scalesOneCoordinate && isMonotoneOnTail(m) === true);
    expect(share(ensembles, monotone)).toBeGreaterThanOrEqual(10);
  });

  it('mix regimes, and have one to four members, some of them identical', () => {
    const regimes = ({ members }: EnsembleAnalysis) =>
      new Set(members.map(({ tail }) => tail.regime)).size;
    expect(share(ensembles, (e) => regimes(e) > 1)).toBeGreaterThanOrEqual(10);
    for (const size of [1, 2, 3, 4]) {
      expect(share(ensembles, (e) => e.size === size)).toBeGreaterThanOrEqual(5);
    }
    const identical = ({ members }: EnsembleAnalysis) =>
      members.length > 1 && members.every(({ file }) => file === members[0].file);
    expect(share(ensembles, identical)).toBeGreaterThanOrEqual(3);
  });
});

describe('generated logits', () => {
  it('hold uniform, tied, nearly tied, saturated and extreme rows', () => {
    const any = (condition: (row: number[]) => boolean) =>
      share(logits, ({ logits: rows }) => rows.some((row) => condition(row.toSorted(descending))));
    expect(any((row) => row[0] === row[row.length - 1])).toBeGreaterThanOrEqual(5);
    expect(any((row) => row[0] === row[1])).toBeGreaterThanOrEqual(10);
    expect(any(([first, second]) => first !== second && first - second < 1e-9)).toBeGreaterThan(1);
    expect(any(([first, second]) => first - second > 50)).toBeGreaterThanOrEqual(10);
    expect(any((row) => row.some((x) => Math.abs(x) > 1e270))).toBeGreaterThanOrEqual(2);
  });
});

describe('generated curves', () => {
  it('become certain of a class in at least a fifth of cases, without any unit that diverges in at least 5 %', () => {
    const restless = ({ units }: CurveAnalysis) => units.every((u) => limitOfWave(u) === null);
    expect(share(curves, ({ certainClass }) => certainClass !== null)).toBeGreaterThanOrEqual(20);
    expect(share(curves, (c) => c.certainClass !== null && restless(c))).toBeGreaterThanOrEqual(5);
    const straight = ({ units }: CurveAnalysis) => units.every((u) => u.oscillating.sign === 0);
    expect(share(curves, (c) => c.certainClass !== null && straight(c))).toBeGreaterThanOrEqual(5);
    expect(share(curves, ({ certainClass }) => certainClass === null)).toBeGreaterThanOrEqual(10);
  });
});

describe('generated cases of every kind', () => {
  const kinds = Object.keys(arbitraryOf) as (keyof typeof arbitraryOf)[];

  it.each(kinds)('%s: the same seed gives the same cases, another seed others', (kind) => {
    const draw = (seed: number) =>
      fc.sample<unknown>(arbitraryOf[kind](), { numRuns: 50, seed }).map((c) => JSON.stringify(c));
    expect(draw(3)).toEqual(draw(3));
    expect(draw(3)).not.toEqual(draw(4));
  });

  it.each(kinds)('%s: every case is valid, and survives being written as JSON', (kind) => {
    const arbitrary = arbitraryOf[kind]() as fc.Arbitrary<unknown>;
    for (const source of fc.sample(arbitrary, { numRuns: CASES, seed: SEED })) {
      expect(arbitrary.canShrinkWithoutContext(source)).toBe(true);
      const written: unknown = JSON.parse(JSON.stringify(source));
      expect(written).toEqual(source);
    }
  });
});

function descending(x: number, y: number): number {
  return y - x;
}
