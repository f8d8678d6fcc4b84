import { describe, expect, it } from 'vitest';
import type { CaseKind, Cases } from '../claims/cases.js';
import type { Claim } from '../claims/claim.js';
import { claimById } from '../claims/claimById.js';
import type { RobustReading } from '../claims/generic.js';
import { perturbed } from '../claims/perturbed/perturbed.js';
import { CLAIMS } from '../claims/registry.js';
import { InputError } from '../errors/inputError.js';
import { dyadicOf } from '../exact/dyadic.js';
import { Rational } from '../exact/rational.js';
import { evaluate } from '../network/evaluate.js';
import { readNetwork } from '../network/networkFile.js';
import { refuteRobustly } from './checkGeneric.js';
import { widest } from './robust.js';
import { subjectOf } from './subjects.js';

const WITH_GENERIC = CLAIMS.filter(({ generic }) => generic).map(
  (claim) => claim as unknown as Claim<CaseKind>,
);
const ROBUST = WITH_GENERIC.filter(({ generic }) => generic!.kind === 'robust');
const HEADS = WITH_GENERIC.filter(({ generic }) => generic!.kind === 'heads');

/** Enough for every claim to find its witness. */
const CANDIDATES = 1000;
const SEED = 7;

/** Every number of a case moved by up to a radius: labels, slopes, bounds and directions stay. */
function moved<Kind extends CaseKind>(
  source: Cases[Kind],
  by: (value: number) => number,
): Cases[Kind] {
  const fixed = new Set([
    'y',
    'direction',
    'groups',
    'slope',
    'lower',
    'upper',
    'version',
    'inputs',
  ]);
  const visit = (value: unknown, key: string): unknown => {
    if (fixed.has(key)) return value;
    if (typeof value === 'number') return by(value);
    if (Array.isArray(value)) return value.map((entry) => visit(entry, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, entry]) => [name, visit(entry, name)]),
    );
  };
  return visit(source, '') as Cases[Kind];
}

/** Numbers within the radius: corners of the box, and 8-bit fractions of it. */
function* offsets(radius: number): Generator<number> {
  let state = 12345;
  for (let n = 0; ; n++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const corner = (n >> 6) % 2 === 0;
    yield corner ? (state >>> 31 ? radius : -radius) : radius * (((state >>> 23) - 256) / 256);
  }
}

describe('the third reading', () => {
  it.each(CLAIMS.filter(({ asPrinted }) => asPrinted.expected === 'refuted'))(
    'is there for $id, which is refuted as printed',
    ({ generic }) => {
      expect(generic).toBeDefined();
    },
  );

  it('is refused for a claim that is not refuted', () => {
    expect(() => refuteRobustly(claimById('regimes'), 1)).toThrow(InputError);
  });
});

describe.each(ROBUST)('$id, refuted robustly', (claim) => {
  const found = refuteRobustly(claim as never, SEED, CANDIDATES);
  const {
    reason: _,
    explanation: __,
    ...source
  } = found.witness ?? { reason: '', explanation: '' };

  it('comes out so, with a radius', () => {
    expect(found.verdict).toBe('refuted');
    expect(found.radius).toMatch(/^[1-9]\d*\/[1-9]\d*$/);
  });

  it('fails in every network sampled from the box', () => {
    const radius = Rational.parse(found.radius!).toNumber();
    const steps = offsets(radius);
    // A witness of few numbers has few corners, which come up again and again: decided once.
    const decided = new Set<string>();
    let sampled = 0;
    for (; sampled < SAMPLES; sampled++) {
      const neighbour = moved(source as never, (value) => value + steps.next().value!);
      const written = JSON.stringify(neighbour);
      if (decided.has(written)) continue;
      decided.add(written);
      const { status } = claim.asPrinted.check(subjectOf(claim.kind, neighbour));
      // What is expected is written down for the one that is not so, not ten thousand times.
      if (status !== 'fails') expect.fail(`${status}: ${written}`);
    }
    expect(sampled).toBe(SAMPLES);
  });

  it('has no wider box by one part in 16, unless it is cut off at 1', () => {
    const { failsThroughout } = claim.generic as RobustReading<CaseKind>;
    const survives = (radius: number) =>
      failsThroughout(perturbed(claim.kind, source as never, dyadicOf(radius)));
    const radius = Rational.parse(found.radius!).toNumber();
    expect(survives(radius)).toBe(true);
    if (radius < 1) expect(survives(radius * 1.125)).toBe(false);
  });
});

