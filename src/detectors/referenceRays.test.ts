import { describe, expect, it } from 'vitest';
import { detectorOfEntry } from '../../properties/support/detectors/referenceEntries.js';
import {
  type ReferenceNumber,
  type ReferenceRayEntry,
  type ReferenceRays,
  readReference,
  referenceFolder,
} from '../../properties/support/detectors/referenceVectors.js';
import { behaviourAtInfinity } from './infinity/behaviourAtInfinity.js';
import { scoreTailAlong } from './infinity/scoreTailAlong.js';

const { rays: files } = readReference(referenceFolder());
/** What was compared, so that a test that compared nothing shows. */
const compared = { scores: 0, laws: 0, realLaws: 0 };

describe('reference rays: scores far out and laws at infinity', () => {
  for (const file of files) {
    describe(file.name, () => {
      it.each(Object.keys(file.entries))('%s: scores at the times of the file agree', (name) => {
        compareScores(name, file);
      });
      it.each(Object.keys(file.entries))('%s: ends as the law says', (name) => {
        file.entries[name].forEach((_, i) => {
          compareLaw(name, file, i);
        });
      });
    });
  }

  it('compared scores, laws, and real laws that doubles do not show', () => {
    if (files.length === 0) return;
    for (const count of Object.values(compared)) expect(count).toBeGreaterThan(0);
  });
});

function fitted(name: string, { reference }: ReferenceRays) {
  const named = detectorOfEntry(name, reference);
  expect(named, `a detector named ${name}`).not.toBeNull();
  return named!.detector.fit(reference.data, named!.options);
}

function compareScores(name: string, file: ReferenceRays): void {
  const scorer = fitted(name, file);
  const { classifier } = file.reference;
  file.rays.forEach(({ origin, direction }, i) => {
    const entry = file.entries[name][i];
    // Which units stay is the choice of the sort there, so the scores are no facts.
    if (entry.law === 'depends on the order of ties') return;
    file.times.forEach((t, n) => {
      const x = origin.map((value, d) => value + t * direction[d]);
      const conf = -scorer.score(classifier.observe([x]))[0];
      expectClose(conf, entry.conf[n]!, 1e-9, `${name}, ray ${i}, t = ${t}`);
      compared.scores++;
    });
  });
}

function compareLaw(name: string, file: ReferenceRays, i: number): void {
  const scorer = fitted(name, file);
  const entry = file.entries[name][i];
  const tail = scoreTailAlong(file.reference.classifier, file.rays[i]);
  const what = `${name}, ray ${i}`;
  const behaviour = behaviourAtInfinity(scorer, tail);
  if (entry.law === 'undecided') return;
  if (entry.law === 'depends on the order of ties') {
    expect(behaviour.kind, what).toBe('undefined');
    return;
  }
  if (entry.law === 'float64 NaN') expect(behaviour.float64Limit, what).toBeNaN();
  if (entry.law === 'float64 Infinity') expect(behaviour.float64Limit, what).toBe(-Infinity);
  const { power, coefficient } = lawOf(entry);
  if (power === 0) {
    expect(behaviour.kind, what).toBe('converges');
    expectClose(-behaviour.limit, coefficient, 1e-9, what);
  } else {
    expect(behaviour.growth?.power, what).toBe(power);
    expectClose(-behaviour.growth!.coefficient, coefficient, 1e-9, what);
    expect(behaviour.kind, what).toBe(coefficient < 0 ? 'diverges-up' : 'diverges-down');
  }
  if (entry.constant !== undefined) {
    expectClose(-scorer.germ(tail).constant, entry.constant, 1e-8, `${what}, constant`);
  }
  compared[entry.real ? 'realLaws' : 'laws']++;
}

function lawOf(entry: ReferenceRayEntry): { power: number; coefficient: number } {
  if (entry.real) return entry.real;
  return { power: entry.power!, coefficient: entry.coefficient! };
}

function expectClose(mine: number, recorded: ReferenceNumber, tolerance: number, what: string) {
  const expected = Number(recorded);
  const close =
    Object.is(mine, expected) ||
    mine === expected ||
    Math.abs(mine - expected) <= tolerance * Math.max(1, Math.abs(expected));
  if (!close) expect.fail(`${what}: ${mine} must be ${expected} within ${tolerance}`);
}
