import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { normalNumbers, randomNetwork } from '../bench/randomNetwork.js';
import { Classifier } from './classifier.js';
import type { DetectorFamily } from './detector.js';
import { entropy } from './index.js';
import { cea } from './methods/cea.js';
import { fusion } from './methods/fusion.js';
import { msp } from './methods/msp.js';
import { DETECTORS } from './registry.js';

const FAMILIES: readonly DetectorFamily[] = ['paper B', 'after 2022', 'posterior'];

it('docs/detectors.md says of every detector what it does where a network becomes certain', () => {
  const page = readFileSync(new URL('../../docs/detectors.md', import.meta.url), 'utf8');
  for (const when of ['always blind', 'never blind', 'depends'] as const) {
    const names = (family: DetectorFamily) =>
      DETECTORS.filter(
        (detector) => detector.family === family && detector.whenCertain === when,
      ).map(({ name }) => name);
    const cells = FAMILIES.map((family) => names(family).join(', ') || '–');
    expect(page).toContain(`| ${when} | ${cells.join(' | ')} |`);
  }
});

it('no id or name stands twice in the catalogue', () => {
  expect(new Set(DETECTORS.map(({ id }) => id)).size).toBe(DETECTORS.length);
  expect(new Set(DETECTORS.map(({ name }) => name)).size).toBe(DETECTORS.length);
});

it('a detector says whether it reads hidden layers', () => {
  const classifier = new Classifier(randomNetwork([4, 12, 8, 3], 5));
  const draw = normalNumbers(6);
  const rows = (hidden: boolean) => {
    const seen = classifier.observeForFitting(points, { hidden });
    return { ...seen, labels: Int32Array.from(points, (_, i) => i % 3), members: [seen.logits] };
  };
  const points = Array.from({ length: 60 }, () => Array.from({ length: 4 }, draw));
  const dataOf = (hidden: boolean) => ({
    head: classifier.head,
    classifier,
    train: rows(hidden),
    validation: rows(hidden),
  });
  const [whole, without] = [dataOf(true), dataOf(false)];
  const wrapped = DETECTORS.map((detector) => cea(detector));
  const fused = DETECTORS.filter(({ id }) => id !== 'msp').map((one) =>
    fusion([msp, one], 'ranks'),
  );
  for (const { id, readsHidden, fit } of [...DETECTORS, entropy, ...wrapped, ...fused]) {
    const scores = () => fit(without).score(without.validation);
    if (readsHidden) expect(scores, id).toThrow(/hidden must be given/);
    else expect(scores(), id).toEqual(fit(whole).score(whole.validation));
  }
  expect(DETECTORS.filter(({ readsHidden }) => readsHidden).map(({ id }) => id)).toEqual([
    'gram-layers',
    'multi-mds',
  ]);
});
