import fc from 'fast-check';
import type { CaseKind, Cases } from '../claims/cases.js';
import type { RobustReading, SmallCases } from '../claims/generic.js';
import { perturbed } from '../claims/perturbed/perturbed.js';
import type { Dyadic } from '../exact/dyadic.js';
import { Rational } from '../exact/rational.js';
import { arbitraryOf } from '../generate/arbitraries.js';
import { kinkedRayCase } from '../generate/kinkedRayCase.js';
import { plateauDetectorCase } from '../generate/plateauDetectorCase.js';
import { shallowRayCase } from '../generate/shallowRayCase.js';

/** A counterexample that stays one when every number in it is moved by up to `radius`. */
export interface RobustWitness<Kind extends CaseKind> {
  readonly source: Cases[Kind];
  readonly radius: Dyadic;
}

export interface RobustSearch<Kind extends CaseKind> {
  /** Cases tried. */
  readonly runs: number;
  /** Smaller cases the shrinker moved to. */
  readonly shrinks: number;
  readonly witness: RobustWitness<Kind> | null;
}

const SMALL_CASES: { readonly [Among in SmallCases]: () => fc.Arbitrary<Cases[CaseKind]> } = {
  kinked: kinkedRayCase,
  shallow: shallowRayCase,
  plateaus: plateauDetectorCase,
};

/** Radii a search asks for are 2^−k, k from the first of these to the second. */
const [LARGEST, SMALLEST] = [2, 14];
/** A radius is known to one part in 2^BITS. */
const BITS = 4;

/**
 * Searches generated cases for one all of whose neighbours are counterexamples too, shrinks it, and
 * widens its box.
 *
 * The first case with the radius 1/4 ends the search, else the one of the largest radius among the
 * first `runs` wins; where none of those has any, up to `most` cases are tried.
 * Shrinking keeps the radius, so that the witness has small integers and a large box. Then the
 * radius is widened by bisection: its box is decided as a whole by intervals, and no sampling is
 * involved. Starts from nothing but the seed.
 */
export function searchRobust<Kind extends CaseKind>(
  kind: Kind,
  reading: RobustReading<Kind>,
  seed: number,
  runs: number,
  most = runs,
): RobustSearch<Kind> {
  const cases = reading.among ? SMALL_CASES[reading.among] : arbitraryOf[kind];
  const arbitrary = cases() as unknown as fc.Arbitrary<Cases[Kind]>;
  const survives = (source: Cases[Kind], radius: Dyadic) =>
    reading.failsThroughout(perturbed(kind, source, radius));
  let best = SMALLEST + 1;
  let tried = 0;
  fc.check(
    fc.property(arbitrary, (source) => {
      tried++;
      while (best > LARGEST && survives(source, power(best - 1))) best--;
      return best > LARGEST && (best > SMALLEST || tried < runs);
    }),
    { seed, numRuns: most, endOnFailure: true },
  );
  if (best > SMALLEST) return { runs: tried, shrinks: 0, witness: null };
  const kept = power(best);
  const { counterexample, numShrinks } = fc.check(
    fc.property(arbitrary, (source) => !survives(source, kept)),
    { seed, numRuns: most },
  );
  const [source] = counterexample!;
  return {
    runs: tried,
    shrinks: numShrinks,
    witness: { source, radius: widest((radius) => survives(source, radius), kept) },
  };
}

/** The largest radius up to 1 that survives, to one part in 2^BITS, from one that does. */
export function widest(survives: (radius: Dyadic) => boolean, known: Dyadic): Dyadic {
  let { mantissa, exponent } = known;
  while (exponent < 0 && survives({ mantissa, exponent: exponent + 1 })) exponent++;
  if (exponent >= 0) return { mantissa, exponent };
  for (let bit = 0; bit < BITS; bit++) {
    mantissa *= 2n;
    exponent--;
    if (survives({ mantissa: mantissa + 1n, exponent })) mantissa += 1n;
  }
  return { mantissa, exponent };
}

/** "1/64". */
export function radiusWords(radius: Dyadic): string {
  return Rational.ofDyadic(radius).toString();
}

function power(k: number): Dyadic {
  return { mantissa: 1n, exponent: -k };
}
