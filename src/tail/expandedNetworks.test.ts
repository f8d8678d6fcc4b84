import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { build, point, probabilitiesAt, recipe } from '../../properties/generalNetworks.js';
import { Rational } from '../exact/rational.js';
import { Real } from '../exact/real.js';
import { Coefficient } from '../germ/coefficient.js';
import type { Context } from '../germ/context.js';
import { addExpansions, constantExpansion, type Expansion } from '../germ/expansion.js';
import type { BeyondAffine } from '../network/domain.js';
import type { Network } from '../network/network.js';
import { type DomainOf, expandedTail } from './expandedTail.js';
import { ExpansionDomain } from './expansionDomain.js';

const FAR = Real.ofRational(new Rational(2n ** 70n, 1n));

/** How far a decided limit is from the probabilities far out; null where there is no answer. */
function gap(
  of: Network,
  origin: readonly number[],
  direction: readonly number[],
  domainOf?: DomainOf,
): number | null {
  const tail = expandedTail(of, origin, direction, domainOf);
  const truth = probabilitiesAt(of, origin, direction, FAR);
  if (!truth || tail.regime === 'unknown' || !tail.limit) return null;
  return Math.max(...truth.map((value, c) => Math.abs(value - tail.limit![c].toNumber())));
}

describe('limits of networks with products, gates, norms and attention', () => {
  test('are the probabilities far out', () => {
    let decided = 0;
    let asked = 0;
    fc.assert(
      fc.property(recipe, point, point, (made, origin, direction) => {
        fc.pre(direction.some((value) => value !== 0));
        asked += 1;
        const off = gap(build(made), origin, direction);
        if (off === null) return;
        decided += 1;
        // Corrections vanish at least like t^(−1/2): 2^-35 far out.
        expect(off).toBeLessThan(1e-8);
      }),
      { numRuns: 120, seed: 11 },
    );
    expect(decided / asked).toBeGreaterThan(0.8);
  });
});

/** A domain with one of its answers changed. */
function faulty(change: (own: BeyondAffine<Expansion>, context: Context) => object): DomainOf {
  return (context) => {
    const domain = new ExpansionDomain(context);
    Object.assign(domain, { beyond: { ...domain.beyond, ...change(domain.beyond, context) } });
    return domain;
  };
}

describe('planted faults are noticed', () => {
  const shifted = (x: Expansion, context: Context) =>
    addExpansions(x, constantExpansion(Coefficient.of(2 ** -6)), context);

  const faults: Readonly<Record<string, DomainOf>> = {
    'a wrong asymptote': (context) => {
      const domain = new ExpansionDomain(context);
      const own = domain.apply.bind(domain);
      domain.apply = (f, x) => shifted(own(f, x), context);
      return domain;
    },
    "a wrong limit of the norm's root": faulty((own, context) => ({
      elementary: (...[f, x]: Parameters<typeof own.elementary>) =>
        shifted(own.elementary(f, x), context),
    })),
    'a product that is off': faulty((own, context) => ({
      multiply: (x: Expansion, y: Expansion) => shifted(own.multiply(x, y), context),
    })),
    'attention that gives ties to the first': faulty(() => ({
      softmax: (group: Int32Array) =>
        Array.from(group, (_, k) => constantExpansion(Coefficient.of(k === 0 ? 1 : 0))),
    })),
  };

  test.each(Object.entries(faults))('%s', (_, domainOf) => {
    const worst = { gap: 0 };
    fc.assert(
      fc.property(recipe, point, point, (made, origin, direction) => {
        fc.pre(direction.some((value) => value !== 0));
        worst.gap = Math.max(worst.gap, gap(build(made), origin, direction, domainOf) ?? 0);
      }),
      { numRuns: 60, seed: 11 },
    );
    expect(worst.gap).toBeGreaterThan(1e-4);
  });
});
