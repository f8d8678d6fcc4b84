import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { exampleAudit } from '../../properties/exampleAudit.js';
import type { Audit } from './auditRun.js';
import { auditTable } from './auditTable.js';
import type { DirectionFinding } from './directionFinding.js';
import { headlineOf, headlineText } from './headline.js';
import { rankedDirections } from './ranking.js';

const { audit } = await exampleAudit(['msp', 'mds', 'cea-msp']);
const text = (of: Audit) => headlineText(of, headlineOf(of)!);
/** The audit with its directions changed. */
const changed = (change: (direction: DirectionFinding, k: number) => DirectionFinding): Audit => ({
  ...audit,
  directions: audit.directions.map(change),
});

describe('the headline of an audit', () => {
  it('is about the certainty that is created nearest beyond the data', () => {
    const headline = headlineOf(audit)!;
    const distances = audit.directions.flatMap(({ seen }) =>
      seen?.verdict === 'created' ? seen.created!.distance!.median : [],
    );
    expect(headline.beyond!.value).toBe(Math.min(...distances));
    expect(headline.isCreated).toBe(true);
    // From a row it is further than from the edge of the data.
    expect(headline.push!.value).toBeGreaterThan(headline.beyond!.value);
    const { detectors } = audit.directions[headline.index];
    expect(headline.blind).toEqual(
      audit.detectors.filter((_, d) => detectors[d].blind).map(({ name }) => name),
    );
    const flags = headline.notices.map(({ from }) => from.value);
    expect(flags).toEqual([...flags].sort((x, y) => x - y));
  });

  it('is about the direction that every table has first', () => {
    // At the edge of the data already is nearer than anything created, and matters less.
    const kept = changed((one, k) =>
      k % 2 === 0 ? one : { ...one, seen: one.seen && { ...one.seen, verdict: 'kept' } },
    );
    const none = changed((one) => ({ ...one, seen: null }));
    for (const of of [audit, kept, none]) {
      const [first] = rankedDirections(of.directions);
      expect(headlineOf(of)!.index).toBe(first.index);
      const { findings, rows } = auditTable(of, null);
      expect(findings[0]).toBe(headlineText(of, headlineOf(of)!));
      expect(rows[1][0]).toBe(first.label);
    }
    const created = kept.directions.filter(({ seen }) => seen?.verdict === 'created').length;
    const order = rankedDirections(kept.directions).map(({ seen }) => seen!.verdict);
    expect(created).toBeGreaterThan(0);
    expect(order.slice(0, created)).toEqual(Array(created).fill('created'));
    expect(order.slice(created)).not.toContain('created');
  });

  it('says it in a sentence, with the names of feature, class and detectors', () => {
    const shown =
      /^Push flow up by ([\d.]+) σ \(([\d.]+) σ beyond your data\) and the model is 99 % certain of normal for ever; MSP will not notice, MDS and CEA\(MSP\) will, MDS first, at ([\d.]+) σ\.$/;
    const numbers = shown.exec(text(audit))!.slice(1).map(Number);
    const { push, beyond, notices } = headlineOf(audit)!;
    const exact = [push!.value, beyond!.value, notices[0].from.value];
    numbers.forEach((number, k) => {
      expect(Math.abs(number / exact[k] - 1)).toBeLessThan(0.05);
    });
  });

  it('where certainty is kept everywhere, does not say that pushing makes it', () => {
    const kept = changed((one) => ({ ...one, seen: one.seen && { ...one.seen, verdict: 'kept' } }));
    expect(headlineOf(kept)!.isCreated).toBe(false);
    expect(text(kept)).toContain('at the edge of your data already, stays so for ever');
  });

  it('names what is not known as not known, and scales without deviations without σ', () => {
    const open = changed((one) => ({
      ...one,
      scales: one.scales.map((scale) => ({ ...scale, distance: null })),
      seen: one.seen && {
        ...one.seen,
        created: one.seen.created && { ...one.seen.created, distance: null },
      },
      detectors: one.detectors.map((finding) => ({ ...finding, blind: null })),
    }));
    expect(text(open)).toMatch(/of MSP, MDS and CEA\(MSP\) it is not known\.$/);
    expect(headlineOf(open)!.push!.isDistance).toBe(false);
  });

  it('is absent where nothing ends in certainty', () => {
    expect(headlineOf(changed((one) => ({ ...one, certainOf: null })))).toBeNull();
  });

  it('calls classes as the data do only if they name them all', async () => {
    const table = readFileSync('docs/example/pump.csv', 'utf8');
    const two = table.replaceAll(/^.*,worn\n/gm, '');
    const some = await exampleAudit(['msp'], two);
    expect(some.audit.data!.classNames).toBeUndefined();
    expect(audit.data!.classNames).toEqual(['blocked', 'normal', 'worn']);
  });
});
