import { describe, expect, it } from 'vitest';
import type { Fault } from '../../properties/plantedSources.js';
import { verifyPlanted } from '../../properties/verifyPlanted.js';

const SMOOTH = 'network/smoothFunctions.ts';

/** A line that an activation approaches, replaced by another. */
const ASYMPTOTES: readonly Fault[] = [
  ...['gelu', 'gelu-tanh', 'silu', 'mish'].map(
    (kind): Fault => [
      SMOOTH,
      `formula: { kind: '${kind}' },\n  left: FLAT,`,
      `formula: { kind: '${kind}' },\n  left: IDENTITY,`,
    ],
  ),
  [
    SMOOTH,
    'left: end(Real.zero, Real.zero, falling(slightlyBelow(b))),',
    'left: end(ONE, Real.zero, falling(slightlyBelow(b))),',
  ],
  [SMOOTH, 'left: end(Real.zero, depth.negate(), falling', 'left: end(Real.zero, depth, falling'],
  [
    SMOOTH,
    "formula: { kind: 'sigmoid' },\n  left: end(Real.zero, Real.zero, LEADING),",
    "formula: { kind: 'sigmoid' },\n  left: end(Real.zero, ONE, LEADING),",
  ],
  ...['tanh', 'erf'].map(
    (kind): Fault => [
      SMOOTH,
      `formula: { kind: '${kind}' },\n  left: end(Real.zero, MINUS),`,
      `formula: { kind: '${kind}' },\n  left: end(Real.zero, Real.zero),`,
    ],
  ),
  [
    SMOOTH,
    "left: end(Real.zero, MINUS, { kind: 'algebraic'",
    "left: end(Real.zero, ONE, { kind: 'algebraic'",
  ],
  // And on the right.
  ...['gelu', 'gelu-tanh', 'silu', 'mish'].map(
    (kind): Fault => [
      SMOOTH,
      `formula: { kind: '${kind}' },\n  left: FLAT,\n  right: IDENTITY,`,
      `formula: { kind: '${kind}' },\n  left: FLAT,\n  right: FLAT,`,
    ],
  ),
  [
    SMOOTH,
    'right: end(ONE, Real.zero, falling(slightlyBelow(b))),',
    'right: end(beta, Real.zero, falling(slightlyBelow(b))),',
  ],
  [SMOOTH, 'right: end(slope, Real.zero, NONE),', 'right: end(ONE, Real.one, NONE),'],
  ['network/functions.ts', 'Real.of(6))], [0, 1]],', 'Real.of(6))], [-3, 2]],'],
];

/** A bound on what is left of a function beside its asymptote, lowered. */
const REMAINDERS: readonly Fault[] = [
  ['tail/restDomain.ts', '.add(within(off)),', '.add(within(off / 1024)),'],
  [
    'tail/restDomain.ts',
    'if (reached >= 0) return distance(reached) * (1 + 2 ** -40);',
    'if (reached >= 0) return distance(2 * reached);',
  ],
];

/** What is left of a series, or passed on by a power, forgotten. */
const EXPANSION_REMAINDERS: readonly Fault[] = [
  [
    'germ/power.ts',
    'const remainder = x.remainder && multiplyMonomials(x.remainder, inverse);',
    'const remainder = null;',
  ],
  ['germ/series.ts', 'return addExpansions(sum, remainderOf(tail), context);', 'return sum;'],
];

describe('verify at 150 runs does not end with 0', () => {
  it.each(ASYMPTOTES)('when %s has %j replaced by %j', (...fault) => {
    expect([1, 3]).toContain(verifyPlanted([fault], ['slopes-ignore-shape'], 150));
  });

  it.each(REMAINDERS)('when the remainder in %s has %j replaced by %j', (...fault) => {
    expect([1, 3]).toContain(verifyPlanted([fault], ['bounded-distance'], 150));
  });

  it.each(EXPANSION_REMAINDERS)('when %s forgets what is left: %j, %j', (...fault) => {
    expect([1, 3]).toContain(verifyPlanted([fault], ['layer-norm-limit'], 150));
  });

  it("when a norm's limit is off", () => {
    const fault: Fault = [
      'germ/seriesCoefficients.ts',
      'return power?.multiply(root) ?? null;',
      'return power ?? null;',
    ];
    expect([1, 3]).toContain(verifyPlanted([fault], ['layer-norm-limit'], 150));
  });

  it('when tied keys of attention do not share', () => {
    const fault: Fault = [
      'germ/softmax.ts',
      'return shares.map((x) => multiplyExpansions(x, inverse, context));',
      'return shares.map((x) => multiplyExpansions(x, multiplyExpansions(inverse, inverse, context), context));',
    ];
    expect([1, 3]).toContain(verifyPlanted([fault], ['several-speeds'], 150));
  });
});
