import { describe, expect, it } from 'vitest';
import { exampleEvidence, troubledEvidence } from '../../properties/reportExample.js';
import type { Evidence } from '../check/evidence.js';
import { warningsAbout } from '../check/warnings.js';
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
    expect(weights.filter((weight) => weight === 'finding')).toHaveLength(3);
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

  it('finds fault with a run that checked nothing', () => {
    const evidence = troubledEvidence();
    const nothing = { ...evidence, warnings: [], claims: evidence.claims.slice(2) };
    expect(wordsOf(nothing)[0]).toContain('finding: Nothing was checked');
  });

  it('calls a vacuous claim that is expected to be vacuous a caution', () => {
    const evidence = exampleEvidence();
    const claim = evidence.claims[0]!;
    const asPrinted = { ...claim.asPrinted, verdict: 'vacuous', expected: 'vacuous' } as const;
    const [first] = wordsOf({ ...evidence, claims: [{ ...claim, asPrinted }] });
    expect(first).toContain('caution: Vacuous');
  });
});
