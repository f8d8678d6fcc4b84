import {
  constantGerm,
  convergingGerm,
  enclosedCoefficient,
  type NoveltyGerm,
} from './noveltyGerm.js';

/** The expansion of ln(1 + e^u) of an expansion u of degree at most 1: u itself, 0, or a constant. */
export function softplusGerm(germ: NoveltyGerm): NoveltyGerm {
  const leading = germ.terms[0]?.coefficient;
  if (leading && !leading.certain) {
    const { lower, upper } = leading.bounds;
    const bounds = { lower: Math.max(0, lower), upper: Math.max(0, upper) };
    return {
      ...germ,
      terms: [{ power: 1, coefficient: enclosedCoefficient(Math.max(0, leading.value), bounds) }],
      constantBounds: { lower: -Infinity, upper: Infinity },
      approach: null,
    };
  }
  if (leading && leading.sign > 0) return germ;
  if (leading) return convergingGerm(0, { kind: 'exponential', rate: -leading.value });
  const { constant, constantBounds } = germ;
  const rest = germ.approach?.kind === 'constant' ? null : germ.approach;
  return {
    ...(rest ? convergingGerm(softplus(constant), rest) : constantGerm(softplus(constant))),
    ...(constantBounds && {
      constantBounds: {
        lower: softplus(constantBounds.lower),
        upper: softplus(constantBounds.upper),
      },
    }),
    ...(germ.notes && { notes: germ.notes }),
  };
}

/** ln(1 + e^x) without overflow. Float64. */
export function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}
