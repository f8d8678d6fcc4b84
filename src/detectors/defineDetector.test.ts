import { expect, it } from 'vitest';
import { randomNetwork } from '../bench/randomNetwork.js';
import { Classifier } from './classifier.js';
import type { FittingData, LabelledObservations } from './fittingData.js';
import { cea } from './methods/cea.js';
import { ebo } from './methods/ebo.js';
import { settled } from './settled.js';

const classifier = new Classifier(randomNetwork([3, 8, 3], 1));
const rows = (from: number): LabelledObservations => ({
  ...classifier.observeForFitting(
    Array.from({ length: 9 }, (_, i) => [from + i, Math.sin(from + i), 1]),
  ),
  labels: Int32Array.from({ length: 9 }, (_, i) => i % 3),
});
const dataOf = (keep: <Kind extends LabelledObservations>(set: Kind) => Kind): FittingData => ({
  head: classifier.head,
  classifier,
  train: keep(rows(0)),
  validation: keep(rows(20)),
});

it('what is settled is fitted and scored once', () => {
  const data = dataOf(settled);
  const scorer = ebo.fit(data);
  expect(ebo.fit(data)).toBe(scorer);
  expect(ebo.fit(data, { variant: 'cea-2024' })).not.toBe(scorer);
  const seen = settled(classifier.observe([[1, 2, 3]]));
  const [novelty] = scorer.score(seen);
  // A caller's array is the caller's.
  for (let again = 0; again < 2; again++) scorer.score(seen)[0] = 7;
  expect(scorer.score(seen)[0]).toBe(novelty);
  expect(cea(ebo).fit(data).score(seen)).toEqual(
    cea(ebo)
      .fit(dataOf((set) => set))
      .score(seen),
  );
});

it('what may change is fitted and scored anew', () => {
  const data = dataOf((set) => set);
  const scorer = ebo.fit(data);
  expect(ebo.fit(data)).not.toBe(scorer);
  const seen = classifier.observe([[1, 2, 3]]);
  const [before] = scorer.score(seen);
  seen.logits.values.fill(0);
  expect(scorer.score(seen)[0]).not.toBe(before);
});
