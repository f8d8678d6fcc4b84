import { describe, expect, it } from 'vitest';
import { detectorOfEntry } from '../../properties/support/detectors/referenceEntries.js';
import {
  type ReferenceCase,
  type ReferenceEntry,
  readReference,
  referenceFolder,
} from '../../properties/support/detectors/referenceVectors.js';
import { InputError } from '../errors/inputError.js';
import { gram } from './methods/gram.js';

/** Of sums over a few dozen float32 numbers whose order is the backend's. */
const TOLERANCE = 2e-5;

/** Gram, and CEA in every setting over it, as the authors' code gives them in float32. */
const cases = readReference(referenceFolder()).cases.flatMap((reference) =>
  Object.entries(reference.single)
    .filter(([name, entry]) => /\bGram\b/.test(name) && entry.conf)
    .map(([name, entry]) => ({ title: `${reference.name}, ${name}`, name, entry, reference })),
);

describe('Gram in float32, as shipped', () => {
  it('is compared with something', () => {
    expect(cases.length).toBeGreaterThan(20);
  });

  it.each(cases)('$title: agrees with the recorded scores', ({ name, entry, reference }) => {
    const mine = scoresOf(name, reference, 'float32');
    expect(differing(mine, entry, reference)).toEqual([]);
  });

  it('is something else than double precision: underflow and overflow', () => {
    const of = (precision: 'float32' | 'float64') => (one: (typeof cases)[number]) =>
      differing(scoresOf(one.name, one.reference, precision), one.entry, one.reference).length;
    const plain = cases.filter(({ name }) => name === 'Gram');
    const double = plain.map(of('float64')).reduce((sum, count) => sum + count, 0);
    expect(double).toBeGreaterThan(50);
  });

  it('is refused of the method as defined, and of a detector that does not depend on it', () => {
    const [{ reference }] = cases as [(typeof cases)[number]];
    expect(() => gram.fit(reference.data, { variant: 'paper', precision: 'float32' })).toThrow(
      InputError,
    );
    const { detector } = detectorOfEntry('MSP', reference)!;
    expect(() => detector.fit(reference.data, { precision: 'float32' })).toThrow(/not an option/);
  });
});

function scoresOf(name: string, reference: ReferenceCase, precision: 'float32' | 'float64') {
  const { detector, options } = detectorOfEntry(name, reference)!;
  const chosen =
    'base' in options ? { base: { ...(options.base as object), precision } } : { precision };
  const scorer = detector.fit(reference.data, { ...options, ...chosen });
  return reference.test.groups.flatMap(({ start, end }) =>
    Array.from(
      scorer.score(reference.classifier.observe(reference.test.x.slice(start, end))),
      (novelty) => -novelty,
    ),
  );
}

/** The rows whose scores differ by more than rounding: of Gram's score, of which CEA subtracts. */
function differing(
  mine: readonly number[],
  { conf }: ReferenceEntry,
  { single }: ReferenceCase,
): unknown[] {
  const base = single.Gram.conf!;
  return conf!.flatMap((value, row) => {
    if (value === null) return [];
    const [expected, actual] = [Number(value), mine[row]];
    const same =
      Object.is(expected, actual) ||
      expected === actual ||
      Math.abs(expected - actual) <= TOLERANCE * Math.max(1, Math.abs(Number(base[row])));
    return same ? [] : [{ row, expected, actual }];
  });
}
