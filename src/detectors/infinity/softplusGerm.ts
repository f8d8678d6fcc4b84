import { constantGerm, convergingGerm, type NoveltyGerm } from './noveltyGerm.js';

/** The expansion of ln(1 + e^u) of an expansion u of degree at most 1: u itself, 0, or a constant. */
export function softplusGerm(germ: NoveltyGerm): NoveltyGerm {
  const leading = germ.terms[0]?.coefficient;
  if (leading && leading.sign > 0) return germ;
  if (leading) return convergingGerm(0, { kind: 'exponential', rate: -leading.value });
  const { constant } = germ;
  const value = Math.max(constant, 0) + Math.log1p(Math.exp(-Math.abs(constant)));
  return germ.approach?.kind === 'constant'
    ? constantGerm(value, ...(germ.notes ?? []))
    : convergingGerm(value, germ.approach, ...(germ.notes ?? []));
}