describe('monotone-logits in the sense that its proof argues', () => {
  const claim = claimById('monotone-logits') as unknown as Claim<'ray'>;
  const { asArgued } = refuteRobustly(claim as never, SEED, CANDIDATES);

  it('is refuted in every network sampled from a box: a logit moves against its probability', () => {
    const { reason: _, explanation: __, ...source } = asArgued!.witness!;
    const steps = offsets(Rational.parse(asArgued!.radius!).toNumber());
    for (let n = 0; n < 1000; n++) {
      const near = moved<'ray'>(source as never, (value) => value + steps.next().value!);
      const network = readNetwork(near.network);
      const at = (t: number) =>
        evaluate(
          network,
          near.origin.map((x, i) => x + t * near.direction[i]),
        );
      const [before, after] = [at(1000), at(1001)];
      const growth = [0, 1].map((c) => after[c] - before[c]);
      const lead = growth[0] - growth[1];
      expect([0, 1].some((c) => growth[c] * (c === 0 ? lead : -lead) < 0)).toBe(true);
    }
  });

  it.each([
    ['never', null],
    ['always', 'it fails'],
  ])('a check that says %s is noticed', (_, answer) => {
    const generic = claim.generic as RobustReading<'ray'>;
    const weaker = { ...generic.asArgued!, failing: () => answer };
    const found = refuteRobustly(
      { ...claim, generic: { ...generic, asArgued: weaker } } as never,
      SEED,
      200,
    );
    expect(found.asArgued!.radius).toBe(answer === null ? null : '1/1');
    expect(asArgued!.radius).not.toBe(found.asArgued!.radius);
  });
});

/** Networks sampled from each box. */
const SAMPLES = 10_000;

describe.each(HEADS)('$id, for almost every head', (claim) => {
  const found = refuteRobustly(claim as never, SEED, 200);

  it('holds, and its counterexample lies on a hyperplane', () => {
    expect(found.verdict).toBe('holds');
    expect(found.hyperplanes.length).toBeGreaterThan(0);
    expect(found.hyperplanes[0]).toMatch(/^\(w_\d − w_\d\)·Δ = 0/);
  });
});

describe('a weaker check of boxes', () => {
  it.each(ROBUST)('that always says yes is noticed for $id', (claim) => {
    const generic = { ...claim.generic, failsThroughout: () => true } as RobustReading<CaseKind>;
    const found = refuteRobustly({ ...claim, generic } as never, SEED, 50);
    // Every case fails as printed, so that the smallest does.
    const always = ['softmax-increasing', 'entropy-direction'];
    // The smallest case, in which nothing moves, fails as well; not all of its neighbours do.
    const alone = ['monotone-on-polytopes'];
    const fails = [...always, ...alone].includes(claim.id);
    expect(found.verdict).toBe(fails ? 'refuted' : 'inconclusive');
    if (alone.includes(claim.id)) {
      const { reason: _, explanation: __, ...source } = found.witness!;
      const steps = offsets(Rational.parse(found.radius!).toNumber());
      const outcomes = Array.from({ length: 100 }, () => {
        const neighbour = moved(source as never, (value) => value + steps.next().value!);
        return claim.asPrinted.check(subjectOf(claim.kind, neighbour)).status;
      });
      expect(outcomes, JSON.stringify(source)).toContain('holds');
    }
  });

  it.each(ROBUST)('that always says no is noticed for $id', (claim) => {
    const generic = { ...claim.generic, failsThroughout: () => false } as RobustReading<CaseKind>;
    const found = refuteRobustly({ ...claim, generic } as never, SEED, 50);
    expect(found).toMatchObject({ verdict: 'inconclusive', radius: null, witness: null });
  });
});

describe('widest', () => {
  it('bisects to one part in 16', () => {
    const within = (limit: number) =>
      widest(({ mantissa, exponent }) => Number(mantissa) * 2 ** exponent <= limit, {
        mantissa: 1n,
        exponent: -6,
      });
    expect(Rational.ofDyadic(within(0.3)).toString()).toBe('19/64');
    expect(Rational.ofDyadic(within(1 / 64)).toString()).toBe('1/64');
    expect(Rational.ofDyadic(within(40)).toString()).toBe('1/1');
  });
});
