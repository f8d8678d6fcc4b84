import { describe, expect, it } from 'vitest';
import { ALLOWED_AXIOMS } from './auditProofs.js';
import { hashSources } from './hashSources.js';
import { proofsOf } from './proofsOf.js';
import { AUDIT_VERSION, readAudit } from './readAudit.js';
import { theoremMap } from './theoremMap.js';
import { theoremsOf } from './theoremsOf.js';

describe('the recorded audit', () => {
  const audit = readAudit();

  it('is of the present sources; if this fails, run "npm run proofs"', () => {
    expect(audit.sourceHash).toBe(hashSources());
  });

  it('holds the theorems of the map, in its order', () => {
    expect(audit.theorems.map(({ name, claim, reading }) => ({ name, claim, reading }))).toEqual(
      theoremMap().map(({ theorem, claim, reading }) => ({ name: theorem, claim, reading })),
    );
  });

  it('rests on no axioms but those of the classical reals', () => {
    const axioms = new Set(audit.theorems.flatMap((theorem) => theorem.axioms));
    expect([...axioms].filter((axiom) => !ALLOWED_AXIOMS.has(axiom))).toEqual([]);
    expect(axioms.size).toBeGreaterThan(0);
  });

  it('calls a theorem a refutation exactly if its statement is a negation of a stated claim', () => {
    for (const { name, statement, definition, verdict } of audit.theorems) {
      expect(statement.startsWith('~ '), name).toBe(verdict === 'refuted-formally');
      expect(definition !== undefined, name).toBe(verdict === 'refuted-formally');
    }
  });
});

describe('proofsOf', () => {
  it('tells a claim that is false as printed and repaired', () => {
    const proofs = proofsOf('gradient-vanishes');
    expect(proofs).toMatchObject({ asPrinted: 'refuted-formally', repaired: 'proved' });
    expect(proofs.theorems).toContain('gradient_vanishes_criterion');
    expect(proofs.axioms).toEqual([...proofs.axioms].sort());
  });

  it('tells a claim that holds as printed', () => {
    expect(proofsOf('softmax-jacobian')).toMatchObject({ asPrinted: 'proved', repaired: 'none' });
  });

  it('tells a claim without theorems', () => {
    expect(proofsOf('no-such-claim')).toEqual({
      asPrinted: 'none',
      repaired: 'none',
      weaker: [],
      theorems: [],
      axioms: [],
    });
  });

  it('calls a claim refuted if one of its printed readings is', () => {
    const theorem = { file: 'A.v', statement: 'x', axioms: [], uses: [], claim: 'a' };
    const asPrinted = (...verdicts: ('proved' | 'refuted-formally')[]) =>
      proofsOf('a', {
        schemaVersion: AUDIT_VERSION,
        sourceHash: '',
        vocabularyHash: '',
        theorems: verdicts.map((verdict) => ({
          ...theorem,
          name: 'a',
          reading: 'as-printed',
          verdict,
        })),
      }).asPrinted;
    expect(asPrinted('proved')).toBe('proved');
    expect(asPrinted('proved', 'refuted-formally')).toBe('refuted-formally');
  });
});

describe('theoremsOf', () => {
  it('gives statements, plain words and what is left out', () => {
    for (const { statement, plain, leavesOut } of theoremsOf('perfect-certainty')) {
      expect(statement).not.toBe('');
      expect(plain).not.toBe('');
      expect(leavesOut).not.toBe('');
    }
  });

  it('spells a refuted claim out', () => {
    const refutation = theoremsOf('monotone-logits').find(
      ({ reading }) => reading === 'as-printed',
    );
    expect(refutation?.statement).toMatch(/^~ monotone_logits_as_printed\nwhere .*=\s+forall/);
  });
});
