import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dense, networkFile, relu } from '../../properties/smallNetworks.js';
import { temporaryFolder } from '../../properties/temporaryFolder.js';
import { readNetwork } from '../network/networkFile.js';
import { audit } from './audit.js';
import type { Audit } from './auditRun.js';
import { compareAudits, openRegressions } from './baseline.js';
import { readAcceptances, readBaseline } from './readBaseline.js';
import { serializeAudit } from './serializeAudit.js';

const folder = temporaryFolder('baseline');

/** Logits (slope·relu(x_0), relu(x_1)·other). */
async function auditOf(slope: number, other: number, features = ['a', 'b']): Promise<Audit> {
  const network = readNetwork(
    networkFile(
      2,
      dense([
        [1, 0],
        [0, 1],
      ]),
      relu,
      dense([
        [slope, 0],
        [0, other],
      ]),
    ),
  );
  const values = Float64Array.from({ length: 40 }, (_, i) => (i * 7) % 5);
  const data = {
    name: 'rows',
    features,
    x: { rows: 20, columns: 2, values },
    labels: null,
    notes: [],
  };
  const run = await audit(network, { data, detectors: ['msp', 'cea-msp'], rows: 3 });
  return run.audit;
}

describe('compareAudits', () => {
  it('finds nothing between an audit and itself', async () => {
    const found = await auditOf(1, 0);
    const comparison = compareAudits(found, found);
    expect(comparison).toMatchObject({ regressions: [], improvements: 0, added: [], gone: [] });
    expect(comparison.unchanged).toBe(4);
  });

  it('finds directions that became certain, nearer or blind, and what got better', async () => {
    const old = await auditOf(1, 0);
    const now = await auditOf(2, 1);
    const { regressions, unchanged } = compareAudits(old, now);
    expect(regressions.map(({ kind, direction }) => `${kind} ${direction}`)).toEqual([
      'nearer a +',
      'certain b +',
    ]);
    expect(regressions[0].after).toBeLessThan(regressions[0].before!);
    expect(unchanged).toBe(2);
    const back = compareAudits(now, old);
    expect(back.regressions).toEqual([]);
    expect(back.improvements).toBe(2);
    // A detector that flagged and does not any more.
    const blinded: Audit = {
      ...old,
      directions: old.directions.map((direction) => ({
        ...direction,
        detectors: direction.detectors.map((found) => ({ ...found, blind: true })),
      })),
    };
    expect(compareAudits(old, blinded).regressions).toMatchObject([
      { kind: 'blind', direction: 'a +', detector: 'cea-msp' },
    ]);
  });

  it('takes what is accepted, and names acceptances without use', async () => {
    const [old, now] = [await auditOf(1, 0), await auditOf(2, 1)];
    const accepted = [
      { direction: 'a +', kind: 'nearer' as const, reason: 'a larger model' },
      { direction: 'b +', kind: 'blind' as const, reason: 'nothing of this kind' },
    ];
    const comparison = compareAudits(old, now, accepted);
    expect(openRegressions(comparison).map(({ direction }) => direction)).toEqual(['b +']);
    expect(comparison.regressions[0].accepted).toBe('a larger model');
    expect(comparison.unused).toEqual([accepted[1]]);
  });

  it('tells directions by their names: new ones that are certain are regressions', async () => {
    const [old, now] = [await auditOf(1, 1), await auditOf(1, 1, ['a', 'c'])];
    const { regressions, added, gone } = compareAudits(old, now);
    expect(regressions.map(({ kind, direction }) => `${kind} ${direction}`)).toEqual(['new c +']);
    expect(added).toEqual(['c +', 'c −']);
    expect(gone).toEqual(['b +', 'b −']);
  });
});

describe('readBaseline', () => {
  it('reads what an audit wrote, infinite numbers included', async () => {
    const found = await auditOf(1, 0);
    const path = join(folder, 'audit.json');
    writeFileSync(path, serializeAudit(found));
    expect(readFileSync(path, 'utf8')).toContain('"Infinity"');
    const read = await readBaseline(path, found);
    expect(compareAudits(read, found)).toMatchObject({ regressions: [], improvements: 0 });
    await expect(readBaseline(path, { ...found, units: 'others' })).rejects.toMatchObject({
      code: 'inconsistent',
      path: 'units',
    });
    writeFileSync(join(folder, 'no.json'), '{"schemaVersion":1}');
    await expect(readBaseline(join(folder, 'no.json'), found)).rejects.toMatchObject({
      code: 'malformed',
    });
  });

  it('wants a reason for what is accepted', async () => {
    const path = join(folder, 'accepted.json');
    writeFileSync(path, '[{"direction": "a +", "kind": "farther"}]');
    const refused = await readAcceptances(path).catch((error) => error.problems);
    expect(refused.map(({ path }: { path: string }) => path)).toEqual(['[0].reason', '[0].kind']);
  });
});
