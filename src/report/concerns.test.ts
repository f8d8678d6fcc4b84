import { describe, expect, it } from 'vitest';
import { dataEvidence, troubledDataEvidence } from '../../properties/experimentExample.js';
import { exampleEvidence, troubledEvidence } from '../../properties/reportExample.js';
import type { Evidence } from '../evidence/evidence.js';
import { warningsAbout } from '../evidence/warnings.js';
import { concerns, concernWords } from './concerns.js';

function wordsOf(evidence: Evidence): string[] {
  return concerns(evidence).map((concern) => `${concern.weight}: ${concernWords(concern)}`);
}

describe('concerns', () => {
  it('has no finding for a run in which everything is as expected', () => {
    expect(wordsOf(exampleEvidence())).toEqual([
      'caution: Without a formal proof or refutation: 5 claims. They rest on generated cases alone. (jacobian-limit-joint, perfect-certainty, penultimate-diverges-any, msp-gradient and rmds-at-infinity)',
    ]);
  });

  it('puts findings before cautions', () => {
    const weights = concerns(troubledEvidence()).map(({ weight }) => weight);
    expect(weights).toEqual([...weights].sort().reverse());
    expect(weights.filter((weight) => weight === 'finding')).toHaveLength(4);
  });

  it('says once what the run warned of and the claims show', () => {
    const evidence = troubledEvidence();
    const drawn = warningsAbout(evidence.claims, evidence.runsPerClaim);
    expect(drawn.length).toBeGreaterThan(3);
    const warned = { ...evidence, warnings: [...drawn, 'the clock ran backwards'] };
    const quiet = { ...evidence, warnings: [] };
    expect(wordsOf(warned)).toHaveLength(wordsOf(quiet).length + 1);
    expect(wordsOf(warned)).toContain('caution: the clock ran backwards');
  });

  it('makes a measurement that contradicts the theory a finding, and data that refute a paper none', () => {
    const findings = (evidence: Evidence) =>
      concerns(evidence).filter(({ weight }) => weight === 'finding');
    expect(findings(dataEvidence())).toEqual([]);
    const found = findings(troubledDataEvidence());
    expect(found.map(({ experiment }) => experiment)).toEqual(['cea-tabular', 'cea-tabular']);
    expect(found[0].text).toContain('Theory and measurement differ');
  });

  it('says once what data is missing and that a run is a trial', () => {
    const words = wordsOf(troubledDataEvidence()).join('\n');
    for (const text of ['images: not checked', 'cea-tabular: not checked on', '150 rows']) {
      expect(words.split(text)).toHaveLength(2);
    }
  });

  it('finds fault with a run that checked nothing', () => {
    const evidence = troubledEvidence();
    const nothing = { ...evidence, warnings: [], claims: evidence.claims.slice(2) };
    expect(wordsOf(nothing)[0]).toContain('finding: Nothing was checked');
  });

  it('calls a vacuous claim that is expected to be vacuous a caution', () => {
    const evidence = exampleEvidence();
    const claim = evidence.claims[0];
    const asPrinted = { ...claim.asPrinted, verdict: 'vacuous', expected: 'vacuous' } as const;
    const [first] = wordsOf({ ...evidence, claims: [{ ...claim, asPrinted }] });
    expect(first).toContain('caution: Vacuous');
  });
});
