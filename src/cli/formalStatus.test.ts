import { describe, expect, it } from 'vitest';
import { farfield } from '../../properties/builtCommand.js';
import { CLAIMS } from '../claims/registry.js';
import { proofsOf } from '../proofs/proofsOf.js';
import { theoremMap } from '../proofs/theoremMap.js';
import { claimsPage } from '../report/claimsPage.js';

/** Of the catalogue the one claim that has no proof of its own; why is said where its status is. */
const WITHOUT_PROOF = ['posthoc-keeps-predictions'];

/** One theorem at least stands behind the status of each claim. */
const theoremsAbout = (id: string) => theoremMap().filter(({ claim }) => claim === id);

/** What a formal model leaves out, in a sentence; if it is nothing, why. */
const REMARK = /^(?:Nothing: \w.*|(?!Nothing)\S.{9,})\.$/s;

describe('the formal status of a claim', () => {
  it('says of every claim which reading is proved', () => {
    const states = CLAIMS.map(({ id }) => ({ id, ...proofsOf(id) }));
    const without = states.filter(
      ({ asPrinted, repaired }) => asPrinted === 'none' && repaired === 'none',
    );
    expect(without.map(({ id }) => id)).toEqual(WITHOUT_PROOF);
    for (const { id, asPrinted, repaired, expected } of CLAIMS.map((claim) => ({
      ...proofsOf(claim.id),
      id: claim.id,
      expected: claim.asPrinted.expected,
    }))) {
      if (WITHOUT_PROOF.includes(id)) continue;
      expect(asPrinted, id).toBe(expected === 'refuted' ? 'refuted-formally' : 'proved');
      if (expected === 'refuted') expect(repaired, id).toBe('proved');
    }
  });

  it('says of every theorem what its model leaves out', () => {
    for (const { theorem, plain, leavesOut } of theoremMap()) {
      expect(leavesOut, theorem).toMatch(REMARK);
      expect(plain, theorem).toMatch(/\w.*[.…]$/s);
    }
  });

  it.each(CLAIMS.map(({ id }) => id))('is explained: %s', async (id) => {
    const { stdout } = await farfield('explain', id);
    const status = stdout.slice(stdout.indexOf('Formal proofs'));
    const theorems = theoremsAbout(id);
    expect(theorems.length).toBeGreaterThan(0);
    for (const { theorem, reading, leavesOut } of theorems) {
      expect(status).toContain(`  ${theorem} (${reading.replace('-', ' ')}): `);
      expect(status).toContain(`What the formal model leaves out: ${leavesOut}`);
    }
    for (const { lacks } of proofsOf(id).weaker) {
      expect(lacks).toMatch(/^\w.{5,}/);
      expect(status).toContain(`without ${lacks}`);
    }
    if (WITHOUT_PROOF.includes(id)) expect(status).toContain('only of a neighbouring one');
    else expect(status).toMatch(/^ {2}.*(?:proved as printed|refuted as printed)/m);
  });

  it('stands on the page of claims in the same words', () => {
    const page = claimsPage(CLAIMS, () => ({ check: 'c', properties: 'p' }));
    const sections = page.split(/^## /m).slice(1);
    expect(sections).toHaveLength(CLAIMS.length);
    for (const section of sections) {
      const id = section.slice(0, section.indexOf('\n'));
      for (const { theorem, reading } of theoremsAbout(id)) {
        expect(section).toMatch(
          new RegExp(`\`${theorem}\`.* \\(${reading.replace('-', ' ')}\\): `),
        );
      }
      const [, left = ''] = section.split('What the formal models leave out:');
      expect(left.match(/^- /gm)).toHaveLength(
        new Set(theoremsAbout(id).map(({ leavesOut }) => leavesOut)).size,
      );
    }
  });
});
