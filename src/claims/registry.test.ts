import katex from 'katex';
import { describe, expect, it } from 'vitest';
import { CLAIMS } from './registry.js';

const IDS = [
  'eventually-affine',
  'regimes',
  'slopes-ignore-input',
  'vote-shares',
  'danger-scale',
  'box-bound',
  'saturation-rate',
  'softmax-sigmoid',
  'softmax-jacobian',
  'softmax-increasing',
  'entropy-direction',
  'metric-bounds',
  'monotone-logits',
  'jacobian-limit',
  'jacobian-limit-joint',
  'growth-rate',
  'gradient-vanishes',
  'msp-gradient',
  'mean-gradient',
  'variance-gradient',
  'entropy-gradient',
  'mi-gradient',
  'perfect-certainty',
  'hein-scaling',
  'logit-diverges',
  'logit-diverges-any',
  'penultimate-diverges',
  'penultimate-diverges-any',
  'cea-id-small',
  'cea-monotone',
  'cea-catches-overconfidence',
  'posthoc-keeps-predictions',
  'msp-at-infinity',
  'mls-at-infinity',
  'ebo-at-infinity',
  'temp-scale-at-infinity',
  'odin-at-infinity',
  'entropy-at-infinity',
  'grad-norm-at-infinity',
  'mds-at-infinity',
  'rmds-at-infinity',
  'knn-at-infinity',
  'vim-at-infinity',
  'she-inner-product-at-infinity',
  'she-euclidean-at-infinity',
  'klm-at-infinity',
  'react-at-infinity',
  'dice-at-infinity',
  'ash-at-infinity',
  'open-max-at-infinity',
  'gram-at-infinity',
  'blind-window',
  'limit-auroc',
];

const readings = CLAIMS.flatMap(({ id, asPrinted, repaired }) => [
  { id, name: 'as printed', reading: asPrinted },
  ...(repaired ? [{ id, name: 'repaired', reading: repaired }] : []),
]);

describe('the registry', () => {
  it('lists the claims of the catalogue in its order', () => {
    expect(CLAIMS.map(({ id }) => id).filter((id) => IDS.includes(id))).toEqual(IDS);
  });

  it('has no id twice', () => {
    const ids = CLAIMS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('says of every claim where it is made and what it is about', () => {
    for (const { title, source, hypotheses } of CLAIMS) {
      // A capital first, or the name of a detector that has none.
      expect(title).toMatch(/^([A-Z]|fDBD ).*[^.]$/);
      expect(source.label).not.toBe('');
      for (const hypothesis of hypotheses) expect(hypothesis).not.toBe('');
    }
  });

  it('explains every refutation, names the step that fails, and repairs what the papers claim', () => {
    for (const { id, asPrinted, repaired, flaw } of CLAIMS) {
      if (asPrinted.expected !== 'refuted') continue;
      expect(asPrinted.explain, id).toBeDefined();
      expect(flaw, id).toMatch(/\.\)?$/);
      if (!id.endsWith('-any')) expect(repaired?.expected, id).toBe('holds');
    }
  });
});

describe.each(readings)('$id, $name', ({ reading }) => {
  it('is a formula that KaTeX sets', () => {
    const html = katex.renderToString(reading.latex, {
      displayMode: true,
      throwOnError: true,
      strict: 'error',
    });
    expect(html).toContain('katex-display');
  });

  it('is a sentence or two in plain words', () => {
    expect(reading.plain).toMatch(/^[A-Z][^\\]*\.$/);
  });
});
